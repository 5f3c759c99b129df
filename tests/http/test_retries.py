"""The same request sent again with its key (contract, section 1)."""

from __future__ import annotations

import itertools

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Answer, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

NUMBERS = itertools.count(1)
SAME = ("ETag", "Location", "Tasktix-Position")


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": f"key {next(NUMBERS)}"}


def is_repeat_of(again: Answer, first: Answer) -> bool:
    same = all(again.headers[name] == first.headers[name] for name in SAME)
    return same and (again.status, again.raw) == (first.status, first.raw) and again.is_replayed


def test_a_creation_is_done_once(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    path = f"/lists/{groceries.id}/tasks"
    first = ann.ask("POST", path, {"name": "Pears"}, headers=key)
    first.shows(shapes.Task, 201)
    assert not first.is_replayed
    assert is_repeat_of(ann.ask("POST", path, {"name": "Pears"}, headers=key), first)
    assert len(ann.snapshot(groceries.id).tasks) == 1


def test_a_change_that_others_have_overtaken_does_not_come_back(
    ann: Client, groceries: shapes.List, key: dict[str, str]
) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    first = ann.ask("PATCH", path, {"name": "Pears"}, headers=key)
    ann.patch(path, {"name": "Plums"}).shows(shapes.Task)
    assert is_repeat_of(ann.ask("PATCH", path, {"name": "Pears"}, headers=key), first)
    assert ann.get(path).shows(shapes.Task).name == "Plums"


def test_a_deletion_answers_again_though_the_thing_is_gone(
    ann: Client, groceries: shapes.List, key: dict[str, str]
) -> None:
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    first = ann.ask("DELETE", path, headers=key)
    first.is_empty()
    assert is_repeat_of(ann.ask("DELETE", path, headers=key), first)
    ann.delete(path).refuses(404, "not_found")


def test_a_key_with_another_body_or_address_is_refused(
    ann: Client, groceries: shapes.List, key: dict[str, str]
) -> None:
    path = f"/lists/{groceries.id}/tasks"
    ann.ask("POST", path, {"name": "Pears"}, headers=key).shows(shapes.Task, 201)
    ann.ask("POST", path, {"name": "Plums"}, headers=key).refuses_field("key")
    ann.ask("POST", f"/lists/{groceries.id}/sections", {"name": "Pears"}, headers=key).refuses_field("key")
    assert len(ann.snapshot(groceries.id).tasks) == 1
