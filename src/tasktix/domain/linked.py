"""An account elsewhere by which a user signs in: who they are there, as the provider says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.domain import own_facts
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.ids import Id

_NOT_IN_USERNAMES: Final = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST_USERNAME: Final = 32
_SHORTEST_USERNAME: Final = 3


@attrs.frozen
class Identity:
    """`subject` never changes and is unique at `issuer`; all else may change any day, and decides nothing. `email` is
    None where the provider gives none, or says that it has not verified it."""

    issuer: str
    subject: str
    name: str = ""
    email: str | None = None

    @property
    def key(self) -> str:
        """Another for every other identity, and as short as a database likes its keys."""
        return hashlib.sha256(f"{self.issuer}\0{self.subject}".encode()).hexdigest()


@attrs.frozen
class Tokens:
    """What a provider gave us to ask it with as a person. `refresh` gets the next ones, once; `lasts` is how long
    `access` is known there from now on. Each is None where the provider says nothing of it."""

    access: str = attrs.field(repr=False)
    refresh: str | None = attrs.field(default=None, repr=False)
    lasts: timedelta | None = None


@attrs.define(eq=False, kw_only=True)
class LinkedAccount(Aggregate):
    """`provider` is what we call the place. `sealed` are the tokens that it gave us, encrypted."""

    user_id: Id
    provider: str
    identity_key: str
    name: str
    sealed: str
    created_at: datetime
    used_at: datetime

    @property
    def audience(self) -> Id:
        return self.user_id

    @classmethod
    def link(
        cls, account_id: Id, identity: Identity, *, user_id: Id, provider: str, sealed: str, now: datetime
    ) -> LinkedAccount:
        account = cls(
            id=account_id,
            user_id=user_id,
            provider=provider,
            identity_key=identity.key,
            name=shown_name(identity),
            sealed=sealed,
            created_at=now,
            used_at=now,
        )
        account.record(own_facts.AccountLinked(account_id))
        return account

    def use(self, identity: Identity, sealed: str, now: datetime) -> None:
        self.name, self.sealed, self.used_at = shown_name(identity), sealed, now
        self.record(own_facts.AccountUsed(self.id))

    def renew(self, sealed: str) -> None:
        self.sealed = sealed
        self.record(own_facts.AccountRenewed(self.id))

    def unlink(self) -> None:
        self.deleted = True
        self.record(own_facts.AccountUnlinked(self.id))


def shown_name(identity: Identity) -> str:
    """What its owner knows it by."""
    return _line(identity.name) or _line(identity.email or "") or "?"


def _line(text: str) -> str:
    """As much of a name as we keep, if it is one."""
    clean = "".join(it for it in text if it.isprintable()).encode(errors="ignore").decode().strip()
    return clean[:64].strip()


def usernames_for(identity: Identity, chance: Callable[[int], int]) -> Iterator[str]:
    """What its new user could be called here, the nicest first, without end: others may have the same name. `chance`
    gives a random number below another."""
    base = _NOT_IN_USERNAMES.sub("_", identity.name).strip("_")[:_LONGEST_USERNAME].strip("_")
    if len(base) < _SHORTEST_USERNAME:
        base = f"user_{base}".strip("_")
    yield base
    for number in range(2, 10):
        yield f"{base[:30]}_{number}"
    while True:
        yield f"{base[:22]}_{chance(10**9)}"
