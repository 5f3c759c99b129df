"""What signing in elsewhere needs from outside: somebody who says who a person is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import attrs

from tasktix.domain.linked import Identity, Tokens


class ProviderFailed(Exception):
    """The provider cannot be reached, or what it says is not to be believed."""


class ProviderRefused(Exception):
    """The person, or the provider, said no."""


@attrs.frozen
class Journey:
    """One way to a provider and back. `state`, `nonce` and `verifier` are random and count once; `back` is our address
    to which the provider sends the browser."""

    state: str
    nonce: str
    verifier: str
    back: str


@attrs.frozen
class Vouched:
    identity: Identity
    tokens: Tokens


class Provider(Protocol):
    """Its calls go outward: never within a unit of work."""

    @property
    def id(self) -> str:
        """As in `/auth/{id}/start`."""

    @property
    def name(self) -> str:
        """As its button says."""

    async def address(self, journey: Journey) -> str:
        """Where to send the browser. Raises `ProviderFailed`."""

    async def vouch(self, journey: Journey, answer: Mapping[str, str]) -> Vouched:
        """From what the browser brought back. Raises `ProviderFailed`, `ProviderRefused`."""
