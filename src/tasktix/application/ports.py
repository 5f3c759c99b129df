"""What the application needs from outside, each with at least two implementations."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import attrs

from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class TryAgain(Exception):
    """The store undid the transaction for a reason that passes: a deadlock, a lock time-out, a lost race."""


class Unavailable(Exception):
    """The store cannot be reached, or is too busy. What was asked may be asked again."""


class OutcomeUnknown(Unavailable):
    """The connection broke during COMMIT: the write may have happened."""


@attrs.frozen
class Outcome(Generic[T_co]):
    """What a use case answered, and the positions of the entries that it made, per audience."""

    answer: T_co
    positions: dict[Id, int]


Seal = Callable[[UnitOfWork, Actor, Outcome[Any]], None]


class Store(Protocol):
    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None = None) -> Outcome[T]:
        """Run `body` in one transaction and make it durable. It may be run more than once; it must not call outward.

        `seal` is run at the end of the same transaction, when everything is written and the outcome is known.

        Raises `TryAgain`, `Unavailable`, and whatever `body` raises; in each case nothing was written.
        """

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        """Run `body` over one consistent moment. What it changes is lost."""

    def schema_fault(self) -> str | None:
        """None where the store answers and its schema is current, else the reason in words."""

    def close(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant in UTC, in whole milliseconds."""

    def pause(self, seconds: float) -> None: ...


class Chance(Protocol):
    def below(self, limit: int) -> int:
        """An unforeseeable number, 0 ≤ n < limit."""

    def token(self) -> str:
        """A text with 256 random bits that fits in a cookie."""


class Passwords(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, password_hash: str | None, password: str) -> bool:
        """In the same time for an unknown user (None) as for a known one."""

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made in another way than `hash` would make it now."""


class KnownPasswords(Protocol):
    def has(self, password: str) -> bool:
        """Whether attackers know it well. May take seconds, and never fails."""


class Safe(Protocol):
    """Encrypts what the store keeps and must be read again. `label` says what it is and whose: what was sealed as one
    thing does not open as another."""

    def seal(self, text: str, label: str) -> str: ...
    def open(self, sealed: str, label: str) -> str:
        """Raises `CannotOpen`."""


class CannotOpen(Exception):
    """It was sealed with a key that is not there any more, or is not what it should be."""


class Bell(Protocol):
    """Says "look now" to whoever reads the log: at which audiences, not what is there. A missed ring costs time,
    never an entry.

    And it passes words on between the processes: what is over in a minute, and is kept nowhere. A word may be lost."""

    def ring(self, audiences: Collection[Id]) -> None: ...
    def listen(self, ear: Callable[[Collection[Id]], None]) -> None:
        """`ear` is called at every ring, from any thread; it must return at once."""

    def say(self, word: str) -> None:
        """To all processes, this one too: printable ASCII without blanks, at most 200 characters."""

    def hear(self, ear: Callable[[str], None]) -> None:
        """`ear` is called with every word, from any thread; it must return at once."""

    def close(self) -> None: ...
