"""Ids that clients choose, and keys that mark a request (contract, section 1)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

NUMBERS = itertools.count(1)
NewId = Callable[[], str]


@pytest.fixture
def new_id() -> NewId:
    return lambda: f"0ChosenId{next(NUMBERS):07}"


CREATIONS: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "a list": ("/lists", {"name": "Chosen"}, {"name": "Other"}),
    "a section": ("/lists/{}/sections", {"name": "Chosen"}, {"name": "Chosen", "after": None}),
    "a task": ("/lists/{}/tasks", {"name": "Chosen"}, {"name": "Chosen", "priority": "high"}),
    "a tag": ("/lists/{}/tags", {"name": "Chosen", "color": "red"}, {"name": "Chosen", "color": "blue"}),
    "a role": (
        "/lists/{}/roles",
        {"name": "Chosen", "permissions": ["tasks:add"]},
        {"name": "Chosen", "permissions": []},
    ),
    "a filter": ("/filters", {"name": "Chosen", "text": "x"}, {"name": "Chosen", "text": "y"}),
}
"""Where things are made with an id of one's own choice: the content, and another one."""

each_creation = pytest.mark.parametrize(("path", "body", "other"), CREATIONS.values(), ids=CREATIONS.keys())


@each_creation
def test_a_repeat_answers_the_stored_thing(
    ann: Client, groceries: shapes.List, new_id: NewId, path: str, body: dict[str, object], other: dict[str, object]
) -> None:
    chosen = {"id": new_id(), **body}
    first = ann.post(path.format(groceries.id), chosen)
    assert first.status == 201
    assert first.json()["id"] == chosen["id"]
    again = ann.post(path.format(groceries.id), chosen)
    assert (again.status, again.json(), again.made) == (200, first.json(), {})
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Location" not in again.headers


@each_creation
def test_an_id_with_another_content_is_taken(
    ann: Client, groceries: shapes.List, new_id: NewId, path: str, body: dict[str, object], other: dict[str, object]
) -> None:
    chosen = new_id()
    first = ann.post(path.format(groceries.id), {"id": chosen, **body}).json()
    ann.post(path.format(groceries.id), {"id": chosen, **other}).refuses(409, "id_taken")
    assert ann.post(path.format(groceries.id), {"id": chosen, **body}).json() == first


@each_creation
def test_an_id_of_something_else_is_taken(
    ann: Client, groceries: shapes.List, new_id: NewId, path: str, body: dict[str, object], other: dict[str, object]
) -> None:
    for kind, (elsewhere, made, _) in CREATIONS.items():
        if elsewhere == path:
            continue
        chosen = new_id()
        named = {**made, "name": f"Of {kind}"}
        assert ann.post(elsewhere.format(groceries.id), {"id": chosen, **named}).status == 201
        ann.post(path.format(groceries.id), {"id": chosen, **body}).refuses(409, "id_taken")


@each_creation
def test_an_id_that_somebody_else_chose_is_taken(
    ann: Client,
    bob: Client,
    groceries: shapes.List,
    new_id: NewId,
    path: str,
    body: dict[str, object],
    other: dict[str, object],
) -> None:
    ann.add_member(groceries.id, bob, "Admin")
    chosen = {"id": new_id(), **body}
    assert ann.post(path.format(groceries.id), chosen).status == 201
    bob.post(path.format(groceries.id), chosen).refuses(409, "id_taken")


@each_creation
def test_what_is_no_id(
    ann: Client, groceries: shapes.List, path: str, body: dict[str, object], other: dict[str, object]
) -> None:
    for chosen in ("", "short", "x" * 17, "x" * 15 + "-", "x" * 15 + "é", None, 7, ["x" * 16]):
        ann.post(path.format(groceries.id), {"id": chosen, **body}).refuses_field("id")


def test_a_repeat_answers_the_thing_as_it_is_now(ann: Client, groceries: shapes.List, new_id: NewId) -> None:
    body = {"id": new_id(), "name": "Apples"}
    ann.new_task(groceries.id, **body)
    ann.patch(f"/lists/{groceries.id}/tasks/{body['id']}", {"name": "Pears"}).shows(shapes.Task)
    assert ann.post(f"/lists/{groceries.id}/tasks", body).shows(shapes.Task).name == "Pears"
    assert len(ann.snapshot(groceries.id).tasks) == 1


def test_an_id_in_use_for_anything_else_is_refused(
    ann: Client, bob: Client, shared: shapes.List, new_id: NewId
) -> None:
    task = ann.new_task(shared.id, "Mine", id=new_id())
    tasks, other = f"/lists/{shared.id}/tasks", ann.new_list()
    ann.post(tasks, {"id": task.id, "name": "Another"}).refuses(409, "id_taken")
    bob.post(tasks, {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post(f"/lists/{other.id}/tasks", {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post(f"/lists/{shared.id}/sections", {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post("/lists", {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post(tasks, {"id": shared.id, "name": "Mine"}).refuses(409, "id_taken")


def test_ids_differ_in_case(ann: Client, groceries: shapes.List, new_id: NewId) -> None:
    chosen = new_id()
    ann.new_task(groceries.id, id=chosen)
    ann.new_task(groceries.id, id=chosen.upper())
    ann.get(f"/lists/{groceries.id}/tasks/{chosen.lower()}").refuses(404, "not_found")


def test_ids_sort_by_age(ann: Client, groceries: shapes.List) -> None:
    ids = [ann.new_task(groceries.id).id for _ in range(3)]
    assert all(re.fullmatch("[0-9A-Za-z]{16}", it) for it in ids)
    assert ids == sorted(ids)


@pytest.mark.parametrize(("key", "status"), [("k" * 64, 200), ("k" * 65, 400), ("", 400)])
def test_a_key_has_at_most_64_characters(ann: Client, groceries: shapes.List, key: str, status: int) -> None:
    answer = ann.ask("PATCH", f"/lists/{groceries.id}", {"name": "Food"}, headers={"Idempotency-Key": key})
    assert answer.status == status
    if status == 400:
        answer.refuses(400, "malformed_request")
