"""Signing up and in, and other proofs of who one is: the only flows of several steps, because a password is hashed
outside every transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

import attrs

from tasktix.application import accounts, audit, guards, sessions
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.limits import Limits
from tasktix.application.ports import Chance, KnownPasswords, Passwords
from tasktix.application.replies import AnsweredBefore, Once, require_unanswered
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import BadCredentials, Invalid, LocalSignInOff, SignUpClosed, Taken, checked
from tasktix.domain.ids import Id
from tasktix.domain.notes import PROOF_FAILED, SIGN_IN_FAILED
from tasktix.domain.sessions import Session
from tasktix.domain.users import RULES, Credential, User, login_key, says_who


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
        _, token = self._start_session(actor, Credential(user.id, password_hash), remember=False)
        return user, token

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
                _, token = self._start_session(actor, credential, remember=False)
                raise SignedUpBefore(before.text, token) from None
        raise taken

    def sign_in(self, actor: Actor, *, login: str, password: str, remember: bool = False) -> tuple[SignedIn, str]:
        """A new session and its token. Raises `TooMany`, or `BadCredentials`, the same in words and time whatever was
        wrong. Tries are counted by what was typed: whether two logins are one person's does not show."""
        guards.in_person(actor)
        self._require_passwords()
        self.limits.require(actor, login_key(login))
        credential = self.application.look(actor, accounts.credential, login=login)
        matches = self.passwords.verify(credential.password_hash if credential else None, password)
        if credential is None or credential.disabled_at is not None or not matches:
            # For nobody too, or the time it takes would tell who has an account.
            user_id = None if credential is None else credential.user_id
            self.application.perform(actor, audit.note_failure, kind=SIGN_IN_FAILED, user_id=user_id)
            raise BadCredentials
        session, token = self._start_session(actor, credential, remember=remember)
        signed_in = attrs.evolve(actor, user=session.user_id, session_id=session.id)
        if self.passwords.is_outdated(credential.password_hash):
            renewed = self.passwords.hash(password)
            self.application.perform(
                signed_in, accounts.rehash, known_hash=credential.password_hash, password_hash=renewed
            )
        return self.application.look(signed_in, sessions.current), token

    def prove_again(self, actor: Actor, *, password: str) -> tuple[SignedIn, str]:
        """One's own session, fresh and with another token. Raises `TooMany`, or `Invalid` for a wrong
        password."""
        credential = self._verified(actor, "password", password)
        token = self.chance.token()
        self.application.perform(actor, sessions.renew, token=token, password_hash=credential.password_hash)
        return self.application.look(actor, sessions.current), token

    def change_password(self, actor: Actor, *, current: str, new: str) -> tuple[Session, str]:
        """One's own; every other session ends. This session and its new token. Raises `TooMany`,
        `Invalid`."""
        guards.in_person(actor)
        self._require_passwords()
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

    def delete_account(self, actor: Actor, *, password: str | None = None) -> None:
        """One's own, by the password or a fresh session. Raises `Invalid`, `NotFresh`, `SoleAdmin`, `TooMany`."""
        credential = None if password is None else self._verified(actor, "password", password)
        known_hash = None if credential is None else credential.password_hash
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

    def _start_session(self, actor: Actor, credential: Credential, *, remember: bool) -> tuple[Session, str]:
        user_id: Id = credential.user_id
        token = self.chance.token()
        session = self.application.perform(
            attrs.evolve(actor, user=user_id),
            sessions.start,
            user_id=user_id,
            token=token,
            remember=remember,
            password_hash=credential.password_hash,
        )
        return session, token
