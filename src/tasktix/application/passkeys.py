"""Use cases: passkeys, one's own."""

from __future__ import annotations

from collections.abc import Sequence

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.passkeys import MOST, Key, Passkey
from tasktix.domain.sessions import Session, hash_token
from tasktix.domain.tickets import Purpose, Ticket
from tasktix.domain.users import User


def own(work: UnitOfWork, actor: Actor) -> Sequence[Passkey]:
    """One's own, the oldest first."""
    guards.in_person(actor)
    return sorted(work.passkeys.of(actor.user_id), key=lambda it: it.id)


def ask(work: UnitOfWork, actor: Actor, *, challenge: str) -> tuple[User, Sequence[str]]:
    """For who has proved lately who they are: a new passkey may come in answer to this challenge. Oneself, and what
    one's devices call the keys that there are."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    user = guards.user(work, actor)
    work.tickets.put(Ticket.of(Purpose.NEW_PASSKEY, challenge, {}, work.now, user.id))
    return user, [it.credential_id for it in work.passkeys.of(user.id)]


def add(work: UnitOfWork, actor: Actor, *, challenge: str, key: Key, name: str) -> Passkey:
    """One's own, in answer to one's own challenge, after a fresh proof of who one is."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    ticket = work.tickets.redeem(Purpose.NEW_PASSKEY, hash_token(challenge))
    if ticket is None or ticket.user_id != actor.user_id:
        raise Invalid.of("credential", "comes too late; begin again")
    if work.passkeys.with_credential(key.credential_id) is not None:
        raise Invalid.of("credential", "is known already")
    if len(work.passkeys.of(actor.user_id)) >= MOST:
        raise Invalid.of("credential", f"is one more than {MOST}; remove another first")
    passkey = Passkey.add(work.new_id(), key, user_id=actor.user_id, name=name, now=work.now)
    work.passkeys.add(passkey)
    return passkey


def rename(work: UnitOfWork, actor: Actor, *, passkey_id: Id, name: str) -> Passkey:
    """One's own."""
    guards.in_person(actor)
    passkey = _own(work, actor, passkey_id)
    passkey.rename(name)
    return passkey


def remove(work: UnitOfWork, actor: Actor, *, passkey_id: Id, passwords_count: bool = True) -> None:
    """One's own, after a fresh proof of who one is. The last way to sign in stays; a password is one where the
    operator lets `passwords_count`."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    passkey = _own(work, actor, passkey_id)
    guards.another_way_in(work, actor, passwords_count=passwords_count)
    passkey.remove()


def with_credential(work: UnitOfWork, actor: Actor, *, credential_id: str) -> Passkey | None:
    """For the sign-in alone: never shown."""
    return work.passkeys.with_credential(credential_id)


def invite(work: UnitOfWork, actor: Actor, *, challenge: str) -> None:
    """For everybody: a passkey may answer this challenge, once."""
    work.tickets.put(Ticket.of(Purpose.PASSKEY, challenge, {}, work.now))


def renew(work: UnitOfWork, actor: Actor, *, passkey_id: Id, sign_count: int, token: str) -> Session:
    """One's own session gets another token and is fresh, after a passkey of one's own has signed."""
    guards.in_person(actor)
    session = guards.session(work, actor)
    _own(work, actor, passkey_id).use(sign_count, work.now)
    session.renew(token, work.now)
    return session


def use(work: UnitOfWork, actor: Actor, *, passkey_id: Id, sign_count: int) -> None:
    """For the sign-in alone: it has signed."""
    _own(work, actor, passkey_id).use(sign_count, work.now)


def _own(work: UnitOfWork, actor: Actor, passkey_id: Id) -> Passkey:
    found = work.passkeys.get(actor.user_id, passkey_id)
    if found is None:
        raise NotFound
    return found
