"""Ports as tests want them: time that stands still, chance that repeats itself, hashing that costs nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, TypeVar

import attrs

from tasktix.application.actor import Actor
from tasktix.application.ports import CannotOpen, Outcome, OutcomeUnknown, Seal, Store, TryAgain
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id

T = TypeVar("T")

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


@attrs.define(eq=False)
class FakeClock:
    """Stands still until `advance`. With `sleeps` a pause takes its time: rival threads need it."""

    moment: datetime = NOON
    sleeps: bool = False
    pauses: list[float] = attrs.field(factory=list, init=False)

    def now(self) -> datetime:
        return self.moment

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if self.sleeps:
            time.sleep(seconds)

    def advance(self, duration: timedelta) -> None:
        self.moment += duration


class SeededChance:
    """The same numbers in every run."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        return self._random.randrange(limit)

    def token(self) -> str:
        return f"{self._random.getrandbits(256):064x}"


@attrs.define(eq=False)
class FakePasswords:
    """`verified` are the hashes that it was asked about, None for an unknown user."""

    OLD: ClassVar = "old hash of "
    """How a hash begins that is to be made anew."""

    verified: list[str | None] = attrs.field(factory=list, init=False)
    meanwhile: list[Callable[[], object]] = attrs.field(factory=list, init=False)
    """Each is done once, while a password is being verified."""

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def verify(self, password_hash: str | None, password: str) -> bool:
        self.verified.append(password_hash)
        if self.meanwhile:
            self.meanwhile.pop()()
        return password_hash in (self.hash(password), f"{self.OLD}{password}")

    def is_outdated(self, password_hash: str) -> bool:
        return password_hash.startswith(self.OLD)


class FakeSafe:
    """Opens what was sealed with the same label."""

    def seal(self, text: str, label: str) -> str:
        return f"{text} as {label}"

    def open(self, sealed: str, label: str) -> str:
        text, _, rest = sealed.partition(" as ")
        if rest != label:
            raise CannotOpen
        return text


@attrs.define(eq=False)
class FakeAccounts:
    """Users at a tracker `by` their accounts there, and their `tokens`."""

    by: dict[str, Id] = attrs.field(factory=dict)
    tokens: dict[Id, str] = attrs.field(factory=dict)

    def users(self, work: UnitOfWork, accounts: Collection[str]) -> Mapping[str, Id]:
        return {it: self.by[it] for it in accounts if it in self.by}

    def token(self, user_id: Id, refused: str = "") -> str:
        token = self.tokens.get(user_id, refused)
        if token == refused:
            raise NotConnected
        return token


@attrs.frozen
class FakeKnownPasswords:
    known: frozenset[str] = frozenset({"password123"})

    def has(self, password: str) -> bool:
        return password in self.known


@attrs.define(eq=False)
class _AroundStore:
    _store: Store

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        return self._store.read(body)

    def schema_fault(self) -> str | None:
        return self._store.schema_fault()

    def close(self) -> None:
        self._store.close()


@attrs.define(eq=False)
class BusyStore(_AroundStore):
    """A store whose first `losses` writes are undone by a rival."""

    losses: int
    writes: int = attrs.field(default=0, init=False)

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None = None) -> Outcome[T]:
        self.writes += 1
        if self.writes <= self.losses:
            raise TryAgain
        return self._store.write(actor, body, seal)


@attrs.define(eq=False)
class BreakingStore(_AroundStore):
    """A store whose first write is committed, and whose connection then breaks before the answer arrives."""

    is_broken: bool = attrs.field(default=False, init=False)

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None = None) -> Outcome[T]:
        outcome = self._store.write(actor, body, seal)
        if not self.is_broken:
            self.is_broken = True
            raise OutcomeUnknown
        return outcome
