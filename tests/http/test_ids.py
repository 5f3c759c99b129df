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


@pytest.fixture
def new_id() -> Callable[[], str]:
    return lambda: f"0ChosenId{next(NUMBERS):07}"


@pytest.mark.parametrize("path", ["/lists", "/lists/{}/sections", "/lists/{}/tasks"])
def test_a_repeat_answers_the_stored_thing(
    ann: Client, groceries: shapes.List, new_id: Callable[[], str], path: str
) -> None:
    body = {"id": new_id(), "name": "Chosen"}
    first = ann.post(path.format(groceries.id), body)
    assert first.status == 201
    assert first.json()["id"] == body["id"]
    again = ann.post(path.format(groceries.id), body)
    assert (again.status, again.json()) == (200, first.json())
    assert "Location" not in again.headers


def test_a_repeat_answers_the_thing_as_it_is_now(
    ann: Client, groceries: shapes.List, new_id: Callable[[], str]
) -> None:
    body = {"id": new_id(), "name": "Apples"}
    ann.new_task(groceries.id, **body)
    ann.patch(f"/lists/{groceries.id}/tasks/{body['id']}", {"name": "Pears"}).shows(shapes.Task)
    assert ann.post(f"/lists/{groceries.id}/tasks", body).shows(shapes.Task).name == "Pears"
    assert len(ann.snapshot(groceries.id).tasks) == 1


def test_an_id_in_use_for_anything_else_is_refused(
    ann: Client, bob: Client, shared: shapes.List, new_id: Callable[[], str]
) -> None:
    task = ann.new_task(shared.id, "Mine", id=new_id())
    tasks, other = f"/lists/{shared.id}/tasks", ann.new_list()
    ann.post(tasks, {"id": task.id, "name": "Another"}).refuses(409, "id_taken")
    bob.post(tasks, {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post(f"/lists/{other.id}/tasks", {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post(f"/lists/{shared.id}/sections", {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post("/lists", {"id": task.id, "name": "Mine"}).refuses(409, "id_taken")
    ann.post(tasks, {"id": shared.id, "name": "Mine"}).refuses(409, "id_taken")


def test_ids_differ_in_case(ann: Client, groceries: shapes.List, new_id: Callable[[], str]) -> None:
    chosen = new_id()
    ann.new_task(groceries.id, id=chosen)
    ann.new_task(groceries.id, id=chosen.upper())
    ann.get(f"/lists/{groceries.id}/tasks/{chosen.lower()}").refuses(404, "not_found")


def test_ids_sort_by_age(ann: Client, groceries: shapes.List) -> None:
    ids = [ann.new_task(groceries.id).id for _ in range(3)]
    assert all(re.fullmatch("[0-9A-Za-z]{16}", it) for it in ids)
    assert ids == sorted(ids)


@pytest.mark.parametrize("chosen", ["", "short", "x" * 17, "x" * 15 + "-", "x" * 15 + "é", None, 7])
def test_what_is_no_id(ann: Client, groceries: shapes.List, chosen: object) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"id": chosen, "name": "Apples"}).refuses_field("id")


@pytest.mark.parametrize(("key", "status"), [("k" * 64, 200), ("k" * 65, 400), ("", 400)])
def test_a_key_has_at_most_64_characters(ann: Client, groceries: shapes.List, key: str, status: int) -> None:
    answer = ann.ask("PATCH", f"/lists/{groceries.id}", {"name": "Food"}, headers={"Idempotency-Key": key})
    assert answer.status == status
    if status == 400:
        answer.refuses(400, "malformed_request")
