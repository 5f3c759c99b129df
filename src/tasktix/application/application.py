"""The one place where a unit of work begins, is tried again, and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

import attrs

from tasktix.application.actor import Actor
from tasktix.application.ports import Bell, Chance, Clock, Outcome, Store, TryAgain, Unavailable
from tasktix.application.unit_of_work import UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS: Final = 8
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

        pause = FIRST_PAUSE
        for _ in range(ATTEMPTS - 1):
            try:
                return self._told(self.store.write(actor, body))
            except TryAgain:
                self.clock.pause(pause * (0.5 + self.chance.below(1000) / 2000))
                pause *= 2
        try:
            return self._told(self.store.write(actor, body))
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
        """Answer a question over one consistent moment; nothing is written."""
        return self.store.read(lambda work: use_case(work, actor, *args, **kwargs))
