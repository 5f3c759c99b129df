"""Looks at the database that no bell asked for: the net under each bell. A bell may ring late, or never."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

import attrs

from tasktix.adapters.http.topics import ReadReach, Topic
from tasktix.domain.ids import Id

LOOK_EVERY: Final = 0.5
"""Seconds from the beginning of one look to that of the next."""

SPREAD: Final = 0.3
"""Seconds that a look takes where it needs several goes."""

FRESH: Final = 1.0
"""Seconds that a look is good for: so long after a session has ended something may be written to its streams, where no
bell told of it (contract, section 5). More than the two above together, so that nobody waits for a look while nothing
is held up."""

SLICE: Final = 128
"""Audiences looked at in one go. A thread that reads of thousands keeps Python's lock from the loop just when it writes
a change out."""


@attrs.define(eq=False)
class Looks:
    """`ring` is told which of the `topics` have something new."""

    topics: Mapping[Id, Topic]
    read_reach: ReadReach
    ring: Callable[[Iterable[Id]], None]
    began: float = attrs.field(default=0.0, init=False)
    """When the last look that is over began, on the monotonic clock."""

    async def follow(self) -> None:
        """For ever: look, a little at a time."""
        while True:
            begin = time.monotonic()
            audiences = list(self.topics)
            for start in range(0, len(audiences), SLICE):
                await _until(begin + SPREAD * start / len(audiences))
                await self._at(audiences[start : start + SLICE])
            self._end(begin)
            await _until(begin + LOOK_EVERY)

    async def now(self) -> None:
        """At all of them in one go, for who cannot wait."""
        begin = time.monotonic()
        if self.topics:
            await self._at(list(self.topics))
        self._end(begin)

    async def _at(self, audiences: Collection[Id]) -> None:
        reach = await self.read_reach(audiences)
        topics = {it: self.topics[it] for it in reach if it in self.topics}
        self.ring(it for it, topic in topics.items() if reach[it].position > topic.position)

    def _end(self, begin: float) -> None:
        # One that was over sooner may have begun later.
        self.began = max(self.began, begin)


async def _until(moment: float) -> None:
    await asyncio.sleep(moment - time.monotonic())
