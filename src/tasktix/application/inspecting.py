"""Use cases: whether who linked a list still reaches the repository that it follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from tasktix.application.actor import Actor
from tasktix.application.reporting import Cause, report
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.deliveries import Outcome, Report
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Mirror, Repository

EVERY: Final = timedelta(days=1)
AGAIN: Final = timedelta(hours=1)
"""For lists that halt, and where nobody answered."""

AT_ONCE: Final = 20
"""Mirrors of one round."""


def due(work: UnitOfWork, actor: Actor) -> Sequence[Mirror]:
    """For the program itself: those of which it was not asked for a day, by who linked them."""
    return work.mirrors.unchecked(work.now - EVERY, AT_ONCE)


def conclude(
    work: UnitOfWork, actor: Actor, *, asked: Mirror, found: Repository | None, reason: str, cause: Cause
) -> Report | None:
    """For the program itself: who linked it reaches the repository as it was `found`, and the list goes on; or it is
    out of their reach, for a `reason`, and the list halts. Where it was linked anew meanwhile, that counts."""
    mirror = work.mirrors.of(asked.id)
    if mirror is None or (mirror.repository_id, mirror.linked_by) != (asked.repository_id, asked.linked_by):
        return None
    if found is not None:
        mirror.reach(found)
    elif mirror.halted is None:
        mirror.halt(reason)
    _ask_after(work, mirror.id, EVERY if mirror.halted is None else AGAIN)
    outcome = Outcome.CHANGED if mirror.recorded else Outcome.UNCHANGED
    return report(work, cause, mirror.id, outcome, detail=mirror.halted or "")


def put_off(
    work: UnitOfWork, actor: Actor, *, list_id: Id, wait: timedelta, detail: str, cause: Cause
) -> Report | None:
    """For the program itself: the tracker did not say. It is asked again after a time."""
    if work.mirrors.of(list_id) is None:
        return None
    _ask_after(work, list_id, wait)
    return report(work, cause, list_id, Outcome.FAILED, detail=detail)


def _ask_after(work: UnitOfWork, list_id: Id, wait: timedelta) -> None:
    work.mirrors.check(list_id, work.now - EVERY + wait)
