"""The one place where a proof of who one is becomes a session, whatever the proof: a password, an account elsewhere, a
passkey; and where the second factor is asked for."""

from __future__ import annotations

import attrs

from tasktix.application import audit, factors, guards, sessions
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.limits import Limits
from tasktix.application.ports import CannotOpen, Chance, Safe
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import Invalid, WrongCode
from tasktix.domain.ids import Id
from tasktix.domain.notes import PROOF_FAILED, SIGN_IN_FAILED
from tasktix.domain.second_factor import Shown, hash_backup_code
from tasktix.domain.totp import step_of


@attrs.frozen
class Proof:
    """Found right a moment ago. `password_hash` is what a password was found right against. One that `is_whole` is two
    factors in one: a passkey that has seen its owner."""

    user_id: Id
    password_hash: str | None = None
    is_whole: bool = False
    remember: bool = False


@attrs.frozen
class Admitted:
    """`token` opens the session of `signed_in`; where that is None, it stands for the half of one."""

    token: str
    signed_in: SignedIn | None


@attrs.frozen
class Entrance:
    application: Application
    chance: Chance
    limits: Limits
    safe: Safe

    def admit(self, actor: Actor, proof: Proof) -> Admitted:
        """Raises `BadCredentials` where the proof is worth nothing any more."""
        guards.in_person(actor)
        token = self.chance.token()
        session = self.application.perform(
            attrs.evolve(actor, user=proof.user_id),
            sessions.start,
            user_id=proof.user_id,
            token=token,
            remember=proof.remember,
            password_hash=proof.password_hash,
            is_whole=proof.is_whole,
        )
        if session is None:
            return Admitted(token, None)
        signed_in = attrs.evolve(actor, user=proof.user_id, session_id=session.id)
        return Admitted(token, self.application.look(signed_in, sessions.current))

    def complete(self, actor: Actor, *, half: str, code: str) -> Admitted:
        """A whole session for a half one. Raises `NotSignedIn`, `TooMany`, `WrongCode`."""
        guards.in_person(actor)
        user_id = self.application.look(actor, sessions.half_of, half=half)
        self.limits.require(actor, f"code of {user_id}")
        by_user = attrs.evolve(actor, user=user_id, session_id=None)
        token = self.chance.token()
        shown = self.shown(by_user, code)
        try:
            session = self.application.perform(by_user, sessions.complete, half=half, shown=shown, token=token)
        except WrongCode:
            self.application.perform(by_user, audit.note_failure, kind=SIGN_IN_FAILED, user_id=user_id)
            raise
        signed_in = attrs.evolve(by_user, session_id=session.id)
        return Admitted(token, self.application.look(signed_in, sessions.current))

    def require_second_factor(self, actor: Actor, code: str | None) -> None:
        """Where one's own second factor is on, another proof of who one is has two parts as well. Raises `TooMany`, or
        `Invalid` on `code`."""
        if self.application.look(actor, factors.own) is None:
            return
        if code is None:
            raise Invalid.of("code", "is required: your second factor is on")
        self.limits.require(actor, f"code of {actor.user_id}")
        try:
            self.application.perform(actor, factors.spend, shown=self.shown(actor, code))
        except Invalid:
            self.application.perform(actor, audit.note_failure, kind=PROOF_FAILED, user_id=actor.user_id)
            raise

    def shown(self, actor: Actor, code: str) -> Shown:
        """What a code is worth, by the actor's second factor as it now is."""
        factor = self.application.look(actor, factors.of_user, user_id=actor.user_id)
        code = "".join(code.split())
        code_hash = hash_backup_code(code)
        if factor is None:
            return Shown("", None, code_hash)
        try:
            secret = self.safe.open(factor.sealed, label(factor.id))
        except CannotOpen:
            # The backup codes still count.
            return Shown(factor.sealed, None, code_hash)
        return Shown(factor.sealed, step_of(secret, code, self.application.clock.now()), code_hash)


def label(user_id: Id) -> str:
    """What a secret is sealed as: another user's row does not open with it."""
    return f"second factor of {user_id}"
