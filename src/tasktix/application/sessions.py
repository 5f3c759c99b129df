"""Use cases: sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import BadCredentials, NotFound, NotSignedIn, WrongCode
from tasktix.domain.ids import Id
from tasktix.domain.second_factor import Shown
from tasktix.domain.sessions import Session, hash_token
from tasktix.domain.tickets import Purpose, Ticket
from tasktix.domain.users import User

ENDED_AT_ONCE: Final = 100
"""Expired sessions that one transaction ends."""


@attrs.frozen
class SignedIn:
    """Who is signed in, and how far the log of their own matters has come."""

    user: User
    session: Session
    position: int


def start(
    work: UnitOfWork,
    actor: Actor,
    *,
    user_id: Id,
    token: str,
    remember: bool,
    password_hash: str | None = None,
    is_whole: bool = False,
) -> Session | None:
    """After a proof of who one is was found right; None where the token opens no session yet, but stands for the half
    of one until the second factor is shown (`complete`). A proof that `is_whole` needs none.

    Raises `BadCredentials` where `password_hash`, against which a password was found right, is another by now, or the
    user is disabled."""
    credential = work.users.credential(user_id)
    if credential is None or credential.disabled_at is not None:
        raise BadCredentials
    if password_hash not in (None, credential.password_hash):
        raise BadCredentials
    factor = None if is_whole else work.second_factors.of(user_id)
    if factor is not None and factor.on_since is not None:
        content = {"remember": "yes" if remember else "", "password_hash": credential.password_hash}
        work.tickets.put(Ticket.of(Purpose.SECOND_FACTOR, token, content, work.now, user_id))
        return None
    return _begin(work, actor, user_id, token, remember=remember)


def half_of(work: UnitOfWork, actor: Actor, *, half: str) -> Id:
    """For the sign-in alone: whose half of a session this token stands for; raises `NotSignedIn`."""
    ticket = work.tickets.find(Purpose.SECOND_FACTOR, hash_token(half))
    if ticket is None or ticket.user_id is None:
        raise NotSignedIn
    return ticket.user_id


def complete(work: UnitOfWork, actor: Actor, *, half: str, shown: Shown, token: str) -> Session:
    """The half of a session becomes a whole one, with another token. Raises `NotSignedIn` where there is no such half,
    `WrongCode`; both leave it as it is."""
    ticket = work.tickets.redeem(Purpose.SECOND_FACTOR, hash_token(half))
    if ticket is None or ticket.user_id is None:
        raise NotSignedIn
    user_id = ticket.user_id
    credential, factor = work.users.credential(user_id), work.second_factors.of(user_id)
    if credential is None or credential.disabled_at is not None:
        raise NotSignedIn
    if credential.password_hash != ticket.content["password_hash"]:
        # The password was changed since: what was half inside is out, like all other sessions.
        raise NotSignedIn
    if factor is None or not factor.accept(shown):
        raise WrongCode
    return _begin(work, actor, user_id, token, remember=bool(ticket.content["remember"]))


def _begin(work: UnitOfWork, actor: Actor, user_id: Id, token: str, *, remember: bool) -> Session:
    session = Session.start(
        work.new_id(),
        user_id=user_id,
        token=token,
        now=work.now,
        device=actor.device,
        address=actor.address,
        remember=remember,
    )
    work.sessions.add(session)
    return session


def with_token(work: UnitOfWork, actor: Actor, token: str) -> Session | None:
    """The living session that this token opens."""
    return work.sessions.with_token(hash_token(token))


def touch(work: UnitOfWork, actor: Actor, session_id: Id) -> None:
    """Keeps a session in use from being idle."""
    work.sessions.touch(session_id, work.now)


def current(work: UnitOfWork, actor: Actor) -> SignedIn:
    """One's own session."""
    session = guards.session(work, actor)
    user = work.users.get(actor.user_id)
    if user is None:
        raise NotSignedIn
    return SignedIn(user, session, work.log.reach([user.id])[user.id].position)


def own(work: UnitOfWork, actor: Actor) -> Sequence[Session]:
    """One's own, wherever one is signed in; the one last seen first."""
    guards.session(work, actor)
    return sorted(work.sessions.of(actor.user_id), key=lambda it: (it.seen_at, it.id), reverse=True)


def renew(work: UnitOfWork, actor: Actor, *, token: str, password_hash: str) -> Session:
    """One's own session gets another token and is fresh, after the password was found right against its hash."""
    guards.in_person(actor)
    credential = work.users.credential(actor.user_id)
    session = guards.session(work, actor)
    if credential is None or credential.password_hash != password_hash:
        raise NotSignedIn
    session.renew(token, work.now)
    return session


def end(work: UnitOfWork, actor: Actor) -> None:
    """One's own session; its token is worthless from then on."""
    guards.session(work, actor).end()


def end_one(work: UnitOfWork, actor: Actor, *, session_id: Id) -> None:
    """Any of one's own sessions, and its streams within a second."""
    guards.session(work, actor)
    session = work.sessions.get(actor.user_id, session_id)
    if session is None:
        raise NotFound
    session.end()


def end_others(work: UnitOfWork, actor: Actor) -> None:
    """All of one's own sessions but this one, and their streams within a second."""
    guards.session(work, actor)
    for session in work.sessions.of(actor.user_id):
        if session.id != actor.session_id:
            session.end()


def end_expired(work: UnitOfWork, actor: Actor) -> bool:
    """For the program itself, now and then: some of those that nobody can use any more; whether there may be more."""
    expired = work.sessions.expired(ENDED_AT_ONCE)
    for session in expired:
        session.end()
    return len(expired) == ENDED_AT_ONCE
