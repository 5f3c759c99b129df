"""Undoing what was done in a list, and doing it again (contract, section 3)."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Answer, Client
from tests.http.deeds import Deed, Scene, each_deed
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def look(person: Client, list_id: str) -> dict[str, Any]:
    """The list without what counts changes."""
    snapshot: dict[str, Any] = deepcopy(person.get(f"/lists/{list_id}").json())
    snapshot.pop("position")
    for things in ([snapshot["list"]], *(it for it in snapshot.values() if isinstance(it, list))):
        for thing in things:
            thing.pop("version")
    return snapshot


def undone(answer: Answer, list_id: str) -> int:
    """The position of the new entry."""
    position = answer.shows(shapes.Undone).position
    assert position is not None
    assert answer.made[list_id] == position
    return position


@each_deed
def test_undone_it_is_as_before_and_done_again_as_after(deed: Deed, scene: Scene) -> None:
    ann, list_id = scene.ann, scene.list_id
    before = look(ann, list_id)
    times = [ann.get(f"{scene.path}/tasks/{task['id']}/time").json() for task in before["tasks"]]
    done_at = deed.do(scene).made[list_id]
    done = look(ann, list_id)
    assert done != before
    undone_at = undone(ann.undo(list_id, done_at), list_id)
    assert undone_at == done_at + 1
    assert look(ann, list_id) == before
    assert [ann.get(f"{scene.path}/tasks/{task['id']}/time").json() for task in before["tasks"]] == times
    redone_at = undone(ann.undo(list_id, undone_at), list_id)
    assert look(ann, list_id) == done
    undone(ann.undo(list_id, redone_at), list_id)
    assert look(ann, list_id) == before


@each_deed
def test_nothing_is_undone_twice(deed: Deed, scene: Scene) -> None:
    done_at = deed.do(scene).made[scene.list_id]
    undone_at = undone(scene.ann.undo(scene.list_id, done_at), scene.list_id)
    again = scene.ann.undo(scene.list_id, done_at)
    assert (again.shows(shapes.Undone).position, again.made) == (None, {})
    assert scene.position() == undone_at


def test_an_undo_is_an_entry_like_any_other(ann: Client, groceries: shapes.List) -> None:
    position = ann.patch(f"/lists/{groceries.id}", {"name": "Food"}).made[groceries.id]
    ann.undo(groceries.id, position).shows(shapes.Undone)
    entry = ann.history(groceries.id).items[0]
    assert entry.facts == [{"type": "entry.undone", "position": position}]
    assert entry.actor.user == ann.user.id
    assert entry.changes == [shapes.PastChange("list", groceries.id, {"name": "Food"}, {"name": "Groceries"})]


def test_anybody_who_may_do_the_inverse_undoes_what_others_did(ann: Client, bob: Client, shared: shapes.List) -> None:
    task = ann.new_task(shared.id)
    position = ann.patch(f"/lists/{shared.id}/tasks/{task.id}", {"name": "Pears"}).made[shared.id]
    undone(bob.undo(shared.id, position), shared.id)
    assert ann.task(shared.id, task.id).name == "Apples"


@pytest.mark.parametrize("position", [0, -1, 10**6, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**30])
def test_what_is_no_entry_is_not_found(ann: Client, groceries: shapes.List, position: int) -> None:
    before = ann.snapshot(groceries.id)
    ann.undo(groceries.id, position).refuses(404, "not_found")
    ann.post("/me/undo", {"position": position}).refuses(404, "not_found")
    assert ann.snapshot(groceries.id) == before


@pytest.mark.parametrize("position", [None, "1", 1.0, 1.5, True, [1], {}])
def test_what_is_no_number_is_refused(ann: Client, groceries: shapes.List, position: object) -> None:
    for path in (f"/lists/{groceries.id}/undo", "/me/undo"):
        ann.post(path, {"position": position}).refuses_field("position")


def test_an_entry_has_to_be_named(ann: Client, groceries: shapes.List) -> None:
    for path in (f"/lists/{groceries.id}/undo", "/me/undo"):
        ann.post(path, {}).refuses_field("position")
        ann.post(path, {"position": 1, "force": True}).refuses_field("force")


# what came later


def test_a_later_change_of_the_same_field_stands_in_the_way(ann: Client, bob: Client, shared: shapes.List) -> None:
    task = ann.new_task(shared.id)
    path = f"/lists/{shared.id}/tasks/{task.id}"
    position = ann.patch(path, {"name": "Pears", "priority": "high"}).made[shared.id]
    bob.patch(path, {"name": "Plums"}).shows(shapes.Task)
    before = ann.snapshot(shared.id)
    clashes = ann.undo(shared.id, position).refuses(409, "conflict").conflicts
    assert clashes.keys() == {"name"}
    clash = clashes["name"]
    assert (clash.yours, clash.theirs, clash.by) == ("Apples", "Plums", bob.user.id)
    assert clash.at is not None
    assert abs(datetime.fromisoformat(clash.at) - datetime.now(UTC)) < timedelta(minutes=1)
    assert ann.snapshot(shared.id) == before, "nothing is applied"


def test_a_later_change_of_another_field_stays(ann: Client, groceries: shapes.List) -> None:
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    position = ann.patch(path, {"name": "Pears"}).made[groceries.id]
    ann.patch(path, {"priority": "high"}).shows(shapes.Task)
    undone(ann.undo(groceries.id, position), groceries.id)
    task = ann.get(path).shows(shapes.Task)
    assert (task.name, task.priority) == ("Apples", "high")


def test_a_task_that_was_worked_on_since_is_not_unmade(ann: Client, groceries: shapes.List) -> None:
    made = ann.post(f"/lists/{groceries.id}/tasks", {"name": "Apples"})
    ann.put(f"/lists/{groceries.id}/tasks/{made.json()['id']}/completion").shows(shapes.Task)
    clashes = ann.undo(groceries.id, made.made[groceries.id]).refuses(409, "conflict").conflicts
    assert clashes.keys() == {"status", "completed_at"}


def test_a_task_does_not_come_back_into_a_section_that_is_gone(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    deleted = ann.delete(f"/lists/{groceries.id}/tasks/{task.id}").made[groceries.id]
    ann.delete(f"/lists/{groceries.id}/sections/{task.section}").is_empty()
    clashes = ann.undo(groceries.id, deleted).refuses(409, "conflict").conflicts
    assert clashes.keys() == {"section"}
    assert (clashes["section"].yours, clashes["section"].theirs) == (task.section, None)


def test_what_has_its_name_now_stands_in_the_way_of_a_tag_and_a_role(ann: Client, groceries: shapes.List) -> None:
    here = f"/lists/{groceries.id}"
    for path, make in (("tags", ann.new_tag), ("roles", ann.new_role)):
        deleted = ann.delete(f"{here}/{path}/{make(groceries.id, 'Same').id}").made[groceries.id]
        make(groceries.id, "sAME")
        assert ann.undo(groceries.id, deleted).refuses(409, "conflict").conflicts.keys() == {"name"}


def test_a_task_that_is_gone_is_not_changed_back(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    position = ann.patch(path, {"name": "Pears"}).made[groceries.id]
    ann.delete(path).is_empty()
    assert ann.undo(groceries.id, position).refuses(409, "conflict").conflicts.keys() == {"id"}


# who may not


@each_deed
def test_who_may_not_do_the_inverse_is_told_what_they_lack(deed: Deed, scene: Scene) -> None:
    ann = scene.ann
    undoer = Client.newcomer(ann.url, "Undoer")
    everything = next(it for it in ann.snapshot(scene.list_id).roles if it.name == "Admin").permissions
    rest = [it for it in everything if it != deed.inverse]
    ann.add_member(scene.list_id, undoer, ann.new_role(scene.list_id, "All but one", *rest).id)
    position = deed.do(scene).made[scene.list_id]
    before = ann.snapshot(scene.list_id)
    assert undoer.undo(scene.list_id, position).refuses(403, "forbidden").permission == deed.inverse
    assert ann.snapshot(scene.list_id) == before


@each_deed
def test_who_may_do_the_inverse_needs_no_more(deed: Deed, scene: Scene) -> None:
    undoer = Client.newcomer(scene.ann.url, "Undoer")
    scene.ann.add_member(scene.list_id, undoer, scene.ann.new_role(scene.list_id, "Just one", deed.inverse).id)
    position = deed.do(scene).made[scene.list_id]
    undone(undoer.undo(scene.list_id, position), scene.list_id)


def test_who_is_no_member_undoes_nothing(ann: Client, eve: Client, groceries: shapes.List) -> None:
    position = ann.patch(f"/lists/{groceries.id}", {"name": "Food"}).made[groceries.id]
    for wanted in (1, position, 10**6):
        eve.undo(groceries.id, wanted).refuses(404, "not_found")
    assert ann.snapshot(groceries.id).list.name == "Food"
