"""Use cases: sessions."""

from __future__ import annotations

import attrs

from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NotSignedIn
from tasktix.domain.ids import Id
from tasktix.domain.sessions import Session, hash_token
from tasktix.domain.users import User


@attrs.frozen
class SignedIn:
    """Who is signed in, and how far the log of their own matters has come."""

    user: User
    session: Session
    position: int


def start(
    work: UnitOfWork, actor: Actor, *, user_id: Id, token: str, device: str, address: str, remember: bool
) -> Session:
    """After the credentials were found right."""
    session = Session.start(
        work.new_id(),
        user_id=user_id,
        token=token,
        now=work.now,
        device=device,
        address=address,
        remember=remember,
    )
    work.sessions.add(session)
    return session


def with_token(work: UnitOfWork, actor: Actor, *, token: str) -> Session | None:
    """The living session that this token opens."""
    return work.sessions.with_token(hash_token(token))


def touch(work: UnitOfWork, actor: Actor, *, session_id: Id) -> None:
    """Keeps a session in use from being idle."""
    work.sessions.touch(session_id, work.now)


def current(work: UnitOfWork, actor: Actor) -> SignedIn:
    """One's own session."""
    user = work.users.get(actor.user_id)
    session = work.sessions.get(actor.user_id, actor.session_id) if actor.session_id else None
    if user is None or session is None:
        raise NotSignedIn
    return SignedIn(user, session, work.log.reach([user.id])[user.id].position)


def end(work: UnitOfWork, actor: Actor) -> None:
    """One's own session; its token is worthless from then on."""
    session = work.sessions.get(actor.user_id, actor.session_id) if actor.session_id else None
    if session is None:
        raise NotSignedIn
    session.end()
