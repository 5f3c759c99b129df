"""Ids that clients choose, and keys that mark a request (contract, section 1)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Final

import attrs
import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Answer, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

NUMBERS = itertools.count(1)
NewId = Callable[[], str]


@pytest.fixture
def new_id() -> NewId:
    return lambda: f"0ChosenId{next(NUMBERS):07}"


@attrs.frozen
class Creation:
    """Where things are made with an id of one's own choice: the content, and another one."""

    path: str
    body: dict[str, object]
    other: dict[str, object]

    def post(self, person: Client, list_id: str, **more: object) -> Answer:
        return person.post(self.path.format(list_id), {**self.body, **more})


def named(path: str, other: dict[str, object], **more: object) -> Creation:
    return Creation(path, {"name": "Chosen", **more}, {"name": "Chosen", **more, **other})


CREATIONS: Final = {
    "a list": named("/lists", {"name": "Other"}),
    "a section": named("/lists/{}/sections", {"after": None}),
    "a task": named("/lists/{}/tasks", {"priority": "high"}),
    "a tag": named("/lists/{}/tags", {"color": "blue"}, color="red"),
    "a role": named("/lists/{}/roles", {"permissions": []}, permissions=["tasks:add"]),
    "a filter": named("/filters", {"text": "y"}, text="x"),
    "a task in a line": Creation("/lists/{}/tasks", {"quick": "Chosen !high"}, {"quick": "Chosen !low"}),
}
each_creation = pytest.mark.parametrize("creation", CREATIONS.values(), ids=CREATIONS.keys())


@each_creation
def test_a_repeat_answers_the_stored_thing(
    ann: Client, groceries: shapes.List, new_id: NewId, creation: Creation
) -> None:
    chosen = new_id()
    first = creation.post(ann, groceries.id, id=chosen)
    assert (first.status, first.json()["id"]) == (201, chosen)
    again = creation.post(ann, groceries.id, id=chosen)
    assert (again.status, again.json(), again.made) == (200, first.json(), {})
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Location" not in again.headers


@each_creation
def test_an_id_with_another_content_is_taken(
    ann: Client, groceries: shapes.List, new_id: NewId, creation: Creation
) -> None:
    chosen = new_id()
    first = creation.post(ann, groceries.id, id=chosen).json()
    ann.post(creation.path.format(groceries.id), {**creation.other, "id": chosen}).refuses(409, "id_taken")
    assert creation.post(ann, groceries.id, id=chosen).json() == first


@each_creation
def test_an_id_of_something_else_is_taken(
    ann: Client, groceries: shapes.List, new_id: NewId, creation: Creation
) -> None:
    for other in CREATIONS.values():
        if other.path != creation.path:
            chosen = new_id()
            assert other.post(ann, groceries.id, id=chosen).status == 201
            creation.post(ann, groceries.id, id=chosen).refuses(409, "id_taken")


@each_creation
def test_an_id_that_somebody_else_chose_is_taken(
    ann: Client, bob: Client, groceries: shapes.List, new_id: NewId, creation: Creation
) -> None:
    ann.add_member(groceries.id, bob, "Admin")
    chosen = new_id()
    assert creation.post(ann, groceries.id, id=chosen).status == 201
    creation.post(bob, groceries.id, id=chosen).refuses(409, "id_taken")


@each_creation
def test_an_id_of_another_list_is_taken(ann: Client, groceries: shapes.List, new_id: NewId, creation: Creation) -> None:
    if "{}" in creation.path:
        chosen = new_id()
        assert creation.post(ann, ann.new_list().id, id=chosen).status == 201
        creation.post(ann, groceries.id, id=chosen).refuses(409, "id_taken")


@each_creation
def test_what_is_no_id(ann: Client, groceries: shapes.List, creation: Creation) -> None:
    for chosen in ("", "short", "x" * 17, "x" * 15 + "-", "x" * 15 + "é", None, 7, ["x" * 16]):
        creation.post(ann, groceries.id, id=chosen).refuses_field("id")


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
