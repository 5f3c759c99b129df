"""Undoing: whatever was done is put back, as a new entry, by who may do the inverse; and what came later stands."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.application import history, lists, members, roles, sections, tasks, timers
from tasktix.application.application import Application
from tasktix.domain.access import Permission
from tasktix.domain.errors import CannotUndo, Conflicting, Forbidden, NotFound
from tasktix.domain.ids import Id
from tests.builders import Sample, join, sign_up
from tests.catalogue import WRITING, Row
from tests.contract.undoing import look, undo, without_versions
from tests.contract.view import entries_after, fold, view_of_list, view_of_me, wire

OWN = ("accounts.", "sessions.", "tokens.", "factors.", "linked.", "passkeys.", "saved_filters.")
NEVER = ("mirrors.", "converging.rename", "converging.halt", "inspecting.")
"""Of the mirror alone."""
IN_LIST = [row for row in WRITING if not row.name.startswith((*OWN, *NEVER))]
OWN_MATTERS = [row for row in WRITING if row.name.startswith(("saved_filters.", "accounts.revise"))]


def each(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def list_of(row: Row, sample: Sample) -> Id:
    return sample.fresh_id if row.use_case is lists.create else sample.id


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
    "converging.converge": Permission.DELETE_TASKS,
    "converging.converge (with labels and assignees)": Permission.MANAGE_TAGS,
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
