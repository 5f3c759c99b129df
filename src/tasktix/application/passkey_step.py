"""Signing in by a passkey, proving again who one is by it, and adding one: flows of several steps, because the browser
goes to a device in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tasktix.application import audit, guards, passkeys, sessions, tickets
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.authenticators import Authenticators, Brought, NotProven
from tasktix.application.entrance import Admitted, Entrance, Proof
from tasktix.application.limits import Limits
from tasktix.application.ports import Chance
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import Invalid, NotFound, WrongPasskey
from tasktix.domain.notes import SIGN_IN_FAILED
from tasktix.domain.passkeys import Key, Passkey
from tasktix.domain.tickets import Purpose


@attrs.frozen
class PasskeyStep:
    """A challenge counts once; what answers none of ours is worth nothing."""

    application: Application
    entrance: Entrance
    chance: Chance
    limits: Limits
    authenticators: Authenticators

    def ask_for_new(self, actor: Actor) -> Mapping[str, Any]:
        """What the browser asks a device with. Raises `NotFresh`."""
        challenge = self.chance.token()
        user, known = self.application.perform(actor, passkeys.ask, challenge=challenge)
        return self.authenticators.creation(challenge, user.id, user.username, known)

    def add(self, actor: Actor, *, credential: Brought, name: str) -> Passkey:
        """Raises `Invalid`, `NotFresh`."""
        guards.in_person(actor)
        try:
            challenge = self.authenticators.challenge_of(credential)
            key = self.authenticators.made(credential, challenge)
        except NotProven as error:
            raise Invalid.of("credential", "is not what was asked for") from error
        return self.application.perform(actor, passkeys.add, challenge=challenge, key=key, name=name)

    def ask(self, actor: Actor) -> Mapping[str, Any]:
        """What the browser asks a device with, for whoever has a passkey. Raises `TooMany`."""
        guards.in_person(actor)
        self.limits.require(actor)
        challenge = self.chance.token()
        self.application.perform(actor, passkeys.invite, challenge=challenge)
        return self.authenticators.request(challenge)

    def sign_in(self, actor: Actor, *, credential: Brought, remember: bool = False) -> Admitted:
        """A whole session: the device has seen its owner. Raises `BadCredentials`, `WrongPasskey`."""
        known, sign_count = self._shown(actor, credential)
        by_user = attrs.evolve(actor, user=known.user_id)
        try:
            self.application.perform(by_user, passkeys.use, passkey_id=known.id, sign_count=sign_count)
        except NotFound:
            # Removed in this very moment.
            raise WrongPasskey from None
        return self.entrance.admit(actor, Proof(known.user_id, is_whole=True, remember=remember))

    def prove_again(self, actor: Actor, *, credential: Brought) -> tuple[SignedIn, str]:
        """One's own session, fresh and with another token. Raises `Invalid` where the passkey is not one's own."""
        token = self.chance.token()
        try:
            known, sign_count = self._shown(actor, credential)
            self.application.perform(actor, passkeys.renew, passkey_id=known.id, sign_count=sign_count, token=token)
        except (WrongPasskey, NotFound) as error:
            raise Invalid.of("credential", "is no passkey of yours, or came too late") from error
        return self.application.look(actor, sessions.current), token

    def _shown(self, actor: Actor, credential: Brought) -> tuple[Passkey, int]:
        """Which it is, and how often it has signed."""
        guards.in_person(actor)
        try:
            challenge = self.authenticators.challenge_of(credential)
            credential_id = self.authenticators.credential_of(credential)
        except NotProven as error:
            raise WrongPasskey from error
        if self.application.perform(actor, tickets.redeem, purpose=Purpose.PASSKEY, key=challenge) is None:
            raise WrongPasskey
        known = self.application.look(actor, passkeys.with_credential, credential_id=credential_id)
        if known is None:
            raise WrongPasskey
        key = Key(known.credential_id, known.public_key, known.sign_count)
        try:
            return known, self.authenticators.signed(credential, challenge, key)
        except NotProven as error:
            self.application.perform(actor, audit.note_failure, kind=SIGN_IN_FAILED, user_id=known.user_id)
            raise WrongPasskey from error
