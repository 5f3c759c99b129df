"""Use cases: accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tasktix.application import guards, profiles
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NotSignedIn, Taken
from tasktix.domain.ids import Id
from tasktix.domain.sessions import Session
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
    guards.reads_own(actor)
    return guards.user(work, actor)


def own_credential(work: UnitOfWork, actor: Actor) -> Credential:
    """One's own, for another proof of who one is: never shown."""
    guards.in_person(actor)
    found = work.users.credential(actor.user_id)
    if found is None:
        raise NotSignedIn
    return found


def change_password(work: UnitOfWork, actor: Actor, *, known_hash: str, password_hash: str, token: str) -> Session:
    """One's own, after the present one was found right against `known_hash`. Every other session ends; this one gets
    another token."""
    guards.in_person(actor)
    credential = _require(work, actor.user_id, known_hash)
    this = guards.session(work, actor)
    _set_password(work, credential, password_hash)
    for session in work.sessions.of(actor.user_id):
        if session.id != this.id:
            session.end()
    this.renew(token, work.now)
    return this


def rehash(work: UnitOfWork, actor: Actor, *, known_hash: str, password_hash: str) -> None:
    """For the sign-in alone: the same password, hashed as it is done now."""
    credential = work.users.credential(actor.user_id)
    if credential is not None and credential.password_hash == known_hash:
        work.users.keep(attrs.evolve(credential, password_hash=password_hash))


def revise(work: UnitOfWork, actor: Actor, *, fields: Mapping[str, Any], seen: int | None = None) -> User:
    """One's own profile. All fields are applied or none. Another e-mail address needs a fresh sign-in."""
    guards.writes_own(actor)
    user = guards.user(work, actor)
    before, address = user.as_person(), user.email
    user.revise(fields, guards.basis(actor, seen))
    if user.email != address:
        guards.fresh(work, actor)
    if user.recorded:
        profiles.publish(work, user, before)
    return user


def _require(work: UnitOfWork, user_id: Id, known_hash: str) -> Credential:
    credential = work.users.credential(user_id)
    if credential is None or credential.password_hash != known_hash:
        # It was changed since it was found right.
        raise NotSignedIn
    return credential


def _set_password(work: UnitOfWork, credential: Credential, password_hash: str) -> None:
    user = work.users.get(credential.user_id)
    assert user
    user.change_password()
    work.users.keep(attrs.evolve(credential, password_hash=password_hash))
