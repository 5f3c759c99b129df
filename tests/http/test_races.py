"""What refers to a thing, at the very moment at which the thing goes (contract, section 3)."""

from __future__ import annotations

from functools import partial

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.deeds import Scene
from tests.http.together import each_round, statuses, together
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@each_round
def test_a_tag_that_goes_stays_on_no_task(ann: Client, groceries: shapes.List, attempt: int) -> None:
    tag = ann.new_tag(groceries.id)
    tasks = [ann.new_task(groceries.id).id for _ in range(3)]
    path = f"/lists/{groceries.id}"
    tagging = [partial(ann.put, f"{path}/tasks/{task_id}/tags/{tag.id}") for task_id in tasks]
    adding = partial(ann.post, f"{path}/tasks", {"name": "A", "tags": [tag.id]})
    answers = together(*tagging, adding, partial(ann.delete, f"{path}/tags/{tag.id}"))
    assert answers[-1].status == 204
    snapshot = ann.snapshot(groceries.id)
    assert snapshot.tags == []
    assert not [task for task in snapshot.tasks if task.tags]


@each_round
def test_who_is_removed_is_assigned_nothing(ann: Client, bob: Client, shared: shapes.List, attempt: int) -> None:
    tasks = [ann.new_task(shared.id).id for _ in range(3)]
    path = f"/lists/{shared.id}"
    assigning = [partial(ann.put, f"{path}/tasks/{task_id}/assignees/{bob.user.id}") for task_id in tasks]
    adding = partial(ann.post, f"{path}/tasks", {"name": "A", "assignees": [bob.user.id]})
    answers = together(*assigning, adding, partial(ann.delete, f"{path}/members/{bob.user.id}"))
    assert answers[-1].status == 204
    snapshot = ann.snapshot(shared.id)
    assert [it.id for it in snapshot.members] == [ann.user.id]
    assert not [task for task in snapshot.tasks if task.assignees]


@each_round
def test_a_role_is_given_or_deleted(ann: Client, bob: Client, shared: shapes.List, attempt: int) -> None:
    role = ann.new_role(shared.id)
    path = f"/lists/{shared.id}"
    given, deleted = together(
        partial(ann.patch, f"{path}/members/{bob.user.id}", {"role": role.id}),
        partial(ann.delete, f"{path}/roles/{role.id}"),
    )
    assert (given.status, deleted.status) in ((200, 409), (422, 204))
    snapshot = ann.snapshot(shared.id)
    known = {it.id for it in snapshot.roles}
    assert {it.role for it in snapshot.members} <= known
    assert (role.id in known) is (given.status == 200)


@each_round
def test_a_section_that_goes_takes_all_its_tasks(ann: Client, groceries: shapes.List, attempt: int) -> None:
    going, staying = ann.new_section(groceries.id, "Going"), ann.new_section(groceries.id, "Staying")
    task = ann.new_task(groceries.id, section=staying.id)
    path = f"/lists/{groceries.id}"
    answers = together(
        partial(ann.post, f"{path}/tasks", {"name": "A", "section": going.id}),
        partial(ann.post, f"{path}/tasks", {"quick": "B in:Going"}),
        partial(ann.put, f"{path}/tasks/{task.id}/place", {"section": going.id}),
        partial(ann.delete, f"{path}/sections/{going.id}"),
    )
    assert answers[-1].status == 204
    snapshot = ann.snapshot(groceries.id)
    assert [it.id for it in snapshot.sections] == [staying.id]
    assert {it.section for it in snapshot.tasks} <= {staying.id}


@each_round
def test_a_list_that_goes_is_gone_whatever_else_was_asked(scene: Scene, attempt: int) -> None:
    ann, ids = scene.ann, scene.ids
    answers = together(
        partial(ann.post, f"{scene.path}/tasks", {"name": "A"}),
        partial(ann.put, f"{scene.path}/tasks/{ids['plain']}/timer"),
        partial(ann.patch, f"{scene.path}/tags/{ids['tag']}", {"name": "damp"}),
        partial(ann.patch, f"{scene.path}/tasks/{ids['rich']}", {"name": "Dig on"}),
        partial(ann.delete, scene.path),
    )
    assert answers[-1].status == 204
    assert {it.status for it in answers[:-1]} <= {200, 201, 404}
    ann.get(scene.path).refuses(404, "not_found")
    deleted = answers[-1].made[scene.list_id]
    ann.undo(scene.list_id, deleted).shows(shapes.Undone)
    tasks = {it.name for it in ann.snapshot(scene.list_id).tasks}
    assert ("A" in tasks) is (answers[0].status == 201)
    assert ("Dig on" in tasks) is (answers[3].status == 200)


@each_round
def test_a_task_is_completed_or_timed(ann: Client, groceries: shapes.List, attempt: int) -> None:
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    completed, started = together(partial(ann.put, f"{path}/completion"), partial(ann.put, f"{path}/timer"))
    assert completed.status == 200
    assert started.status in (200, 409)
    task = ann.get(path).shows(shapes.Task)
    assert (task.status, task.timer_started_at) == ("completed", None)
    assert len(ann.get(f"{path}/time").json()) == (1 if started.status == 200 else 0)


@each_round
def test_two_who_undo_the_deletion_of_a_list_bring_back_one(
    ann: Client, bob: Client, shared: shapes.List, attempt: int
) -> None:
    ann.patch(f"/lists/{shared.id}/members/{bob.user.id}", {"role": "Admin"})
    ann.new_task(shared.id)
    deleted = ann.delete(f"/lists/{shared.id}").made[shared.id]
    answers = together(*[partial(who.undo, shared.id, deleted) for who in (ann, bob)])
    assert statuses(answers) == [200, 200]
    assert sorted((it.json()["position"] for it in answers), key=str) == [deleted + 1, None]
    assert len(ann.snapshot(shared.id).tasks) == 1
