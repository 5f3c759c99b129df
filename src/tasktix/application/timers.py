"""Use cases: the timer of a task, on the server's clock. Whoever presses twice, or on two devices, counts once."""

from __future__ import annotations

from collections.abc import Sequence

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Stretch, Task


def start(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Task:
    """Needs `tasks:complete`. What runs already runs on."""
    task = guards.task(work, actor, list_id, task_id, Permission.COMPLETE_TASKS)
    task.start_timer(work.now, by=actor.user_id)
    return task


def pause(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Task:
    """Needs `tasks:complete`. Whoever started it: the time is theirs."""
    task = guards.task(work, actor, list_id, task_id, Permission.COMPLETE_TASKS)
    task.pause_timer(work.now, work.new_id())
    return task


def reset(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Task:
    """Needs `tasks:complete`. The elapsed time and its entries become nothing; a running timer stops."""
    task = guards.task(work, actor, list_id, task_id, Permission.COMPLETE_TASKS)
    (task,) = work.tasks.with_time([task])
    task.reset_time()
    return task


def entries(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> Sequence[Stretch]:
    """For members: the stretches of work on a task, oldest first; the last one may still run."""
    (task,) = work.tasks.with_time([guards.task(work, actor, list_id, task_id)])
    return task.stretches
