"""Signing up and in: the only flows of several steps, because a password is hashed outside every transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tasktix.application import accounts, sessions
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Chance, Passwords
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import BadCredentials, SignUpClosed, checked
from tasktix.domain.ids import Id
from tasktix.domain.sessions import Session
from tasktix.domain.users import RULES, User


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

    def sign_up(self, actor: Actor, browser: Browser, fields: Mapping[str, Any]) -> tuple[User, str]:
        """A new account, signed in: the user and the session's token. Raises `SignUpClosed`, `Invalid`, `Taken`."""
        if not self.sign_up_open:
            raise SignUpClosed
        cleaned = checked(RULES, fields)
        password_hash = self.passwords.hash(cleaned.pop("password"))
        user = self.application.perform(actor, accounts.sign_up, fields=cleaned, password_hash=password_hash)
        _, token = self._start_session(actor, browser, user.id)
        return user, token

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
