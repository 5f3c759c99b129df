"""Lists, their sections and members (contract, section 3)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_create_with_all_fields(ann: Client) -> None:
    fields = {
        "name": "Work",
        "color": "emerald",
        "description": "# All\nof it",
        "has_due_dates": False,
        "has_time_tracking": False,
        "auto_order": False,
    }
    answer = ann.post("/lists", fields)
    created = answer.shows(shapes.List, 201)
    assert {name: getattr(created, name) for name in fields} == fields
    assert answer.headers["Location"] == f"{API}/lists/{created.id}"
    assert ann.snapshot(created.id).list == created


def test_create_with_a_name_alone(ann: Client) -> None:
    created = ann.new_list("  Trimmed  ")
    assert created.name == "Trimmed"
    assert created.has_due_dates
    assert created.has_time_tracking
    assert created.auto_order
    assert created.version == 1


def test_creator_is_admin_and_overviews_are_by_name(eve: Client) -> None:
    for name in ("beta", "Alpha", "gamma"):
        created = eve.new_list(name)
        eve.new_task(created.id, "open")
        done = eve.new_task(created.id, "done")
        eve.put(f"/lists/{created.id}/tasks/{done.id}/completion").shows(shapes.Task)
    lines = eve.get("/lists").shows(list[shapes.Overview])
    assert [line.name for line in lines] == ["Alpha", "beta", "gamma"]
    assert {line.open_tasks for line in lines} == {1}
    roles = {role.id: role.name for role in eve.snapshot(lines[0].id).roles}
    assert {roles[line.role] for line in lines} == {"Admin"}
    assert [line.position for line in lines] == [eve.snapshot(line.id).position for line in lines]


def test_change_settings(ann: Client, groceries: shapes.List) -> None:
    changed = ann.patch(f"/lists/{groceries.id}", {"name": "Food", "auto_order": False}).shows(shapes.List)
    assert (changed.name, changed.auto_order, changed.color) == ("Food", False, groceries.color)
    assert changed.version == groceries.version + 1


def test_a_change_to_the_same_is_no_change(ann: Client, groceries: shapes.List) -> None:
    before = ann.snapshot(groceries.id)
    for body in ({}, {"name": groceries.name}):
        assert ann.patch(f"/lists/{groceries.id}", body).shows(shapes.List) == groceries
    assert ann.snapshot(groceries.id) == before


def test_delete_takes_all_of_it(ann: Client, bob: Client, shared: shapes.List) -> None:
    task = ann.new_task(shared.id)
    ann.delete(f"/lists/{shared.id}").is_empty()
    for person in (ann, bob):
        person.get(f"/lists/{shared.id}").refuses(404, "not_found")
        person.get(f"/lists/{shared.id}/tasks/{task.id}").refuses(404, "not_found")
        assert shared.id not in [line.id for line in person.get("/lists").shows(list[shapes.Overview])]


def test_sections_keep_their_order(ann: Client, groceries: shapes.List) -> None:
    path = f"/lists/{groceries.id}/sections"
    first, second = ann.new_section(groceries.id, "1"), ann.new_section(groceries.id, "2")
    top = ann.post(path, {"name": "0", "after": None}).shows(shapes.Section, 201)
    between = ann.post(path, {"name": "1½", "after": first.id}).shows(shapes.Section, 201)
    assert [it.id for it in ann.snapshot(groceries.id).sections] == [top.id, first.id, between.id, second.id]
    ann.put(f"{path}/{top.id}/place", {}).shows(shapes.Section)
    ann.put(f"{path}/{second.id}/place", {"after": None}).shows(shapes.Section)
    ann.put(f"{path}/{first.id}/place", {"after": between.id}).shows(shapes.Section)
    assert [it.id for it in ann.snapshot(groceries.id).sections] == [second.id, between.id, first.id, top.id]


def test_rename_a_section(ann: Client, groceries: shapes.List) -> None:
    section = ann.new_section(groceries.id)
    path = f"/lists/{groceries.id}/sections/{section.id}"
    renamed = ann.patch(path, {"name": "Vegetables"}).shows(shapes.Section)
    assert (renamed.name, renamed.version) == ("Vegetables", section.version + 1)


def test_a_deleted_section_takes_its_tasks(ann: Client, groceries: shapes.List) -> None:
    fruit, bread = ann.new_section(groceries.id, "Fruit"), ann.new_section(groceries.id, "Bread")
    apples = ann.new_task(groceries.id, section=fruit.id)
    rolls = ann.new_task(groceries.id, "Rolls", section=bread.id)
    ann.delete(f"/lists/{groceries.id}/sections/{fruit.id}").is_empty()
    snapshot = ann.snapshot(groceries.id)
    assert [it.id for it in snapshot.sections] == [bread.id]
    assert [it.id for it in snapshot.tasks] == [rolls.id]
    ann.get(f"/lists/{groceries.id}/tasks/{apples.id}").refuses(404, "not_found")


@pytest.mark.parametrize("field", ["username", "email"])
def test_add_a_member_by_either_name(ann: Client, bob: Client, groceries: shapes.List, field: str) -> None:
    body = {field: getattr(bob.user, field).upper(), "role": "Viewer"}
    answer = ann.post(f"/lists/{groceries.id}/members", body)
    member = answer.shows(shapes.Member, 201)
    assert (member.id, member.user.username) == (bob.user.id, bob.user.username)
    assert answer.headers["Location"] == f"{API}/lists/{groceries.id}/members/{bob.user.id}"
    assert b"@" not in answer.raw, "an e-mail is seen by its owner alone"
    members = bob.get(f"/lists/{groceries.id}/members").shows(list[shapes.Member])
    assert {it.id for it in members} == {ann.user.id, bob.user.id}
    assert member in members


def test_change_a_members_role(ann: Client, bob: Client, shared: shapes.List) -> None:
    roles = {role.name: role.id for role in ann.snapshot(shared.id).roles}
    path = f"/lists/{shared.id}/members/{bob.user.id}"
    assert ann.patch(path, {"role": "Manager"}).shows(shapes.Member).role == roles["Manager"]
    assert ann.patch(path, {"role": roles["Viewer"]}).shows(shapes.Member).role == roles["Viewer"]


def test_a_removed_member_sees_nothing_at_once(ann: Client, bob: Client, shared: shapes.List) -> None:
    bob.get(f"/lists/{shared.id}").shows(shapes.Snapshot)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    bob.get(f"/lists/{shared.id}").refuses(404, "not_found")
    bob.post(f"/lists/{shared.id}/tasks", {"name": "still here"}).refuses(404, "not_found")


def test_anyone_may_leave(ann: Client, bob: Client, groceries: shapes.List) -> None:
    ann.add_member(groceries.id, bob, "Viewer")
    bob.delete(f"/lists/{groceries.id}/members/{bob.user.id}").is_empty()
    assert [it.id for it in ann.snapshot(groceries.id).members] == [ann.user.id]
