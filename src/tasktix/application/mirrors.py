"""Use cases: lists that follow repositories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.deliveries import KEPT, REPORTS_KEPT, Report
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Mirror, Repository

NEWEST: Final = "z" * 16
"""Before this id is every report."""


@attrs.frozen
class Page:
    """Reports, newest first; those `before` the last of them come next, if there are any."""

    reports: Sequence[Report]
    before: Id | None


def show(work: UnitOfWork, actor: Actor, *, list_id: Id) -> Mirror:
    """For members: which repository the list follows, and how."""
    guards.standing(work, actor, list_id)
    return _of(work, list_id)


def may_link(work: UnitOfWork, actor: Actor, *, list_id: Id) -> None:
    """Needs `list:update`. Asked before the tracker is."""
    guards.standing(work, actor, list_id).role.require(Permission.UPDATE_LIST)


def link(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    repository: Repository,
    fields: Mapping[str, Any],
    section_id: Id | None = None,
) -> Mirror:
    """Needs `list:update`. From now on what happens there is done here for who says so; they have shown that they reach
    the repository. Tasks that followed another one stay."""
    guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    if section_id is not None:
        # Raises `NotFound` where there is no such section.
        work.lists.sections(list_id)[section_id]
    mirror = work.mirrors.of(list_id)
    is_new = mirror is None or mirror.repository_id != repository.id
    # What was done before the list followed goes nowhere.
    position = work.log.reach([list_id])[list_id].position if is_new else 0
    how: dict[str, Any] = {"section_id": section_id, "by": actor.user_id, "now": work.now, "fields": fields}
    how["position"] = position
    if mirror is None:
        mirror = Mirror.link(list_id, repository, **how)
        work.mirrors.add(mirror)
    else:
        if is_new:
            _let_go(work, list_id)
            work.mirrors.advance(list_id, position)
            work.mirrors.sweep(list_id, None)
        mirror.relink(repository, **how)
    return mirror


def unlink(work: UnitOfWork, actor: Actor, *, list_id: Id) -> None:
    """Needs `list:update`. The tasks stay, and follow nothing any more."""
    guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    _of(work, list_id).unlink()
    _let_go(work, list_id)


def ledger(work: UnitOfWork, actor: Actor, *, list_id: Id, limit: int = 50, before: Id = NEWEST) -> Page:
    """For members: what came from the repository and what went there, and what came of it, newest first."""
    guards.standing(work, actor, list_id)
    found = work.reports.of(list_id, before, limit + 1)
    return Page(found[:limit], found[limit - 1].id if len(found) > limit else None)


def forget_old(work: UnitOfWork, actor: Actor) -> None:
    """For the program itself, now and then."""
    work.deliveries.forget_before(work.now - KEPT)
    work.reports.forget_before(work.now - REPORTS_KEPT)


def _of(work: UnitOfWork, list_id: Id) -> Mirror:
    mirror = work.mirrors.of(list_id)
    if mirror is None:
        raise NotFound
    return mirror


def _let_go(work: UnitOfWork, list_id: Id) -> None:
    for task in work.tasks.with_issue(list_id):
        task.follow(None)
