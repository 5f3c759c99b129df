"""Who is to do a task (contract, section 3)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import NOBODY, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_assigning_and_its_end_are_idempotent(ann: Client, bob: Client, shared: shapes.List) -> None:
    task = ann.new_task(shared.id)
    path = f"/lists/{shared.id}/tasks/{task.id}/assignees/{bob.user.id}"
    assigned = ann.put(path).shows(shapes.Task)
    assert (assigned.assignees, assigned.version) == ([bob.user.id], task.version + 1)
    again = ann.put(path)
    assert (again.shows(shapes.Task), again.made) == (assigned, {})
    free = ann.delete(path).shows(shapes.Task)
    assert (free.assignees, free.version) == ([], assigned.version + 1)
    again = ann.delete(path)
    assert (again.shows(shapes.Task), again.made) == (free, {})


def test_several_are_assigned_and_oneself_too(ann: Client, bob: Client, shared: shapes.List) -> None:
    everybody = sorted([ann.user.id, bob.user.id])
    task = ann.new_task(shared.id, assignees=[*everybody, *everybody])
    assert task.assignees == everybody
    assert ann.task(shared.id, task.id) == task
    ann.delete(f"/lists/{shared.id}/tasks/{task.id}/assignees/{ann.user.id}").shows(shapes.Task)
    assert ann.snapshot(shared.id).tasks[0].assignees == [bob.user.id]


def test_only_a_member_is_assigned(ann: Client, eve: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    before = ann.snapshot(groceries.id)
    for user_id in (eve.user.id, NOBODY, task.id):
        path = f"/lists/{groceries.id}/tasks/{task.id}/assignees/{user_id}"
        ann.put(path).refuses(404, "not_found")
        ann.delete(path).refuses(404, "not_found")
        ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", "assignees": [user_id]}).refuses(404, "not_found")
    assert ann.snapshot(groceries.id) == before


def test_a_member_of_another_list_is_not_assigned(ann: Client, bob: Client, shared: shapes.List) -> None:
    alone = ann.new_list("Ann's alone")
    task = ann.new_task(alone.id)
    ann.put(f"/lists/{alone.id}/tasks/{task.id}/assignees/{bob.user.id}").refuses(404, "not_found")


@pytest.mark.parametrize("who", ["removed", "leaves"])
def test_assignments_end_with_the_membership(ann: Client, bob: Client, shared: shapes.List, who: str) -> None:
    both = ann.new_task(shared.id, assignees=[ann.user.id, bob.user.id])
    his = ann.new_task(shared.id, assignees=[bob.user.id])
    (ann if who == "removed" else bob).delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    assert ann.task(shared.id, both.id).assignees == [ann.user.id]
    assert ann.task(shared.id, his.id).assignees == []
    ann.put(f"/lists/{shared.id}/tasks/{his.id}/assignees/{bob.user.id}").refuses(404, "not_found")


def test_whoever_comes_back_is_assigned_nothing(ann: Client, bob: Client, shared: shapes.List) -> None:
    task = ann.new_task(shared.id, assignees=[bob.user.id])
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    ann.add_member(shared.id, bob)
    assert ann.task(shared.id, task.id).assignees == []


def test_assignments_elsewhere_stay(ann: Client, bob: Client, shared: shapes.List) -> None:
    other = ann.new_list()
    ann.add_member(other.id, bob)
    task = ann.new_task(other.id, assignees=[bob.user.id])
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    assert ann.task(other.id, task.id) == task
