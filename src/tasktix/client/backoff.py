"""How long to wait before the next attempt."""

from __future__ import annotations

import random
from typing import Final

import attrs

FIRST: Final = 0.5
LONGEST: Final = 30.0


@attrs.define
class Backoff:
    """Waits that double, each a random part of what it may be: all clients of a server that starts again would else
    come back in the same moment, and again in the same moment."""

    first: float = FIRST
    longest: float = LONGEST
    _failures: int = attrs.field(default=0, init=False)

    def next(self, at_least: float = 0.0) -> float:
        """Seconds. `at_least` is what the server asked for (`Retry-After`), to which the randomness is added."""
        most = min(self.first * 2.0 ** min(self._failures, 32), self.longest)
        self._failures += 1
        return at_least + most * random.uniform(0.25, 1.0)  # noqa: S311 - spreads clients, guards nothing

    def reset(self) -> None:
        """Something worked."""
        self._failures = 0
