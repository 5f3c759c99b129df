"""Signing up and in, and other proofs of who one is: the only flows of several steps, because a password is hashed
outside every transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tasktix.application import accounts, guards, sessions
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.entrance import Admitted, Entrance, Proof
from tasktix.application.limits import Limits
from tasktix.application.ports import Chance, KnownPasswords, Passwords
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import BadCredentials, Invalid, SignUpClosed, checked
from tasktix.domain.sessions import Session
from tasktix.domain.users import NO_PASSWORD, RULES, Credential, User, login_key, says_who


@attrs.frozen
class Authentication:
    application: Application
    passwords: Passwords
    known_passwords: KnownPasswords
    chance: Chance
    limits: Limits
    entrance: Entrance
    sign_up_open: bool = True

    def sign_up(self, actor: Actor, fields: Mapping[str, Any]) -> tuple[User, str]:
        """A new account, signed in: the user and the session's token. Raises `SignUpClosed`, `Invalid`, `TooMany`,
        `Taken`."""
        guards.in_person(actor)
        if not self.sign_up_open:
            raise SignUpClosed
        cleaned = checked(RULES, fields)
        self.limits.require(actor)
        password = cleaned.pop("password", "")
        self._require_good("password", password, cleaned.values())
        password_hash = self.passwords.hash(password)
        user = self.application.perform(actor, accounts.sign_up, fields=cleaned, password_hash=password_hash)
        admitted = self.entrance.admit(actor, Proof(user.id, password_hash))
        return user, admitted.token

    def sign_in(self, actor: Actor, *, login: str, password: str, remember: bool = False) -> Admitted:
        """A new session, or where a second factor is on the half of one. Raises `TooMany`, or `BadCredentials`, the
        same in words and time whatever was wrong. Tries are counted by what was typed: whether two
        logins are one person's does not show."""
        guards.in_person(actor)
        self.limits.require(actor, login_key(login))
        credential = self.application.look(actor, accounts.credential, login=login)
        has_password = credential is not None and credential.password_hash != NO_PASSWORD
        # Who has no password, or no account, is told so by nothing, the time included.
        matches = self.passwords.verify(credential.password_hash if credential and has_password else None, password)
        if credential is None or not matches:
            raise BadCredentials
        password_hash = credential.password_hash
        if self.passwords.is_outdated(password_hash):
            # Before the session: a half one is worth nothing after the hash has changed.
            known_hash, password_hash = password_hash, self.passwords.hash(password)
            by_user = attrs.evolve(actor, user=credential.user_id)
            self.application.perform(by_user, accounts.rehash, known_hash=known_hash, password_hash=password_hash)
        return self.entrance.admit(actor, Proof(credential.user_id, password_hash, remember=remember))

    def prove_again(self, actor: Actor, *, password: str, code: str | None = None) -> tuple[SignedIn, str]:
        """One's own session, fresh and with another token; `code` is of the second factor, where that is on. Raises
        `TooMany`, or `Invalid` for a wrong password or code."""
        credential = self._verified(actor, "password", password)
        self.entrance.require_second_factor(actor, code)
        token = self.chance.token()
        self.application.perform(actor, sessions.renew, token=token, password_hash=credential.password_hash)
        return self.application.look(actor, sessions.current), token

    def change_password(self, actor: Actor, *, current: str, new: str) -> tuple[Session, str]:
        """One's own; every other session ends. This session and its new token. Raises `TooMany`,
        `Invalid`."""
        guards.in_person(actor)
        checked({"new": RULES["password"]}, {"new": new})
        credential = self._verified(actor, "current", current)
        user = self.application.look(actor, accounts.me)
        self._require_good("new", new, (user.username, user.email))
        token = self.chance.token()
        session = self.application.perform(
            actor,
            accounts.change_password,
            known_hash=credential.password_hash,
            password_hash=self.passwords.hash(new),
            token=token,
        )
        return session, token

    def _verified(self, actor: Actor, field: str, password: str) -> Credential:
        guards.in_person(actor)
        self.limits.require(actor, actor.user_id)
        credential = self.application.look(actor, accounts.own_credential)
        if not self.passwords.verify(credential.password_hash, password):
            raise Invalid.of(field, "is not your password")
        return credential

    def _require_good(self, field: str, password: str, names: Iterable[str]) -> None:
        """Raises `Invalid` for a password that an attacker tries first."""
        if says_who(password, names):
            raise Invalid.of(field, "must not be your name or your e-mail address")
        if self.known_passwords.has(password):
            raise Invalid.of(field, "is one that attackers know; choose another")
