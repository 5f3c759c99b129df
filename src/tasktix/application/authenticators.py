"""What passkeys need from outside: the protocol that browsers and devices speak (WebAuthn)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tasktix.domain.ids import Id
from tasktix.domain.passkeys import Key

Brought = Mapping[str, Any]
"""What a browser brings from a device, as JSON."""


class NotProven(Exception):
    """It is not what was asked for, or not signed with the key that it names, or its owner was not seen."""


class Authenticators(Protocol):
    """For one site, the one at our public address. A challenge is a random text."""

    def creation(self, challenge: str, user_id: Id, name: str, known: Sequence[str]) -> Mapping[str, Any]:
        """What a browser is to ask a device for a new key with; `known` are the keys that it need not make again."""

    def request(self, challenge: str) -> Mapping[str, Any]:
        """What a browser is to ask for a signature with, of whatever key its owner chooses."""

    def challenge_of(self, brought: Brought) -> str:
        """The one that it claims to answer. Raises `NotProven`."""

    def credential_of(self, brought: Brought) -> str:
        """The key that it claims to be signed with. Raises `NotProven`."""

    def made(self, brought: Brought, challenge: str) -> Key:
        """Raises `NotProven`."""

    def signed(self, brought: Brought, challenge: str, key: Key) -> int:
        """How often the device has signed with it now. Raises `NotProven`, also where that was less than before: then
        there is a copy of the key."""
