"""Undoing what was done to people, and to whole lists (contract, section 3)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.deeds import Scene
from tests.http.test_undo import look, undone
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def member(list_id: str, person: Client) -> str:
    return f"/lists/{list_id}/members/{person.user.id}"


def test_a_member_who_comes_back_has_the_role_and_the_tasks_of_before(
    ann: Client, bob: Client, shared: shapes.List
) -> None:
    task = ann.new_task(shared.id, assignees=[bob.user.id])
    before = look(ann, shared.id)
    removed = ann.delete(member(shared.id, bob)).made[shared.id]
    bob.get(f"/lists/{shared.id}").refuses(404, "not_found")
    undone(ann.undo(shared.id, removed), shared.id)
    assert look(bob, shared.id) == before
    assert ann.task(shared.id, task.id).assignees == [bob.user.id]
    bob.patch(f"/lists/{shared.id}/tasks/{task.id}", {"name": "Pears"}).shows(shapes.Task)


def test_whoever_was_added_by_mistake_sees_nothing_more(ann: Client, bob: Client, groceries: shapes.List) -> None:
    body = {"username": bob.user.username, "role": "Collaborator"}
    added = ann.post(f"/lists/{groceries.id}/members", body).made[groceries.id]
    task = ann.new_task(groceries.id, assignees=[bob.user.id])
    undone(ann.undo(groceries.id, added), groceries.id)
    bob.get(f"/lists/{groceries.id}").refuses(404, "not_found")
    assert ann.task(groceries.id, task.id).assignees == []


def test_nobody_gives_or_takes_by_undoing_what_they_lack(ann: Client, bob: Client, cy: Client) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, bob, "Manager")
    ann.add_member(shared.id, cy, "Admin")
    lowered = ann.patch(member(shared.id, cy), {"role": "Viewer"}).made[shared.id]
    assert bob.undo(shared.id, lowered).refuses(403, "forbidden").permission == "list:delete"
    raised = ann.undo(shared.id, lowered).made[shared.id]
    assert bob.undo(shared.id, raised).refuses(403, "forbidden").permission == "list:delete"
    removed = ann.delete(member(shared.id, cy)).made[shared.id]
    assert bob.undo(shared.id, removed).refuses(403, "forbidden").permission == "list:delete"
    deleter = ann.new_role(shared.id, "Deleter", "list:delete")
    deleted = ann.delete(f"/lists/{shared.id}/roles/{deleter.id}").made[shared.id]
    assert bob.undo(shared.id, deleted).refuses(403, "forbidden").permission == "list:delete"


@pytest.mark.parametrize("way", ["joining", "promotion"])
def test_the_last_admin_stays_whatever_is_undone(ann: Client, bob: Client, groceries: shapes.List, way: str) -> None:
    if way == "joining":
        ann.add_member(groceries.id, bob, "Admin")
    else:
        ann.add_member(groceries.id, bob, "Viewer")
        ann.patch(member(groceries.id, bob), {"role": "Admin"}).shows(shapes.Member)
    position = ann.snapshot(groceries.id).position
    ann.delete(member(groceries.id, ann)).is_empty()
    bob.undo(groceries.id, position).refuses(409, "last_admin")
    assert [it.id for it in bob.snapshot(groceries.id).members] == [bob.user.id]


def test_a_role_that_somebody_has_now_is_not_unmade(ann: Client, bob: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    position = ann.snapshot(groceries.id).position
    ann.add_member(groceries.id, bob, role.id)
    ann.undo(groceries.id, position).refuses(409, "role_in_use")


def test_a_member_does_not_come_back_with_a_role_that_is_gone(ann: Client, bob: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    ann.add_member(groceries.id, bob, role.id)
    removed = ann.delete(member(groceries.id, bob)).made[groceries.id]
    ann.delete(f"/lists/{groceries.id}/roles/{role.id}").is_empty()
    assert ann.undo(groceries.id, removed).refuses(409, "conflict").conflicts.keys() == {"role"}


def test_a_role_change_that_was_overtaken_stays(ann: Client, bob: Client, shared: shapes.List) -> None:
    changed = ann.patch(member(shared.id, bob), {"role": "Viewer"}).made[shared.id]
    ann.patch(member(shared.id, bob), {"role": "Stakeholder"}).shows(shapes.Member)
    clashes = ann.undo(shared.id, changed).refuses(409, "conflict").conflicts
    assert clashes.keys() == {"role"}
    assert (clashes["role"].theirs, clashes["role"].by) == ("00000Stakeholder", ann.user.id)


# whole lists


def test_a_deleted_list_comes_back_as_it_was(scene: Scene) -> None:
    ann, bob = scene.ann, scene.bob
    before = look(ann, scene.list_id)
    times = ann.get(f"{scene.path}/tasks/{scene.ids['rich']}/time").json()
    past = ann.history(scene.list_id, "?limit=200").items
    deleted = ann.delete(scene.path).made[scene.list_id]
    ann.get(scene.path).refuses(404, "not_found")
    restored = undone(ann.undo(scene.list_id, deleted), scene.list_id)
    assert look(ann, scene.list_id) == look(bob, scene.list_id) == before
    assert ann.get(f"{scene.path}/tasks/{scene.ids['rich']}/time").json() == times
    assert ann.history(scene.list_id, "?limit=200").items[-len(past) :] == past
    assert restored == deleted + 1
    undone(ann.undo(scene.list_id, restored), scene.list_id)
    for person in (ann, bob):
        person.get(scene.path).refuses(404, "not_found")


def test_a_list_that_came_back_is_worked_on(scene: Scene) -> None:
    ann = scene.ann
    ann.undo(scene.list_id, ann.delete(scene.path).made[scene.list_id]).shows(shapes.Undone)
    tasks = f"{scene.path}/tasks"
    assert ann.new_task(scene.list_id, section=scene.ids["section"], tags=[scene.ids["tag"]]).version == 1
    assert ann.delete(f"{tasks}/{scene.ids['running']}/timer").shows(shapes.Task).status == "paused"
    assert ann.delete(f"{tasks}/{scene.ids['done']}/completion").shows(shapes.Task).status == "unstarted"
    assert scene.list_id in [line.id for line in scene.bob.get("/lists").shows(list[shapes.Overview])]


def test_who_could_not_have_deleted_a_list_does_not_bring_it_back(
    ann: Client, bob: Client, eve: Client, shared: shapes.List
) -> None:
    ann.patch(member(shared.id, bob), {"role": "Manager"}).shows(shapes.Member)
    deleted = ann.delete(f"/lists/{shared.id}").made[shared.id]
    for person in (bob, eve):
        person.undo(shared.id, deleted).refuses(404, "not_found")
    for wanted in range(1, deleted):
        ann.undo(shared.id, wanted).refuses(404, "not_found")
    undone(ann.undo(shared.id, deleted), shared.id)


def test_any_admin_of_a_deleted_list_brings_it_back(ann: Client, bob: Client, shared: shapes.List) -> None:
    ann.patch(member(shared.id, bob), {"role": "Admin"}).shows(shapes.Member)
    deleted = ann.delete(f"/lists/{shared.id}").made[shared.id]
    undone(bob.undo(shared.id, deleted), shared.id)
    assert len(ann.snapshot(shared.id).members) == 2


def test_whoever_was_removed_before_does_not_come_back_with_the_list(
    ann: Client, bob: Client, shared: shapes.List
) -> None:
    ann.delete(member(shared.id, bob)).is_empty()
    deleted = ann.delete(f"/lists/{shared.id}").made[shared.id]
    undone(ann.undo(shared.id, deleted), shared.id)
    bob.get(f"/lists/{shared.id}").refuses(404, "not_found")


def test_a_list_is_as_though_it_had_never_been(ann: Client) -> None:
    created = ann.post("/lists", {"name": "Oops"})
    list_id = created.json()["id"]
    unmade = undone(ann.undo(list_id, created.made[list_id]), list_id)
    ann.get(f"/lists/{list_id}").refuses(404, "not_found")
    undone(ann.undo(list_id, unmade), list_id)
    assert ann.snapshot(list_id).list.name == "Oops"


def test_a_list_in_which_something_happened_is_not_unmade(ann: Client, groceries: shapes.List) -> None:
    ann.new_section(groceries.id)
    ann.undo(groceries.id, 1).refuses(409, "conflict")
    assert len(ann.snapshot(groceries.id).sections) == 1


def test_the_id_of_a_deleted_list_stays_taken(ann: Client, bob: Client, groceries: shapes.List) -> None:
    ann.delete(f"/lists/{groceries.id}").is_empty()
    for person in (ann, bob):
        person.post("/lists", {"id": groceries.id, "name": "Mine"}).refuses(409, "id_taken")
