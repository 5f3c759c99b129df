"""A hub alone that hears who looks at a list, with a clock that a test advances."""

from __future__ import annotations

import asyncio
import math

from tasktix.adapters.http.lookers import looks, looks_away
from tasktix.adapters.http.tabs import Tab
from tests.feed.house import LIST, House

TAB = "T" * 16


class Watched(House):
    """A house whose hub follows its log; `say` is what other processes, and this one, hear."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.said: list[str] = []
        # It has just looked, always: what it reads is not read again.
        self.hub.looks.began = math.inf
        self.hub.lookers.seconds = lambda: self.now
        self.hub.lookers.say = self.said.append

    async def look_on(self, user: str, tab: str = TAB, *, at: int | None = None) -> None:
        position = len(self.log.entries[LIST]) if at is None else at
        await self.hear(looks(Tab(LIST, user, tab), f"key of {user}", position))

    async def look_away(self, user: str, tab: str = TAB) -> None:
        await self.hear(looks_away(Tab(LIST, user, tab)))

    async def hear(self, word: str) -> None:
        self.hub.lookers.hear(word)
        await self.settle()

    async def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.hub.lookers.check()
        await self.settle()

    async def settle(self) -> None:
        """Whatever was rung is read and written."""
        is_quiet = False
        while not is_quiet:
            for _ in range(20):
                await asyncio.sleep(0)
            is_quiet = not self.hub._wake.is_set()
