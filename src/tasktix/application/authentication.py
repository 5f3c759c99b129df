"""Signing up and in: the only flows of several steps, because a password is hashed outside every transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import attrs

from tasktix.application import accounts, sessions
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Chance, Passwords
from tasktix.application.replies import AnsweredBefore, Once, require_unanswered
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import BadCredentials, SignUpClosed, Taken, checked
from tasktix.domain.ids import Id
from tasktix.domain.sessions import Session
from tasktix.domain.users import RULES, User


class SignedUpBefore(AnsweredBefore):
    """This sign-up was answered before; `token` is of a session that was started now: that of the first is not kept."""

    def __init__(self, text: str, token: str) -> None:
        self.token = token
        super().__init__(text)


@attrs.frozen
class Browser:
    """What is known of the program that signs in."""

    device: str = ""
    address: str = ""
    remember: bool = False


@attrs.frozen
class Authentication:
    application: Application
    passwords: Passwords
    chance: Chance
    sign_up_open: bool = True

    def sign_up(
        self, actor: Actor, browser: Browser, fields: Mapping[str, Any], once: Once | None = None
    ) -> tuple[User, str]:
        """A new account, signed in: the user and the session's token. Raises `SignUpClosed`, `Invalid`, `Taken`, and
        where the actor has a key and this request was done `once` before, `SignedUpBefore`."""
        if not self.sign_up_open:
            raise SignUpClosed
        cleaned = checked(RULES, fields)
        password = cleaned.pop("password")
        password_hash, app = self.passwords.hash(password), self.application
        if once is None or actor.key is None:
            user = app.perform(actor, accounts.sign_up, fields=cleaned, password_hash=password_hash)
        else:
            try:
                made = app.commit_once(actor, once, accounts.sign_up, fields=cleaned, password_hash=password_hash)
                user = made.answer
            except Taken as taken:
                self._welcome_back(actor, browser, cleaned["username"], password, once, taken)
        _, token = self._start_session(actor, browser, user.id)
        return user, token

    def _welcome_back(
        self, actor: Actor, browser: Browser, username: str, password: str, once: Once, taken: Taken
    ) -> NoReturn:
        """Whoever took the name may be the sender, whose answer was lost: the password tells. The key alone does not:
        it opens no account."""
        credential = self.application.look(actor, accounts.credential, login=username)
        if credential is None:
            raise taken
        owner = attrs.evolve(actor, user=credential.user_id)
        try:
            self.application.look(owner, require_unanswered, fingerprint=once.fingerprint)
        except AnsweredBefore as before:
            if self.passwords.verify(credential.password_hash, password):
                _, token = self._start_session(actor, browser, credential.user_id)
                raise SignedUpBefore(before.text, token) from None
        raise taken

    def sign_in(self, actor: Actor, browser: Browser, *, login: str, password: str) -> tuple[SignedIn, str]:
        """A new session and its token. Raises `BadCredentials`, the same in words and time whatever was wrong."""
        credential = self.application.look(actor, accounts.credential, login=login)
        matches = self.passwords.verify(credential.password_hash if credential else None, password)
        if credential is None or not matches:
            raise BadCredentials
        session, token = self._start_session(actor, browser, credential.user_id)
        return self.application.look(self._actor(actor, session), sessions.current), token

    def _start_session(self, actor: Actor, browser: Browser, user_id: Id) -> tuple[Session, str]:
        token = self.chance.token()
        session = self.application.perform(
            attrs.evolve(actor, user=user_id),
            sessions.start,
            user_id=user_id,
            token=token,
            device=browser.device,
            address=browser.address,
            remember=browser.remember,
        )
        return session, token

    @staticmethod
    def _actor(stranger: Actor, session: Session) -> Actor:
        return attrs.evolve(stranger, user=session.user_id, session_id=session.id)
