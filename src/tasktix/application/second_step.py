"""Turning one's own second factor on and off: flows of several steps, because what is secret is sealed and opened
outside every transaction."""

from __future__ import annotations

from typing import Final

import attrs

from tasktix.application import accounts, factors, guards
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.entrance import Entrance, label
from tasktix.application.limits import Limits
from tasktix.application.ports import Chance, Safe
from tasktix.domain import totp
from tasktix.domain.second_factor import BACKUP_BITS, BACKUP_CODES, Shown, backup_code_of, hash_backup_code
from tasktix.domain.sessions import Session

ISSUER: Final = "Tasktix"
"""What an app calls its codes."""


@attrs.frozen
class Offer:
    """Shown this once. `address` is what an app reads from a QR code."""

    secret: str
    address: str


@attrs.frozen
class SecondStep:
    application: Application
    entrance: Entrance
    chance: Chance
    limits: Limits
    safe: Safe

    def offer(self, actor: Actor) -> Offer:
        """A secret for an app. Raises `NotFresh`, `SecondFactorOn`, `TooMany`."""
        guards.in_person(actor)
        self.limits.require(actor, f"code of {actor.user_id}")
        user = self.application.look(actor, accounts.me)
        secret = totp.secret_of(self.chance.below(1 << totp.SECRET_BITS))
        self.application.perform(actor, factors.offer, sealed=self.safe.seal(secret, label(user.id)))
        return Offer(secret, totp.address(secret, account=user.username, issuer=ISSUER))

    def turn_on(self, actor: Actor, *, code: str) -> tuple[Session, str, list[str]]:
        """This session, its new token, and the backup codes. Raises `Invalid`, `NotFound` where nothing was offered,
        `NotFresh`, `SecondFactorOn`, `TooMany`."""
        shown, codes, token = self._shown(actor, code), self._backup_codes(), self.chance.token()
        hashes = [hash_backup_code(it) for it in codes]
        session = self.application.perform(actor, factors.turn_on, shown=shown, hashes=hashes, token=token)
        return session, token, codes

    def turn_off(self, actor: Actor, *, code: str) -> tuple[Session, str]:
        """This session and its new token. Raises `Invalid`, `NotFound` where it is off, `NotFresh`, `TooMany`."""
        shown, token = self._shown(actor, code), self.chance.token()
        return self.application.perform(actor, factors.turn_off, shown=shown, token=token), token

    def replace_backup_codes(self, actor: Actor, *, code: str) -> list[str]:
        """The new ones. Raises `Invalid`, `NotFound` where it is off, `NotFresh`, `TooMany`."""
        shown, codes = self._shown(actor, code), self._backup_codes()
        hashes = [hash_backup_code(it) for it in codes]
        self.application.perform(actor, factors.replace_backup_codes, shown=shown, hashes=hashes)
        return codes

    def _shown(self, actor: Actor, code: str) -> Shown:
        guards.in_person(actor)
        self.limits.require(actor, f"code of {actor.user_id}")
        return self.entrance.shown(actor, code)

    def _backup_codes(self) -> list[str]:
        return [backup_code_of(self.chance.below(1 << BACKUP_BITS)) for _ in range(BACKUP_CODES)]
