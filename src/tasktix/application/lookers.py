"""Use cases: who has a list in sight. The store is asked whether they may; it does not keep who does."""

from __future__ import annotations

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id


def look(work: UnitOfWork, actor: Actor, *, list_id: Id) -> int:
    """For members, who are then told to the others. How far the list's log had come when they were seen to be one."""
    guards.standing(work, actor, list_id)
    return work.log.reach([list_id])[list_id].position


def look_away(work: UnitOfWork, actor: Actor, *, list_id: Id) -> None:
    """For members."""
    guards.standing(work, actor, list_id)
