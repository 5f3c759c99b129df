"""Undoing: whatever was done is put back, as a new entry, by who may do the inverse; and what came later stands."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from tasktix.application import assignees, history, lists, members, roles, sections, snapshots, tags, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import Permission
from tasktix.domain.errors import CannotUndo, Conflicting, Forbidden, NotFound
from tasktix.domain.ids import Id
from tests.builders import Sample, join, new_section, new_task, sign_up
from tests.catalogue import WRITING, Row
from tests.contract.view import Things, entries_after, fold, view_of_list, view_of_me, wire
from tests.fakes import FakeClock

OWN = ("accounts.", "sessions.", "saved_filters.")
IN_LIST = [row for row in WRITING if not row.name.startswith(OWN)]
OWN_MATTERS = [row for row in WRITING if row.name.startswith(("saved_filters.", "accounts.revise"))]


def each(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def list_of(row: Row, sample: Sample) -> Id:
    return sample.fresh_id if row.use_case is lists.create else sample.id


def look(app: Application, sample: Sample, list_id: Id) -> Things:
    return without_versions(view_of_list(app, sample.admin, list_id).things)


def without_versions(things: Things) -> Things:
    """Versions count changes, and an undo is one."""
    bare = deepcopy(things)
    for thing in bare.values():
        thing.pop("version", None)
    return bare


def undo(app: Application, sample: Sample, list_id: Id, position: int, by: Actor | None = None) -> int:
    """The position of the undo."""
    outcome = app.commit(by or sample.admin, history.undo, list_id=list_id, position=position)
    return outcome.positions.get(list_id, 0)


def time_of(app: Application, sample: Sample, task_id: Id) -> Any:
    return app.look(sample.admin, timers.entries, list_id=sample.id, task_id=task_id)


@each(IN_LIST)
def test_undo_of_do_is_what_was_before_and_undo_of_undo_is_what_was_done(
    row: Row, app: Application, sample: Sample
) -> None:
    list_id = list_of(row, sample)
    before = look(app, sample, list_id)
    outcome = row.commit(app, sample)
    done = look(app, sample, list_id)
    assert done != before

    undone = undo(app, sample, list_id, outcome.positions[list_id])
    assert look(app, sample, list_id) == before
    redone = undo(app, sample, list_id, undone)
    assert look(app, sample, list_id) == done
    undo(app, sample, list_id, redone)
    assert look(app, sample, list_id) == before


@each(IN_LIST)
def test_an_undo_is_told_like_any_change(row: Row, app: Application, sample: Sample) -> None:
    list_id = list_of(row, sample)
    people = (sample.admin, sample.viewer, sample.outsider)
    outcome = row.commit(app, sample)
    before = {it.user_id: view_of_me(app, it.user_id) for it in people}
    state = view_of_list(app, sample.admin, list_id)
    undo(app, sample, list_id, outcome.positions[list_id])

    entries = entries_after(app, list_id, outcome.positions[list_id])
    assert [wire(entry)["facts"] for entry in entries] == [
        [{"type": "entry.undone", "position": outcome.positions[list_id]}]
    ]
    assert fold(state.things, entries) == view_of_list(app, sample.admin, list_id).things
    assert fold({}, entries_after(app, list_id)) == view_of_list(app, sample.admin, list_id).things
    for user_id, view in before.items():
        assert fold(view.things, entries_after(app, user_id, view.position)) == view_of_me(app, user_id).things


@each(IN_LIST)
def test_undoing_twice_changes_nothing_more(row: Row, app: Application, sample: Sample) -> None:
    list_id = list_of(row, sample)
    position = row.commit(app, sample).positions[list_id]
    undo(app, sample, list_id, position)
    state = view_of_list(app, sample.admin, list_id)
    try:
        assert undo(app, sample, list_id, position) == 0
    except (Conflicting, NotFound):
        # Of a list that is no more, or came back, nothing is left to undo.
        assert row.use_case in {lists.create, lists.delete}
    assert view_of_list(app, sample.admin, list_id) == state


@each(IN_LIST)
def test_who_is_no_member_cannot_undo(row: Row, app: Application, sample: Sample) -> None:
    list_id = list_of(row, sample)
    position = row.commit(app, sample).positions[list_id]
    with pytest.raises(NotFound):
        undo(app, sample, list_id, position, by=sign_up(app))


INVERSE = {
    "lists.create": Permission.DELETE_LIST,
    "tasks.add": Permission.DELETE_TASKS,
    "tasks.add (anywhere)": Permission.DELETE_TASKS,
    "tasks.add_quick": Permission.DELETE_TASKS,
    "tasks.add (with tags and assignees)": Permission.DELETE_TASKS,
    "tasks.delete": Permission.ADD_TASKS,
    "tasks.delete (with all it can have)": Permission.ADD_TASKS,
    "members.remove (leaving)": Permission.MANAGE_MEMBERS,
}
"""Where the inverse needs another permission than the deed."""


@each([row for row in IN_LIST if row.use_case not in {lists.create, lists.delete}])
def test_who_may_not_do_the_inverse_is_told_which_permission_it_needs(
    row: Row, app: Application, sample: Sample
) -> None:
    needed = INVERSE.get(row.name, row.needs)
    assert isinstance(needed, Permission)
    rest = [it.value for it in Permission if it is not needed]
    fields = {"name": "All but one", "permissions": rest}
    role = app.perform(sample.admin, roles.add, list_id=sample.id, fields=fields)
    member = join(app, sample.admin, sample.id, role.id)
    position = row.commit(app, sample).positions[sample.id]
    before = view_of_list(app, sample.admin, sample.id)

    with pytest.raises(Forbidden) as refusal:
        undo(app, sample, sample.id, position, by=member)

    assert refusal.value.permission == needed
    assert view_of_list(app, sample.admin, sample.id) == before


def test_who_might_not_have_deleted_a_list_cannot_bring_it_back(app: Application, sample: Sample) -> None:
    manager = join(app, sample.admin, sample.id, "Manager")
    position = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    for person in (manager, sample.viewer, sample.outsider):
        with pytest.raises(NotFound):
            undo(app, sample, sample.id, position, by=person)


def test_who_was_removed_from_a_list_that_came_back_cannot_bring_it_back_again(
    app: Application, sample: Sample
) -> None:
    """They would be its Admin again, and all that has happened since would be lost."""
    other = join(app, sample.admin, sample.id, "Admin")
    position = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    undo(app, sample, sample.id, position)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=other.user_id)
    before = view_of_list(app, sample.admin, sample.id)
    with pytest.raises(NotFound):
        undo(app, sample, sample.id, position, by=other)
    assert view_of_list(app, sample.admin, sample.id) == before
    app.perform(sample.admin, lists.delete, list_id=sample.id)
    with pytest.raises(NotFound):
        undo(app, sample, sample.id, position, by=other)


@pytest.mark.parametrize("position", [0, -1, 10**9, 2**62])
def test_what_is_no_entry_is_not_found(app: Application, sample: Sample, position: int) -> None:
    with pytest.raises(NotFound):
        undo(app, sample, sample.id, position)


# time


def test_a_deleted_task_comes_back_with_its_time(app: Application, sample: Sample) -> None:
    before = time_of(app, sample, sample.rich)
    assert len(before) == 2
    for use_case, ways in (
        (tasks.delete, {"task_id": sample.rich}),
        (sections.delete, {"section_id": sample.sections[0]}),
        (lists.delete, {}),
        (timers.reset, {"task_id": sample.rich}),
        (timers.pause, {"task_id": sample.rich}),
        (tasks.complete, {"task_id": sample.rich}),
    ):
        outcome = app.commit(sample.admin, use_case, list_id=sample.id, **ways)  # type: ignore[arg-type]
        undo(app, sample, sample.id, outcome.positions[sample.id])
        assert time_of(app, sample, sample.rich) == before


# what came later


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


# one's own


@each(OWN_MATTERS)
def test_undo_of_what_was_done_to_ones_own_matters(row: Row, app: Application, sample: Sample) -> None:
    me = sample.admin.user_id
    before = without_versions(view_of_me(app, me).things)
    position = row.commit(app, sample).positions[me]
    done = without_versions(view_of_me(app, me).things)
    undone = app.commit(sample.admin, history.undo_own, position=position).positions[me]
    assert without_versions(view_of_me(app, me).things) == before
    app.perform(sample.admin, history.undo_own, position=undone)
    assert without_versions(view_of_me(app, me).things) == done
    app.perform(sample.admin, history.undo_own, position=undone)


def test_signing_up_and_joining_are_not_undone_there(app: Application, sample: Sample) -> None:
    for position in (1, 3):
        with pytest.raises(CannotUndo):
            app.perform(sample.admin, history.undo_own, position=position)
    with pytest.raises(NotFound):
        app.perform(sample.admin, history.undo_own, position=10**6)
