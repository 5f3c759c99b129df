"""Signing up and in, and other proofs of who one is: the only flows of several steps, because a password is hashed
outside every transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

import attrs

from tasktix.application import accounts, audit, guards, sessions
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.entrance import Admitted, Entrance, Proof
from tasktix.application.limits import Limits
from tasktix.application.ports import Chance, KnownPasswords, Passwords
from tasktix.application.replies import AnsweredBefore, Once, require_unanswered
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import BadCredentials, Invalid, LocalSignInOff, SignUpClosed, Taken, checked
from tasktix.domain.notes import PROOF_FAILED, SIGN_IN_FAILED
from tasktix.domain.sessions import Session
from tasktix.domain.users import NO_PASSWORD, RULES, Credential, User, login_key, says_who


class SignedUpBefore(AnsweredBefore):
    """This sign-up was answered before; `token` is of a session that was started now: that of the first is not kept."""

    def __init__(self, text: str, token: str) -> None:
        self.token = token
        super().__init__(text)


@attrs.frozen
class Authentication:
    application: Application
    passwords: Passwords
    known_passwords: KnownPasswords
    chance: Chance
    limits: Limits
    entrance: Entrance
    sign_up_open: bool = True
    are_passwords_on: bool = True

    def sign_up(self, actor: Actor, fields: Mapping[str, Any], once: Once | None = None) -> tuple[User, str]:
        """A new account, signed in: the user and the session's token. Raises `SignUpClosed`, `Invalid`, `TooMany`,
        `Taken`, and where the actor has a key and this request was done `once` before, `SignedUpBefore`."""
        guards.in_person(actor)
        self._require_passwords()
        if not self.sign_up_open:
            raise SignUpClosed
        cleaned = checked(RULES, fields)
        self.limits.require(actor)
        try:
            user, password_hash = self._new_account(actor, cleaned, once)
        except Taken as taken:
            if once is None or actor.key is None:
                raise
            self._welcome_back(actor, cleaned["username"], cleaned["password"], once, taken)
        return user, self.entrance.admit(actor, Proof(user.id, password_hash)).token

    def add_account(self, fields: Mapping[str, Any]) -> User:
        """For the operator, whatever is closed to others. Raises `Invalid`, `Taken`."""
        return self._new_account(SYSTEM, checked(RULES, fields))[0]

    def reset_password(self, login: str, new: str) -> None:
        """For the operator. Raises `Invalid`, `NoSuchUser`."""
        checked({"password": RULES["password"]}, {"password": new})
        self._require_good("password", new, (login,))
        self.application.perform(SYSTEM, accounts.reset_password, login=login, password_hash=self.passwords.hash(new))

    def _new_account(self, actor: Actor, cleaned: Mapping[str, Any], once: Once | None = None) -> tuple[User, str]:
        fields = {name: value for name, value in cleaned.items() if name != "password"}
        password = cleaned.get("password", "")
        self._require_good("password", password, fields.values())
        password_hash = self.passwords.hash(password)
        asked: dict[str, Any] = {"fields": fields, "password_hash": password_hash}
        if once is None or actor.key is None:
            return self.application.perform(actor, accounts.sign_up, **asked), password_hash
        return self.application.commit_once(actor, once, accounts.sign_up, **asked).answer, password_hash

    def _welcome_back(self, actor: Actor, username: str, password: str, once: Once, taken: Taken) -> NoReturn:
        """Whoever took the name may be the sender, whose answer was lost: the password tells. The key alone does not:
        it opens no account."""
        self.limits.require(actor, login_key(username))
        credential = self.application.look(actor, accounts.credential, login=username)
        if credential is None or credential.disabled_at is not None:
            raise taken
        owner = attrs.evolve(actor, user=credential.user_id)
        try:
            self.application.look(owner, require_unanswered, fingerprint=once.fingerprint)
        except AnsweredBefore as before:
            if self.passwords.verify(credential.password_hash, password):
                admitted = self.entrance.admit(actor, Proof(credential.user_id, credential.password_hash))
                raise SignedUpBefore(before.text, admitted.token) from None
        raise taken

    def sign_in(self, actor: Actor, *, login: str, password: str, remember: bool = False) -> Admitted:
        """A new session, or where a second factor is on the half of one. Raises `TooMany`, or `BadCredentials`, the
        same in words and time whatever was wrong. Tries are counted by what was typed: whether two logins are one
        person's does not show."""
        guards.in_person(actor)
        self._require_passwords()
        self.limits.require(actor, login_key(login))
        credential = self.application.look(actor, accounts.credential, login=login)
        has_password = credential is not None and credential.password_hash != NO_PASSWORD
        # Who has no password, or no account, is told so by nothing, the time included.
        matches = self.passwords.verify(credential.password_hash if credential and has_password else None, password)
        if credential is None or credential.disabled_at is not None or not matches:
            # For nobody too, or the time it takes would tell who has an account.
            user_id = None if credential is None else credential.user_id
            self.application.perform(actor, audit.note_failure, kind=SIGN_IN_FAILED, user_id=user_id)
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

    def change_password(self, actor: Actor, *, current: str, new: str, code: str | None = None) -> tuple[Session, str]:
        """One's own; every other session ends. This session, which is fresh, and its new token; `code` as in
        `prove_again`. Raises `TooMany`, `Invalid`."""
        guards.in_person(actor)
        self._require_passwords()
        checked({"new": RULES["password"]}, {"new": new})
        credential = self._verified(actor, "current", current)
        user = self.application.look(actor, accounts.me)
        self._require_good("new", new, (user.username, user.email))
        self.entrance.require_second_factor(actor, code)
        token = self.chance.token()
        session = self.application.perform(
            actor,
            accounts.change_password,
            known_hash=credential.password_hash,
            password_hash=self.passwords.hash(new),
            token=token,
        )
        return session, token

    def delete_account(self, actor: Actor, *, password: str | None = None, code: str | None = None) -> None:
        """One's own, by a fresh session, or by the password and, as in `prove_again`, a `code`. Raises `Invalid`,
        `NotFresh`, `SoleAdmin`, `TooMany`."""
        known_hash = None
        if password is not None:
            known_hash = self._verified(actor, "password", password).password_hash
            self.entrance.require_second_factor(actor, code)
        self.application.perform(actor, accounts.delete, known_hash=known_hash)

    def _require_passwords(self) -> None:
        if not self.are_passwords_on:
            raise LocalSignInOff

    def _verified(self, actor: Actor, field: str, password: str) -> Credential:
        guards.in_person(actor)
        self._require_passwords()
        self.limits.require(actor, actor.user_id)
        credential = self.application.look(actor, accounts.own_credential)
        if not self.passwords.verify(credential.password_hash, password):
            self.application.perform(actor, audit.note_failure, kind=PROOF_FAILED, user_id=actor.user_id)
            raise Invalid.of(field, "is not your password")
        return credential

    def _require_good(self, field: str, password: str, names: Iterable[str]) -> None:
        """Raises `Invalid` for a password that an attacker tries first."""
        if says_who(password, names):
            raise Invalid.of(field, "must not be your name or your e-mail address")
        if self.known_passwords.has(password):
            raise Invalid.of(field, "is one that attackers know; choose another")
