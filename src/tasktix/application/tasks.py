"""Use cases: tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasktix.application import guards, places, reading
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Spot, UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.quick_add import Reading
from tasktix.domain.tasks import Task
from tasktix.domain.words import ABSENT, Absent


def add(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    fields: Mapping[str, Any],
    task_id: Id | None = None,
    section_id: Id | None = None,
    after: Id | Absent | None = ABSENT,
    tags: Sequence[Id] = (),
    assignees: Sequence[Id] = (),
) -> Task:
    """Needs `tasks:add`. Without a section the task goes to the first one, which is made if there is none."""
    spot = guards.spot(work, actor, list_id, section_id, after, Permission.ADD_TASKS)
    origin = Origin.of(actor.user_id, section_id, after, sorted(fields.items()), *filter(None, (tags, assignees)))
    if task_id is not None and guards.is_repeat(work, "task", task_id, list_id, origin):
        return guards.task(work, actor, list_id, task_id)
    guards.require_place(spot, section_id)
    _require_known(work, list_id, tags, assignees)
    return _add(work, actor, list_id, spot, task_id or work.new_id(), after, origin, fields, tags, assignees)


def add_quick(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    text: str,
    task_id: Id | None = None,
    section_id: Id | None = None,
    after: Id | Absent | None = ABSENT,
) -> Task:
    """Needs `tasks:add`. From a line of text; a section that it names goes before the one that is given."""
    guards.standing(work, actor, list_id).role.require(Permission.ADD_TASKS)
    # Of the text, not of what it says today: a repeat may come after midnight.
    origin = Origin.of(actor.user_id, section_id, after, text)
    if task_id is not None and guards.is_repeat(work, "task", task_id, list_id, origin):
        return guards.task(work, actor, list_id, task_id)
    found = reading.of(work, actor, list_id, text, field="quick")
    if section_id is not None:
        # Not there is not there, even where the text names another.
        work.lists.sections(list_id)[section_id]
    goal = found.section or section_id
    spot = guards.spot(work, actor, list_id, goal, after, Permission.ADD_TASKS)
    guards.require_place(spot, goal)
    fields = {"name": found.name, **found.fields}
    return _add(
        work, actor, list_id, spot, task_id or work.new_id(), after, origin, fields, found.tags, found.assignees
    )


def read_quick(work: UnitOfWork, actor: Actor, *, list_id: Id, text: str) -> Reading:
    """For members: how a line of text would be understood as a task. Nothing is created."""
    guards.standing(work, actor, list_id)
    return reading.of(work, actor, list_id, text)


def show(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Task:
    """For members."""
    return guards.task(work, actor, list_id, task_id)


def revise(
    work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id, fields: Mapping[str, Any], seen: int | None = None
) -> Task:
    """Needs `tasks:update`. All fields are applied or none."""
    task = guards.task(work, actor, list_id, task_id, Permission.UPDATE_TASKS)
    task.revise(fields, guards.basis(actor, seen))
    return task


def place(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    task_id: Id,
    section_id: Id,
    after: Id | Absent | None = ABSENT,
) -> Task:
    """Needs `tasks:update`. To a section of the same list, right after a task, at the top, or at the end."""
    task = guards.task(work, actor, list_id, task_id, Permission.UPDATE_TASKS)
    if after == task_id:
        raise Invalid.of("after", "cannot be the task itself")
    spot = guards.spot(work, actor, list_id, section_id, after, Permission.UPDATE_TASKS, moving=task_id)
    guards.require_place(spot, section_id)
    is_there = (
        section_id == task.section_id
        and (spot.lower is None or spot.lower < task.rank)
        and (spot.upper is None or task.rank < spot.upper)
    )
    if not is_there:
        task.place(section_id, places.rank(work, spot, list_id, task_id, after))
    return task


def complete(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Task:
    """Needs `tasks:complete`. A running timer is stopped, and its time kept."""
    task = guards.task(work, actor, list_id, task_id, Permission.COMPLETE_TASKS)
    task.complete(work.now, work.new_id())
    return task


def reopen(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Task:
    """Needs `tasks:complete`. Back to work: paused where time was spent on it, else unstarted."""
    task = guards.task(work, actor, list_id, task_id, Permission.COMPLETE_TASKS)
    task.reopen()
    return task


def delete(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> None:
    """Needs `tasks:delete`."""
    (task,) = work.tasks.with_time([guards.task(work, actor, list_id, task_id, Permission.DELETE_TASKS)])
    task.delete()


def _add(
    work: UnitOfWork,
    actor: Actor,
    list_id: Id,
    spot: Spot,
    task_id: Id,
    after: Id | Absent | None,
    origin: Origin,
    fields: Mapping[str, Any],
    tags: Sequence[Id],
    assignees: Sequence[Id],
) -> Task:
    task = Task.add(
        task_id,
        list_id=list_id,
        section_id=spot.section_id or places.first_section(work, actor, list_id),
        rank=places.rank(work, spot, list_id, task_id, after),
        now=work.now,
        origin=origin,
        fields=fields,
        tags=tuple(tags),
        assignees=tuple(assignees),
    )
    work.tasks.add(task)
    return task


def _require_known(work: UnitOfWork, list_id: Id, tags: Sequence[Id], assignees: Sequence[Id]) -> None:
    """Tags and members of this list alone."""
    if any(not work.lists.has_tag(list_id, tag_id) for tag_id in dict.fromkeys(tags)):
        raise NotFound
    if any(work.lists.standing(list_id, user_id) is None for user_id in dict.fromkeys(assignees)):
        raise NotFound
