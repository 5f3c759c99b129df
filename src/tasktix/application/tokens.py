"""Use cases: API tokens, one's own. No token makes, shows or revokes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.sessions import hash_token
from tasktix.domain.tokens import Token

REVOKED_AT_ONCE: Final = 100
"""Expired tokens that one transaction takes away."""


def own(work: UnitOfWork, actor: Actor) -> Sequence[Token]:
    """One's own, the newest first."""
    guards.in_person(actor)
    return sorted(work.tokens.of(actor.user_id), key=lambda it: it.id, reverse=True)


def make(work: UnitOfWork, actor: Actor, *, secret: str, fields: Mapping[str, Any]) -> Token:
    """For everybody who has proved lately who they are. It may some of what its user may, never more."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    token = Token.make(work.new_id(), user_id=actor.user_id, secret=secret, now=work.now, fields=fields)
    if not (token.grant.lists or frozenset()) <= set(work.lists.of(actor.user_id)):
        raise Invalid.of("scopes", "must name lists of yours")
    work.tokens.add(token)
    return token


def revoke(work: UnitOfWork, actor: Actor, *, token_id: Id) -> None:
    """One's own; it is worthless from then on, and its streams end within a second."""
    guards.in_person(actor)
    token = work.tokens.get(actor.user_id, token_id)
    if token is None:
        raise NotFound
    token.revoke()


def with_secret(work: UnitOfWork, actor: Actor, secret: str) -> Token | None:
    """For the program itself: the living token with this secret."""
    return work.tokens.with_hash(hash_token(secret))


def touch(work: UnitOfWork, actor: Actor, token_id: Id) -> None:
    """For the program itself: it was used."""
    work.tokens.touch(token_id, work.now)


def revoke_expired(work: UnitOfWork, actor: Actor) -> bool:
    """For the program itself, now and then: some that nobody can use any more; whether there may be more."""
    expired = work.tokens.expired(REVOKED_AT_ONCE)
    for token in expired:
        token.revoke()
    return len(expired) == REVOKED_AT_ONCE
