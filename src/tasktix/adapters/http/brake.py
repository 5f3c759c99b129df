"""The general limit: how fast one user, or one address, may write. In this process alone, so that it costs nothing."""

from __future__ import annotations

import time
from math import ceil
from typing import Final

import attrs

from tasktix.domain.errors import TooMany

BURST: Final = 1000
PER_SECOND: Final = 50.0
"""Far above what a page or a busy script does, and far below what would be felt by others."""

_MOST_KNOWN: Final = 10_000


@attrs.define(eq=False)
class Brake:
    is_on: bool = True
    _empty_at: dict[str, float] = attrs.field(factory=dict, init=False)

    def require(self, who: str) -> None:
        """Raises `TooMany`."""
        if not self.is_on:
            return
        now = time.monotonic()
        empty_at = max(self._empty_at.pop(who, now), now) + 1 / PER_SECOND
        wait = empty_at - now - BURST / PER_SECOND
        if wait > 0:
            self._empty_at[who] = empty_at - 1 / PER_SECOND
            raise TooMany(ceil(wait))
        self._empty_at[who] = empty_at
        while len(self._empty_at) > _MOST_KNOWN:
            # The one that has not written for the longest time.
            del self._empty_at[next(iter(self._empty_at))]
