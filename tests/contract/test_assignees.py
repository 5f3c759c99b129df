"""Who is to do a task: members of its list, for as long as they are members."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tasktix.application import assignees, members, snapshots, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task
from tests.builders import Sample, join, new_task
from tests.contract.threads import together
from tests.contract.view import entries_after, view_of_list, wire


def show(app: Application, sample: Sample, task_id: Id) -> Task:
    return app.look(sample.admin, tasks.show, list_id=sample.id, task_id=task_id)


def assign(app: Application, sample: Sample, task_id: Id, person: Actor) -> Task:
    ways = {"list_id": sample.id, "task_id": task_id, "user_id": person.user_id}
    return app.perform(sample.admin, assignees.assign, **ways)


def test_several_members_may_be_to_do_a_task(app: Application, sample: Sample) -> None:
    assign(app, sample, sample.rich, sample.admin)
    both = tuple(sorted([sample.admin.user_id, sample.viewer.user_id]))
    assert show(app, sample, sample.rich).assignees == both


def test_assigning_and_unassigning_twice_is_doing_it_once(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0], "user_id": sample.viewer.user_id}
    for use_case, assigned in ((assignees.assign, (sample.viewer.user_id,)), (assignees.unassign, ())):
        first = app.commit(sample.admin, use_case, **ways)
        again = app.commit(sample.admin, use_case, **ways)
        assert first.answer.assignees == again.answer.assignees == assigned
        assert again.answer.version == first.answer.version
        assert not again.positions


@pytest.mark.parametrize("use_case", [assignees.assign, assignees.unassign], ids=["assign", "unassign"])
def test_who_is_no_member_is_not_found(app: Application, sample: Sample, use_case: Callable[..., Task]) -> None:
    for user_id in (sample.outsider.user_id, sample.fresh_id):
        with pytest.raises(NotFound):
            app.perform(sample.admin, use_case, list_id=sample.id, task_id=sample.rich, user_id=user_id)


def test_a_new_task_is_not_made_for_who_is_no_member(app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id)
    people = [sample.admin.user_id, sample.outsider.user_id]
    with pytest.raises(NotFound):
        app.perform(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"}, assignees=people)
    assert view_of_list(app, sample.admin, sample.id) == before


def leave(app: Application, sample: Sample, by: Actor) -> int:
    """The viewer goes; the position of the entry that says so."""
    ways = {"list_id": sample.id, "user_id": sample.viewer.user_id}
    return app.commit(by, members.remove, **ways).positions[sample.id]


each_way = pytest.mark.parametrize("way", ["admin", "viewer"], ids=["is removed", "leaves"])


@each_way
def test_who_is_no_longer_a_member_is_to_do_nothing(app: Application, sample: Sample, way: str) -> None:
    assign(app, sample, sample.completed, sample.viewer)
    assign(app, sample, sample.rich, sample.admin)
    versions = {task_id: show(app, sample, task_id).version for task_id in (sample.rich, sample.completed)}

    leave(app, sample, getattr(sample, way))

    assert show(app, sample, sample.rich).assignees == (sample.admin.user_id,)
    assert show(app, sample, sample.completed).assignees == ()
    assert {it: show(app, sample, it).version for it in versions} == {it: old + 1 for it, old in versions.items()}


@each_way
def test_that_is_told_in_the_same_entry(app: Application, sample: Sample, way: str) -> None:
    (entry,) = entries_after(app, sample.id, leave(app, sample, getattr(sample, way)) - 1)
    told = wire(entry)
    assert {fact["type"] for fact in told["facts"]} >= {"task.unassigned"}
    assert {(change["kind"], change["id"]) for change in told["changes"]} == {
        ("member", sample.viewer.user_id),
        ("task", sample.rich),
    }


def test_who_comes_back_begins_with_nothing_to_do(app: Application, sample: Sample) -> None:
    leave(app, sample, sample.admin)
    person = app.look(sample.viewer, lambda work, actor: work.users.get(actor.user_id))
    assert person
    app.perform(sample.admin, members.add, list_id=sample.id, login=person.username, role="Viewer")
    assert show(app, sample, sample.rich).assignees == ()


def test_another_role_is_no_end_of_what_one_is_to_do(app: Application, sample: Sample) -> None:
    viewer = sample.viewer.user_id
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=viewer, role="Manager")
    assert show(app, sample, sample.rich).assignees == (viewer,)


def test_who_is_removed_while_others_assign_them_is_to_do_nothing(app: Application, sample: Sample) -> None:
    every = [new_task(app, sample.admin, sample.id, sample.sections[0]) for _ in range(4)]
    calls: list[Callable[[], Any]] = [partial(assign, app, sample, task_id, sample.viewer) for task_id in every]
    answers = together([*calls, partial(leave, app, sample, sample.admin)])

    assert {type(answer) for answer in answers} <= {Task, NotFound, int}, answers
    assert isinstance(answers[-1], int)
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id).tasks
    assert {task.assignees for task in found} == {()}


def test_two_who_assign_different_people_at_once_both_do(app: Application, sample: Sample) -> None:
    people = [join(app, sample.admin, sample.id, "Viewer") for _ in range(4)]
    answers = together([partial(assign, app, sample, sample.tasks[0], person) for person in people])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert show(app, sample, sample.tasks[0]).assignees == tuple(sorted(person.user_id for person in people))
