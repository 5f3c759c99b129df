"""Undoing where more has happened since: what came later stands, and who undoes gives nobody what they lack."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tasktix.application import assignees, lists, members, roles, sections, snapshots, tags, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Conflicting, Forbidden
from tests.builders import Sample, join, new_section, new_task
from tests.contract.undoing import undo, without_versions
from tests.contract.view import view_of_list
from tests.fakes import FakeClock


def rename(app: Application, sample: Sample, name: str, by: Actor | None = None) -> int:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    return app.commit(by or sample.admin, tasks.revise, fields={"name": name}, **ways).positions[sample.id]


def test_a_later_change_of_the_same_field_stands_in_the_way(app: Application, sample: Sample, clock: FakeClock) -> None:
    manager = join(app, sample.admin, sample.id, "Manager")
    position = rename(app, sample, "One")
    clock.advance(timedelta(minutes=1))
    rename(app, sample, "Two", by=manager)

    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, position)

    (clash,) = refusal.value.clashes.values()
    assert refusal.value.clashes.keys() == {"name"}
    assert (clash.yours, clash.theirs, clash.by, clash.at) == ("Dig", "Two", manager.user, clock.now())


def test_a_later_change_of_another_field_does_not(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    position = rename(app, sample, "One")
    app.perform(sample.admin, tasks.revise, fields={"priority": "high"}, **ways)
    undo(app, sample, sample.id, position)
    task = app.look(sample.admin, tasks.show, **ways)
    assert (task.name, task.priority) == ("Dig", "high")


def test_time_that_was_counted_again_since_is_not_taken_for_what_was_counted_before(
    app: Application, sample: Sample
) -> None:
    """In the same millisecond: every field is as the first completion left it, but the time entry is another."""
    ways = {"list_id": sample.id, "task_id": sample.rich}
    first = app.commit(sample.admin, tasks.complete, **ways).positions[sample.id]
    undo(app, sample, sample.id, first)
    app.perform(sample.admin, tasks.complete, **ways)
    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, first)
    assert refusal.value.clashes.keys() == {"time"}
    stretches = app.look(sample.admin, timers.entries, **ways)
    worked = sum((it.ended_at - it.started_at for it in stretches if it.ended_at), timedelta())
    assert app.look(sample.admin, tasks.show, **ways).elapsed_ms == worked / timedelta(milliseconds=1)


def test_one_clash_leaves_all_of_it(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    outcome = app.commit(sample.admin, tasks.revise, fields={"name": "One", "priority": "high"}, **ways)
    rename(app, sample, "Two")
    with pytest.raises(Conflicting):
        undo(app, sample, sample.id, outcome.positions[sample.id])
    assert app.look(sample.admin, tasks.show, **ways).priority == "high"


def test_tags_and_assignees_go_back_one_by_one(app: Application, sample: Sample) -> None:
    """Whatever else was done to the same set since."""
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    first = app.commit(sample.admin, tags.attach, tag_id=sample.tag, **ways).positions[sample.id]
    other = app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": "Other", "color": "red"})
    app.perform(sample.admin, tags.attach, tag_id=other.id, **ways)
    undo(app, sample, sample.id, first)
    assert app.look(sample.admin, tasks.show, **ways).tags == (other.id,)

    second = app.commit(sample.admin, assignees.assign, user_id=sample.viewer.user_id, **ways).positions[sample.id]
    app.perform(sample.admin, assignees.assign, user_id=sample.admin.user_id, **ways)
    undo(app, sample, sample.id, second)
    assert app.look(sample.admin, tasks.show, **ways).assignees == (sample.admin.user_id,)


def test_a_task_comes_back_without_what_is_no_longer_there(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id}
    position = app.commit(sample.admin, tasks.delete, task_id=sample.rich, **ways).positions[sample.id]
    app.perform(sample.admin, tags.delete, tag_id=sample.tag, **ways)
    app.perform(sample.admin, members.remove, user_id=sample.viewer.user_id, **ways)
    undo(app, sample, sample.id, position)
    task = app.look(sample.admin, tasks.show, task_id=sample.rich, **ways)
    assert (task.tags, task.assignees) == ((), ())


def test_a_task_does_not_come_back_into_a_section_that_is_gone(app: Application, sample: Sample) -> None:
    position = app.commit(sample.admin, tasks.delete, list_id=sample.id, task_id=sample.tasks[0]).positions[sample.id]
    deleted = app.commit(sample.admin, sections.delete, list_id=sample.id, section_id=sample.sections[0])
    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, position)
    assert refusal.value.clashes.keys() == {"section_id"}
    undo(app, sample, sample.id, deleted.positions[sample.id])
    undo(app, sample, sample.id, position)
    assert app.look(sample.admin, tasks.show, list_id=sample.id, task_id=sample.tasks[0]).name == "Dig"


def test_what_was_made_and_changed_since_stays(app: Application, sample: Sample) -> None:
    task = app.commit(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"})
    app.perform(sample.admin, tasks.complete, list_id=sample.id, task_id=task.answer.id)
    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, task.positions[sample.id])
    assert refusal.value.clashes.keys() == {"status", "completed_at"}


def test_a_section_that_has_tasks_now_stays(app: Application, sample: Sample) -> None:
    outcome = app.commit(sample.admin, sections.add, list_id=sample.id, fields={"name": "Herbs"})
    task_id = new_task(app, sample.admin, sample.id, outcome.answer.id)
    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, outcome.positions[sample.id])
    assert refusal.value.clashes["tasks"].theirs == [task_id]


def test_a_tag_that_tasks_carry_now_stays(app: Application, sample: Sample) -> None:
    outcome = app.commit(sample.admin, tags.add, list_id=sample.id, fields={"name": "Other", "color": "red"})
    app.perform(sample.admin, tags.attach, list_id=sample.id, task_id=sample.tasks[0], tag_id=outcome.answer.id)
    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, outcome.positions[sample.id])
    assert refusal.value.clashes["tasks"].theirs == [sample.tasks[0]]


def test_a_name_that_was_taken_meanwhile_stays_taken(app: Application, sample: Sample) -> None:
    deleted = app.commit(sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag).positions[sample.id]
    app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": "uRGENT", "color": "red"})
    gone = app.commit(sample.admin, roles.delete, list_id=sample.id, role_id=sample.role).positions[sample.id]
    app.perform(sample.admin, roles.add, list_id=sample.id, fields={"name": "helper", "permissions": []})
    for position in (deleted, gone):
        with pytest.raises(Conflicting) as refusal:
            undo(app, sample, sample.id, position)
        assert refusal.value.clashes.keys() == {"name"}


def test_a_list_in_which_more_has_happened_is_not_unmade(app: Application, sample: Sample) -> None:
    rename(app, sample, "One")
    with pytest.raises(Conflicting):
        undo(app, sample, sample.id, 1)


def test_a_member_does_not_come_back_with_a_role_that_is_gone(app: Application, sample: Sample) -> None:
    helper = join(app, sample.admin, sample.id, sample.role)
    outcome = app.commit(sample.admin, members.remove, list_id=sample.id, user_id=helper.user_id)
    app.perform(sample.admin, roles.delete, list_id=sample.id, role_id=sample.role)
    with pytest.raises(Conflicting) as refusal:
        undo(app, sample, sample.id, outcome.positions[sample.id])
    assert refusal.value.clashes.keys() == {"role_id"}


def test_nobody_gives_by_undoing_what_they_lack(app: Application, sample: Sample) -> None:
    manager = join(app, sample.admin, sample.id, "Manager")
    other = join(app, sample.admin, sample.id, "Admin")
    ways: dict[str, Any] = {"list_id": sample.id, "user_id": other.user_id}
    lowered = app.commit(sample.admin, members.change_role, role="Viewer", **ways).positions[sample.id]
    removed = app.commit(sample.admin, members.remove, **ways).positions[sample.id]
    with pytest.raises(Forbidden):
        undo(app, sample, sample.id, 1, by=manager)
    undo(app, sample, sample.id, removed, by=manager)
    with pytest.raises(Forbidden):
        undo(app, sample, sample.id, lowered, by=manager)


def test_a_whole_list_comes_back_after_a_busy_life(app: Application, sample: Sample) -> None:
    new_section(app, sample.admin, sample.id)
    join(app, sample.admin, sample.id, sample.role)
    before = view_of_list(app, sample.admin, sample.id).things
    position = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    undo(app, sample, sample.id, position)
    after = view_of_list(app, sample.admin, sample.id).things
    assert without_versions(after) == without_versions(before)
    assert app.look(sample.viewer, snapshots.of_list, list_id=sample.id).list.id == sample.id
