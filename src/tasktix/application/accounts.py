"""Use cases: accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasktix.application import guards, profiles
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Taken
from tasktix.domain.users import NO_PASSWORD, Credential, User
from tasktix.domain.words import Color


def sign_up(work: UnitOfWork, actor: Actor, *, fields: Mapping[str, Any], password_hash: str = NO_PASSWORD) -> User:
    """For everybody, while the operator leaves sign-up open."""
    user = User.sign_up(
        work.new_id(),
        now=work.now,
        fields={"color": Color.picked_by(work.chance(len(Color))), **fields},
    )
    taken = work.users.taken(user.username, user.email)
    if taken is not None:
        raise Taken(taken)
    work.users.add(user, Credential(user.id, password_hash))
    return user


def credential(work: UnitOfWork, actor: Actor, *, login: str) -> Credential | None:
    """For the sign-in alone: never shown."""
    return work.users.credential_of(login)


def me(work: UnitOfWork, actor: Actor) -> User:
    """One's own profile."""
    return guards.user(work, actor)


def revise(work: UnitOfWork, actor: Actor, *, fields: Mapping[str, Any], seen: int | None = None) -> User:
    """One's own profile. All fields are applied or none."""
    user = guards.user(work, actor)
    before = user.as_person()
    user.revise(fields, guards.basis(actor, seen))
    if user.recorded:
        profiles.publish(work, user, before)
    return user
