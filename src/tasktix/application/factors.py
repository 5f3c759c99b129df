"""Use cases: one's own second factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Invalid, NotFound, SecondFactorOn
from tasktix.domain.ids import Id
from tasktix.domain.second_factor import SecondFactor, Shown
from tasktix.domain.sessions import Session

WRONG: Final = "is not right, or was used before"


def own(work: UnitOfWork, actor: Actor) -> SecondFactor | None:
    """One's own, where it is on."""
    guards.in_person(actor)
    factor = work.second_factors.of(actor.user_id)
    return factor if factor is not None and factor.on_since is not None else None


def offer(work: UnitOfWork, actor: Actor, *, sealed: str) -> None:
    """For who has proved lately who they are and has no second factor on. It does not count before `turn_on`."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    factor = work.second_factors.of(actor.user_id)
    if factor is None:
        work.second_factors.add(SecondFactor.offer(actor.user_id, sealed))
    elif factor.on_since is None:
        factor.offer_again(sealed)
    else:
        raise SecondFactorOn


def turn_on(work: UnitOfWork, actor: Actor, *, shown: Shown, hashes: Sequence[str], token: str) -> Session:
    """One's own, by a first code. Every other session ends, for it came in without one; this one gets another token."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    factor = _offered(work, actor)
    if factor.on_since is not None:
        raise SecondFactorOn
    if not factor.turn_on(shown, hashes, work.now):
        raise Invalid.of("code", WRONG)
    return _alone(work, actor, token)


def turn_off(work: UnitOfWork, actor: Actor, *, shown: Shown, token: str) -> Session:
    """One's own, by a code and a fresh proof of who one is. Every other session ends; this one gets another token."""
    _accepted(work, actor, shown).turn_off()
    return _alone(work, actor, token)


def replace_backup_codes(work: UnitOfWork, actor: Actor, *, shown: Shown, hashes: Sequence[str]) -> None:
    """One's own, by a code and a fresh proof of who one is. The earlier ones are worthless."""
    _accepted(work, actor, shown).replace_backup_codes(hashes)


def spend(work: UnitOfWork, actor: Actor, *, shown: Shown) -> None:
    """One's own code, as the second part of another proof of who one is. Raises `Invalid`."""
    guards.in_person(actor)
    if not _offered(work, actor).accept(shown):
        raise Invalid.of("code", WRONG)


def of_user(work: UnitOfWork, actor: Actor, *, user_id: Id) -> SecondFactor | None:
    """For the sign-in alone: never shown."""
    return work.second_factors.of(user_id)


def _offered(work: UnitOfWork, actor: Actor) -> SecondFactor:
    factor = work.second_factors.of(actor.user_id)
    if factor is None:
        raise NotFound
    return factor


def _accepted(work: UnitOfWork, actor: Actor, shown: Shown) -> SecondFactor:
    guards.in_person(actor)
    guards.fresh(work, actor)
    factor = _offered(work, actor)
    if factor.on_since is None:
        raise NotFound
    if not factor.accept(shown):
        raise Invalid.of("code", WRONG)
    return factor


def _alone(work: UnitOfWork, actor: Actor, token: str) -> Session:
    this = guards.session(work, actor)
    for session in work.sessions.of(actor.user_id):
        if session.id != this.id:
            session.end()
    this.renew(token, work.now)
    return this
