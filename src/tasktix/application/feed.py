"""Use cases: the log as a reader follows it. Live and replay are one path: the entries after a position."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Entry, Reach, UnitOfWork
from tasktix.domain.errors import NotSignedIn
from tasktix.domain.ids import Id

PAGE: Final = 500
"""Entries of one audience that are read at once."""

OVERLAP: Final = timedelta(seconds=60)
"""A browser that reconnects names the last entry it saw, of one audience. Of the others it gets all since this long
before that entry: longer than a transaction may take from its moment to its commit, so none falls between."""


KEPT_ENTRIES: Final = 10_000
KEPT_FOR: Final = timedelta(days=7)
"""What the log of an audience keeps: the entries of so many days, and never less than so many. A reader who has been
away for longer takes a snapshot."""

TRIMMED_AT_ONCE: Final = 1000
"""Entries that one transaction forgets: whoever writes meanwhile waits for it."""

LOST: Final = -1
"""No position: the reader has to take a snapshot."""


@attrs.frozen
class Mark:
    """The last entry that a reader saw."""

    audience: Id
    position: int


@attrs.frozen
class Opening:
    """What a reader may see; and, for one who comes back, the position after which they may have missed something of
    each audience that they did not name: `LOST` where the log does not know their mark, or no longer."""

    reach: Mapping[Id, Reach]
    starts: Mapping[Id, int]


def audiences(work: UnitOfWork, actor: Actor, *, only: Collection[Id] = ()) -> Mapping[Id, Reach]:
    """One's own matters and lists, or `only` these lists and one's own matters; `NotFound` for a list of others.

    In the same moment the session or token is seen to be alive: its end, later, is an entry that the reader has not
    passed.
    """
    if actor.session_id is not None:
        guards.session(work, actor)
    if actor.token_id is not None and work.tokens.get(actor.user_id, actor.token_id) is None:
        raise NotSignedIn
    for list_id in only:
        guards.standing(work, actor, list_id)
    if only:
        return work.log.reach([actor.user_id, *only])
    found = work.log.reach_of(actor.user_id)
    reached = {actor.user_id, *guards.reached(actor, found)}
    return {audience: reach for audience, reach in found.items() if audience in reached}


def opening(
    work: UnitOfWork, actor: Actor, *, only: Collection[Id] = (), mark: Mark | None = None, named: Collection[Id] = ()
) -> Opening:
    """`audiences`; for a reader who comes back with a `mark`, and says where to start in the `named` ones alone, where
    to start in the others too."""
    reach = audiences(work, actor, only=only)
    if mark is None:
        return Opening(reach, {})
    # What the reader may not see must not show by where the others start: it is like a mark that never was.
    seen = work.log.after(mark.audience, mark.position - 1, 1) if mark.audience in reach else ()
    moment = seen[0].at - OVERLAP if seen and seen[0].position == mark.position else None
    starts = {
        audience: LOST if moment is None else work.log.position_before(audience, moment)
        for audience in reach
        if audience not in named
    }
    return Opening(reach, starts)


def entries(work: UnitOfWork, actor: Actor, *, after: Mapping[Id, int]) -> Mapping[Id, Sequence[Entry]]:
    """For the feed itself, which has asked `audiences` before: the next page of each audience."""
    return {audience: work.log.after(audience, position, PAGE) for audience, position in after.items()}


def reach(work: UnitOfWork, actor: Actor, *, audiences: Collection[Id]) -> Mapping[Id, Reach]:
    """For the feed itself: how far each audience has come."""
    return work.log.reach(audiences)


def overgrown(work: UnitOfWork, actor: Actor) -> Sequence[Id]:
    """For the program itself, now and then: the audiences whose logs may be longer than they must be."""
    return work.log.longer_than(KEPT_ENTRIES)


def trim(work: UnitOfWork, actor: Actor, *, audience: Id) -> bool:
    """For the program itself: a part of what the audience's log need not keep; whether there may be more."""
    old = work.now - KEPT_FOR
    return work.log.trim(audience, keep=KEPT_ENTRIES, before=old, at_most=TRIMMED_AT_ONCE) == TRIMMED_AT_ONCE
