"""Signing in, signing up and linking by an account elsewhere: what happens here before and after the browser was there.
What goes outward happens between the two, outside every transaction."""

from __future__ import annotations

import hmac
import re
from typing import Final

import attrs

from tasktix.application import guards, linked, sealing, sessions, tickets
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.entrance import Admitted, Entrance, Proof
from tasktix.application.limits import Limits
from tasktix.application.ports import Chance, Safe
from tasktix.application.providers import Journey, Vouched
from tasktix.domain.errors import AccountTaken, NotFound, SignUpClosed
from tasktix.domain.ids import Id
from tasktix.domain.sessions import hash_token
from tasktix.domain.tickets import Purpose

HOME: Final = "/"

_OWN_PATH: Final = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")
"""Of this site: with two slashes, or a backslash that browsers take for one, it would be another's."""


@attrs.frozen
class Begun:
    """What was remembered of a journey while the browser was away. `for_user` is who links an account."""

    journey: Journey
    next: str
    for_user: Id | None


@attrs.frozen
class Elsewhere:
    """`sign_up_open` False: who is not known here stays out."""

    application: Application
    entrance: Entrance
    chance: Chance
    limits: Limits
    safe: Safe
    sign_up_open: bool = True

    def begin(self, actor: Actor, *, provider: str, browser: str, next_path: str, back: str) -> Journey:
        """`browser` is a random text that this browser alone brings back. Raises `TooMany`."""
        guards.in_person(actor)
        self.limits.require(actor)
        journey = Journey(self.chance.token(), self.chance.token(), self.chance.token(), back)
        content = {
            "provider": provider,
            "browser": hash_token(browser),
            "nonce": journey.nonce,
            "verifier": journey.verifier,
            "back": back,
            "next": own_path(next_path),
            "session": actor.session_id or "",
        }
        self.application.perform(actor, tickets.put, purpose=Purpose.PROVIDER, key=journey.state, content=content)
        return journey

    def come_back(self, actor: Actor, *, provider: str, browser: str, state: str) -> Begun:
        """Counts once. Raises `NotFound` where this browser began no such journey, or it took too long, or somebody
        else is signed in by now."""
        found = self.application.perform(actor, tickets.redeem, purpose=Purpose.PROVIDER, key=state)
        is_its = (
            found is not None
            and found["provider"] == provider
            and hmac.compare_digest(found["browser"], hash_token(browser))
            and found["session"] in ("", actor.session_id)
        )
        if found is None or not is_its:
            raise NotFound
        journey = Journey(state, found["nonce"], found["verifier"], found["back"])
        return Begun(journey, found["next"], actor.user if found["session"] else None)

    def arrive(self, actor: Actor, *, provider: str, begun: Begun, vouched: Vouched) -> Admitted | None:
        """A session, whole or half, for who is known here or signs up; None where the account was linked to who is
        signed in. Raises `AccountTaken`, `BadCredentials`, `NotFresh`, `SignUpClosed`, `Taken`."""
        identity = vouched.identity
        sealed = sealing.seal(self.safe, identity.key, vouched.tokens, self.application.clock.now())
        holder = self.application.look(actor, linked.holder, identity=identity)
        if begun.for_user is not None and holder is None:
            self.application.perform(actor, linked.link, identity=identity, provider=provider, sealed=sealed)
            return None
        if begun.for_user not in (None, holder):
            raise AccountTaken
        stranger = attrs.evolve(actor, user=None, session_id=None)
        if holder is None:
            if not self.sign_up_open:
                raise SignUpClosed
            holder = self.application.perform(
                stranger, linked.sign_up, identity=identity, provider=provider, sealed=sealed
            ).id
        admitted = self.entrance.admit(stranger, Proof(holder))
        if begun.for_user is not None:
            # A fresh session takes the place of the one that the browser had.
            self.application.perform(actor, sessions.end)
        by_user = attrs.evolve(stranger, user=holder)
        self.application.perform(by_user, linked.use, identity=identity, sealed=sealed)
        return admitted


def own_path(text: str) -> str:
    """A place on this site, or its beginning."""
    return text if _OWN_PATH.fullmatch(text) else HOME
