"""The one place where a unit of work begins, is tried again, and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

import attrs

from tasktix.application.actor import Actor
from tasktix.application.ports import (
    Bell,
    Chance,
    Clock,
    Outcome,
    OutcomeUnknown,
    Seal,
    Store,
    TryAgain,
    Unavailable,
)
from tasktix.application.replies import Once, require_unanswered
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS: Final = 10
FIRST_PAUSE: Final = 0.005
"""Seconds. Each further pause is twice as long, times a random half to whole, so that rivals do not meet again."""


@attrs.frozen
class Application:
    store: Store
    bell: Bell
    clock: Clock
    chance: Chance

    def perform(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[UnitOfWork, Actor, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do `use_case` as `actor`: all of it, durably, or nothing. Raises what it refuses with, or `Unavailable`."""
        return self.commit(actor, use_case, *args, **kwargs).answer

    def commit(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[UnitOfWork, Actor, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[T]:
        """`perform`, and say which entries it made."""

        def body(work: UnitOfWork) -> T:
            return use_case(work, actor, *args, **kwargs)

        return self._persist(actor, body)

    def commit_once(
        self,
        actor: Actor,
        once: Once,
        use_case: Callable[Concatenate[UnitOfWork, Actor, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[T]:
        """`commit`, unless this user's request with this key (`actor.key`) was done before: then `AnsweredBefore`.

        A repeat is rare, so it is looked for only where something went wrong: the key is taken, the use case refuses,
        or nobody knows whether the first try was committed.
        """

        def first(work: UnitOfWork) -> T:
            return use_case(work, actor, *args, **kwargs)

        def again(work: UnitOfWork) -> T:
            require_unanswered(work, actor, fingerprint=once.fingerprint)
            return use_case(work, actor, *args, **kwargs)

        try:
            return self._told(self.store.write(actor, first, once.seal))
        except (TryAgain, OutcomeUnknown):
            return self._persist(actor, again, once.seal, (TryAgain, OutcomeUnknown))
        except Refused:
            self.look(actor, require_unanswered, fingerprint=once.fingerprint)
            raise

    def _persist(
        self,
        actor: Actor,
        body: Callable[[UnitOfWork], T],
        seal: Seal | None = None,
        passing: tuple[type[Exception], ...] = (TryAgain,),
    ) -> Outcome[T]:
        """Try again what failed for a reason that passes, with growing pauses, and in the end give up."""
        pause = FIRST_PAUSE
        for _ in range(ATTEMPTS - 1):
            try:
                return self._told(self.store.write(actor, body, seal))
            except passing:
                self.clock.pause(pause * (0.5 + self.chance.below(1000) / 2000))
                pause *= 2
        try:
            return self._told(self.store.write(actor, body, seal))
        except TryAgain as lost:
            raise Unavailable from lost

    def _told(self, outcome: Outcome[T]) -> Outcome[T]:
        if outcome.positions:
            self.bell.ring(outcome.positions.keys())
        return outcome

    def look(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[UnitOfWork, Actor, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Answer a question over one consistent moment; nothing is written. Raises what it refuses with, or
        `Unavailable`."""
        pause = FIRST_PAUSE
        for _ in range(ATTEMPTS - 1):
            try:
                return self.store.read(lambda work: use_case(work, actor, *args, **kwargs))
            except TryAgain:
                self.clock.pause(pause * (0.5 + self.chance.below(1000) / 2000))
                pause *= 2
        try:
            return self.store.read(lambda work: use_case(work, actor, *args, **kwargs))
        except TryAgain as lost:
            raise Unavailable from lost

    def __enter__(self) -> Application:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and the bell; the application is of no use afterwards."""
        self.bell.close()
        self.store.close()
