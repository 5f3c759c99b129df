"""Use cases: accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tasktix.application import demolition, guards, profiles
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NoSuchUser, NotSignedIn, SoleAdmin, Taken
from tasktix.domain.facts import ListDeleted
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
    _set_password(work, guards.user(work, actor), credential, password_hash)
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
    user = guards.user_alone(work, actor)
    before, address = user.as_person(), user.email
    user.revise(fields, guards.basis(actor, seen))
    if user.email != address:
        guards.fresh(work, actor)
    if user.recorded:
        profiles.publish(work, user, before)
    return user


def delete(work: UnitOfWork, actor: Actor, *, known_hash: str | None = None) -> None:
    """One's own account, after the password was found right against `known_hash`, or after another fresh proof.

    Lists without other members go with it; of others one leaves, unless one is their only Admin (`SoleAdmin`). Nothing
    personal is kept: the names are free again, and what others read of it says no more than an id.
    """
    guards.in_person(actor)
    user = guards.user_alone(work, actor)
    if known_hash is None:
        guards.fresh(work, actor)
    else:
        _require(work, user.id, known_hash)
    _leave_all_lists(work, user.id)
    _shut_out(work, user.id)
    work.log.forget(user.id)
    work.replies.forget_of(user.id)
    work.audit.forget_of(user.id)
    user.delete()


def disable(work: UnitOfWork, actor: Actor, *, login: str) -> None:
    """For the operator: nobody gets in as this user, and whoever is in is out within a second."""
    user, credential = _named(work, login)
    if credential.disabled_at is None:
        work.users.keep(attrs.evolve(credential, disabled_at=work.now))
        user.disable()
        _shut_out(work, user.id)


def enable(work: UnitOfWork, actor: Actor, *, login: str) -> None:
    """For the operator: this user may sign in again. Their sessions and tokens do not come back."""
    user, credential = _named(work, login)
    if credential.disabled_at is not None:
        work.users.keep(attrs.evolve(credential, disabled_at=None))
        user.enable()


def reset_password(work: UnitOfWork, actor: Actor, *, login: str, password_hash: str) -> None:
    """For the operator: another password, and every session ends."""
    user, credential = _named(work, login)
    _set_password(work, user, credential, password_hash)
    for session in work.sessions.of(user.id):
        session.end()


def reset_second_factor(work: UnitOfWork, actor: Actor, *, login: str) -> None:
    """For the operator, where app and backup codes are lost: no second factor any more, and every session ends."""
    user, _ = _named(work, login)
    factor = work.second_factors.of(user.id)
    if factor is None:
        return
    factor.turn_off()
    for session in work.sessions.of(user.id):
        session.end()


def _named(work: UnitOfWork, login: str) -> tuple[User, Credential]:
    known = work.users.credential_of(login)
    if known is None:
        raise NoSuchUser
    credential, user = work.users.credential(known.user_id), work.users.get(known.user_id)
    if user is None or credential is None:
        # Deleted in this very moment.
        raise NoSuchUser
    return user, credential


def _leave_all_lists(work: UnitOfWork, user_id: Id) -> None:
    abandoned: dict[str, str] = {}
    for list_id in sorted(work.lists.of(user_id)):
        found = work.lists.get(list_id, user_id)
        if found is None:
            continue
        roster = work.lists.roster(list_id)
        if roster.members.keys() == {user_id}:
            found[1].delete()
            demolition.clear(work, list_id, ListDeleted(list_id))
            work.log.forget(list_id)
        elif roster.is_sole_admin(user_id):
            abandoned[list_id] = found[1].name
        else:
            roster.leave(user_id)
            demolition.end_assignments(work, list_id, user_id)
    if abandoned:
        raise SoleAdmin(abandoned)


def _shut_out(work: UnitOfWork, user_id: Id) -> None:
    for session in work.sessions.of(user_id):
        session.end()
    for token in work.tokens.of(user_id):
        token.revoke()


def _require(work: UnitOfWork, user_id: Id, known_hash: str) -> Credential:
    credential = work.users.credential(user_id)
    if credential is None or credential.password_hash != known_hash:
        # It was changed since it was found right.
        raise NotSignedIn
    return credential


def _set_password(work: UnitOfWork, user: User, credential: Credential, password_hash: str) -> None:
    user.change_password()
    work.users.keep(attrs.evolve(credential, password_hash=password_hash))
