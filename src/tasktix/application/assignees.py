"""Use cases: who is to do a task."""

from __future__ import annotations

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task


def assign(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id, user_id: Id) -> Task:
    """Needs `assignees:manage`. A member of the list."""
    task = guards.task(work, actor, list_id, task_id, Permission.MANAGE_ASSIGNEES)
    _require_member(work, list_id, user_id)
    task.assign(user_id)
    return task


def unassign(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id, user_id: Id) -> Task:
    """Needs `assignees:manage`. A member of the list."""
    task = guards.task(work, actor, list_id, task_id, Permission.MANAGE_ASSIGNEES)
    if user_id not in task.assignees:
        _require_member(work, list_id, user_id)
    task.unassign(user_id)
    return task


def _require_member(work: UnitOfWork, list_id: Id, user_id: Id) -> None:
    if work.lists.standing(list_id, user_id) is None:
        raise NotFound
