"""Lists as the sidebar and the page show them."""

from __future__ import annotations

import pytest

from tasktix.application import lists, members, snapshots, tasks
from tasktix.application.application import Application
from tasktix.domain.access import ADMIN, PRESETS, STAKEHOLDER, VIEWER
from tasktix.domain.errors import Invalid
from tasktix.domain.words import Color
from tests.builders import Sample, new_list, new_task, sign_up


def test_overviews_come_by_name_in_any_case(app: Application) -> None:
    person = sign_up(app)
    for name in ("beta", "Alpha", "Gamma", "alpha 2"):
        new_list(app, person, name)
    names = [line.name for line in app.look(person, lists.overviews)]
    assert names == ["Alpha", "alpha 2", "beta", "Gamma"]


def test_an_overview_counts_the_open_tasks_of_its_list(app: Application, sample: Sample) -> None:
    new_task(app, sample.admin, new_list(app, sample.admin))
    (line,) = [line for line in app.look(sample.admin, lists.overviews) if line.id == sample.id]
    assert (line.name, line.color, line.open_tasks, line.role) == ("Garden", Color.GREEN, 3, ADMIN.id)

    app.perform(sample.admin, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])
    (line,) = app.look(sample.viewer, lists.overviews)
    assert (line.open_tasks, line.role) == (2, VIEWER.id)


def test_an_overview_follows_the_role(app: Application, sample: Sample) -> None:
    viewer = sample.viewer.user_id
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=viewer, role=STAKEHOLDER.name)
    assert [line.role for line in app.look(sample.viewer, lists.overviews)] == [STAKEHOLDER.id]


def test_who_is_in_no_list_has_no_overviews(app: Application, sample: Sample) -> None:
    assert app.look(sample.outsider, lists.overviews) == []


def test_a_snapshot_holds_all_of_a_list(app: Application, sample: Sample) -> None:
    snapshot = app.look(sample.viewer, snapshots.of_list, list_id=sample.id)
    assert [section.id for section in snapshot.sections] == list(sample.sections)
    assert {task.id for task in snapshot.tasks} == {*sample.tasks, sample.completed}
    assert {member.id for member in snapshot.members} == {sample.admin.user_id, sample.viewer.user_id}
    assert [tag.id for tag in snapshot.tags] == [sample.tag]
    assert list(snapshot.roles[:-1]) == list(PRESETS.values())
    assert snapshot.roles[-1].id == sample.role
    assert snapshot.position == 1


def test_a_snapshot_may_leave_completed_tasks_out(app: Application, sample: Sample) -> None:
    open_tasks = app.look(sample.viewer, snapshots.of_list, list_id=sample.id, completed=False).tasks
    assert {task.id for task in open_tasks} == set(sample.tasks)


@pytest.mark.parametrize("completed", [True, False])
def test_tasks_of_a_snapshot_come_by_age(app: Application, sample: Sample, completed: bool) -> None:
    found = [
        task.id for task in app.look(sample.admin, snapshots.of_list, list_id=sample.id, completed=completed).tasks
    ]
    assert found == sorted(found)


def test_a_list_without_a_colour_gets_one_by_chance(app: Application) -> None:
    person = sign_up(app)
    colours = {app.perform(person, lists.create, fields={"name": "Garden"}).color for _ in range(12)}
    assert len(colours) > 1
    chosen = app.perform(person, lists.create, fields={"name": "Garden", "color": "pink"})
    assert chosen.color is Color.PINK


def test_a_list_that_does_not_fit_is_not_made(app: Application) -> None:
    person = sign_up(app)
    with pytest.raises(Invalid):
        app.perform(person, lists.create, fields={"name": " "})
    assert app.look(person, lists.overviews) == []


def test_a_deleted_list_takes_all_with_it_and_leaves_others_alone(app: Application, sample: Sample) -> None:
    other = new_list(app, sample.admin, "Orchard")
    kept = new_task(app, sample.admin, other)
    app.perform(sample.admin, lists.delete, list_id=sample.id)
    assert [line.id for line in app.look(sample.admin, lists.overviews)] == [other]
    assert [task.id for task in app.look(sample.admin, snapshots.of_list, list_id=other).tasks] == [kept]
