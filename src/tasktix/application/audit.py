"""Use cases: the audit. Notes of facts are written with them, by the store; here are those of failures, and reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id
from tasktix.domain.notes import Note

KEPT: Final = timedelta(days=90)

NEWEST: Final = "z" * 16
"""Before this id is every note."""


@attrs.frozen
class Page:
    """Notes, newest first; those `before` the last of them come next, if there are any."""

    notes: Sequence[Note]
    before: Id | None


def own(work: UnitOfWork, actor: Actor, *, limit: int = 50, before: Id = NEWEST) -> Page:
    """One's own: what happened to one's account and rights in the last 90 days, newest first."""
    guards.in_person(actor)
    guards.user(work, actor)
    found = work.audit.of(actor.user_id, before, limit + 1)
    return Page(found[:limit], found[limit - 1].id if len(found) > limit else None)


def note_failure(work: UnitOfWork, actor: Actor, *, kind: str, user_id: Id | None) -> None:
    """For the program itself: somebody failed to prove that they are this user, or nobody that there is."""
    work.audit.add(
        Note(
            id=work.new_id(),
            user_id=user_id or "",
            at=work.now,
            kind=kind,
            by=None,
            about=None,
            address=actor.address,
            device=actor.device,
        )
    )


def forget_old(work: UnitOfWork, actor: Actor) -> None:
    """For the program itself, now and then."""
    work.audit.forget_before(work.now - KEPT)
