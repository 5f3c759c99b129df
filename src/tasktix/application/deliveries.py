"""Use cases: what a tracker sends. It is stored at once and worked off later, in the order in which it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.tracker import Parcel
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.deliveries import Delivery, State, Way
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Mirror

NEWEST: Final = 2**62
"""Before this position is every entry of a log."""

AT_ONCE: Final = 100
"""Deliveries that are read at once: each may be a hundred kilobytes."""


def receive(work: UnitOfWork, actor: Actor, *, parcel: Parcel) -> bool:
    """For the tracker, whose signature was verified. Whether it is to be worked off: new, or it failed before."""
    known = work.deliveries.known(parcel.hook, parcel.guid)
    if known is not None and known.state is State.FAILED:
        work.deliveries.settle(known.id, State.PENDING, known.tries)
    if known is not None:
        return known.state is State.FAILED
    work.deliveries.add(Delivery(id=work.new_id(), at=work.now, **attrs.asdict(parcel)))
    return True


def pending(work: UnitOfWork, actor: Actor) -> Sequence[Delivery]:
    """For the program itself: the next to work off."""
    return work.deliveries.pending(AT_ONCE)


def followers(
    work: UnitOfWork, actor: Actor, *, repositories: Sequence[int], installation: int | None
) -> Sequence[Mirror]:
    """For the program itself: the mirrors that something is about."""
    if installation is not None:
        return work.mirrors.through(installation)
    return [mirror for repository_id in repositories for mirror in work.mirrors.following(repository_id)]


def settle(work: UnitOfWork, actor: Actor, *, states: Mapping[Id, tuple[State, int]]) -> None:
    """For the program itself: these were worked off, so often by now."""
    for delivery_id, (state, tries) in states.items():
        work.deliveries.settle(delivery_id, state, tries)


def replay(work: UnitOfWork, actor: Actor, *, list_id: Id, report_id: Id) -> None:
    """Needs `list:update`. A delivery is worked off once more, for every list that follows; a call of ours is made once
    more where there is still something to write. What is forgotten is not found."""
    guards.standing(work, actor, list_id).role.require(Permission.UPDATE_LIST)
    report = work.reports.get(list_id, report_id)
    if report is not None and report.way is Way.OUT and report.task_id is not None:
        last = work.log.before(list_id, NEWEST, 1, report.task_id)
        if last and work.mirrors.of(list_id) is not None:
            work.mirrors.advance(list_id, last[0].position - 1)
        return
    delivery = None if report is None or report.delivery is None else work.deliveries.get(report.delivery)
    if delivery is None:
        raise NotFound
    work.deliveries.settle(delivery.id, State.PENDING, delivery.tries)
