"""Use cases: accounts elsewhere by which one signs in here. Never found by an e-mail address: anybody can claim one."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain import users
from tasktix.domain.errors import AccountTaken, NotFound, NotSignedIn, Taken
from tasktix.domain.ids import Id
from tasktix.domain.linked import Identity, LinkedAccount, shown_name, usernames_for
from tasktix.domain.users import NO_PASSWORD, Credential, User
from tasktix.domain.words import Color


def own(work: UnitOfWork, actor: Actor) -> Sequence[LinkedAccount]:
    """One's own, the oldest first."""
    guards.in_person(actor)
    return sorted(work.linked_accounts.of(actor.user_id), key=lambda it: it.id)


def holder(work: UnitOfWork, actor: Actor, *, identity: Identity) -> Id | None:
    """For the sign-in alone: the user whose account elsewhere this is."""
    found = work.linked_accounts.with_key(identity.key)
    return found.user_id if found is not None else None


def at(work: UnitOfWork, actor: Actor, *, user_id: Id, provider: str) -> LinkedAccount | None:
    """For the program itself: the user's account at a provider; of several the one used last."""
    there = [it for it in work.linked_accounts.of(user_id) if it.provider == provider]
    return max(there, key=lambda it: (it.used_at, it.id), default=None)


def sign_up(work: UnitOfWork, actor: Actor, *, identity: Identity, provider: str, sealed: str) -> User:
    """For everybody who has an account there and none here, while sign-up is open. An e-mail address that somebody
    has is `Taken`: its owner signs in, and then links the account."""
    user_id = work.new_id()
    address = _email(identity, user_id)
    is_taken = work.users.taken("", address) is not None
    # In this order: asked before, it could be none yet, and the address be taken by the same person a moment later.
    known = work.linked_accounts.with_key(identity.key)
    if known is not None:
        # The same person, in two tabs at once.
        return guards.user(work, attrs.evolve(actor, user=known.user_id))
    if is_taken:
        raise Taken("email")
    username = next(it for it in usernames_for(identity, work.chance) if work.users.taken(it, "") is None)
    fields = {"username": username, "email": address, "color": Color.picked_by(work.chance(len(Color)))}
    user = User.sign_up(user_id, now=work.now, fields=fields)
    user.name = shown_name(identity) if identity.name else username
    work.users.add(user, Credential(user_id, NO_PASSWORD))
    work.linked_accounts.add(_linked(work, identity, user_id, provider, sealed))
    return user


def link(work: UnitOfWork, actor: Actor, *, identity: Identity, provider: str, sealed: str) -> None:
    """To oneself, after a fresh proof of who one is. Raises `AccountTaken` where it is another user's."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    known = work.linked_accounts.with_key(identity.key)
    if known is None:
        work.linked_accounts.add(_linked(work, identity, actor.user_id, provider, sealed))
    elif known.user_id != actor.user_id:
        raise AccountTaken


def use(work: UnitOfWork, actor: Actor, *, identity: Identity, sealed: str) -> None:
    """For the sign-in alone: the provider has said again who it is."""
    known = work.linked_accounts.with_key(identity.key)
    if known is None:
        # Unlinked in this very moment.
        raise NotSignedIn
    known.use(identity, sealed, work.now)


def renew(work: UnitOfWork, actor: Actor, *, user_id: Id, account_id: Id, known: str, sealed: str) -> None:
    """For the program itself: other tokens in the place of those that are `known`. Where its user has signed in by it
    meanwhile it has others yet, and keeps them."""
    account = work.linked_accounts.get(user_id, account_id)
    if account is not None and account.sealed == known:
        account.renew(sealed)


def unlink(work: UnitOfWork, actor: Actor, *, account_id: Id, passwords_count: bool = True) -> None:
    """One's own, after a fresh proof of who one is. The last way to sign in stays; a password is one where the
    operator lets `passwords_count`."""
    guards.in_person(actor)
    guards.fresh(work, actor)
    account = work.linked_accounts.get(actor.user_id, account_id)
    if account is None:
        raise NotFound
    guards.another_way_in(work, actor, passwords_count=passwords_count)
    account.unlink()


def _linked(work: UnitOfWork, identity: Identity, user_id: Id, provider: str, sealed: str) -> LinkedAccount:
    return LinkedAccount.link(work.new_id(), identity, user_id=user_id, provider=provider, sealed=sealed, now=work.now)


def _email(identity: Identity, user_id: Id) -> str:
    """What the provider says, or an address that never gets mail (RFC 2606) until its owner gives one."""
    try:
        return users.email(identity.email or "")
    except ValueError:
        return f"{user_id}@no-email.invalid"
