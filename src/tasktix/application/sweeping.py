"""Use cases: which lists are to be held against their repositories again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link
from tasktix.domain.mirrors import Mirror

EVERY: Final = timedelta(hours=1)
AT_ONCE: Final = 20
"""Mirrors of one round."""


def due(work: UnitOfWork, actor: Actor) -> Sequence[Mirror]:
    """For the program itself: those that were not swept for an hour, or are to import."""
    return work.mirrors.unswept(work.now - EVERY, AT_ONCE)


def followed(work: UnitOfWork, actor: Actor, *, list_id: Id) -> Sequence[Link]:
    """For the program itself: the issues that tasks of the list follow, or did while they were there."""
    return work.links.alive(list_id)


def tell_import(work: UnitOfWork, actor: Actor, *, list_id: Id, done: int, of: int) -> None:
    """For the program itself: how far the import of open issues has come. Everybody who looks at the list is told."""
    mirror = work.mirrors.of(list_id)
    if mirror is not None:
        mirror.tell_import(done, of)


def finish(work: UnitOfWork, actor: Actor, *, list_id: Id, began_at: datetime) -> None:
    """For the program itself: everything that had changed when the sweep began was looked at."""
    mirror = work.mirrors.of(list_id)
    if mirror is not None:
        mirror.finish_import()
        work.mirrors.sweep(list_id, began_at)
