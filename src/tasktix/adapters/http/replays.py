"""Reading for those who come back: many at once, after a restart, and most of them to the same place in the log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from tasktix.adapters.http.topics import ReadEntries
from tasktix.application.unit_of_work import Entry
from tasktix.domain.ids import Id

MOST_AGE: Final = 5.0
"""Seconds for which others may join a read that is under way. It is far less than `feed.OVERLAP`: a page that is older
than that of another audience may be written after what is later, and a reader who is cut off in between comes back with
the later one."""

Place = tuple[Id, int]
Pages = Mapping[Id, Sequence[Entry]]


@attrs.frozen(eq=False)
class _Read:
    pages: asyncio.Future[Pages]
    begun: float

    @property
    def is_open(self) -> bool:
        return not self.pages.done() and time.monotonic() - self.begun < MOST_AGE


@attrs.define(eq=False)
class SharedReads:
    """Whoever asks for what another is just reading waits for that. What was read is not kept."""

    _under_way: dict[Place, _Read] = attrs.field(factory=dict, init=False)

    async def pages(self, read: ReadEntries, after: Mapping[Id, int]) -> Pages:
        """As `read` gives them, perhaps as they were when another began to read."""
        reads = {place[0]: found for place in after.items() if (found := self._under_way.get(place)) and found.is_open}
        if alone := {audience: position for audience, position in after.items() if audience not in reads}:
            reads |= dict.fromkeys(alone, self._begin(read, alone))
        # Shielded: who asked first may go away, and the others still wait.
        return {audience: (await asyncio.shield(found.pages))[audience] for audience, found in reads.items()}

    def _begin(self, read: ReadEntries, after: Mapping[Id, int]) -> _Read:
        begun, places = _Read(asyncio.ensure_future(read(after)), time.monotonic()), list(after.items())
        self._under_way.update(dict.fromkeys(places, begun))

        def end(pages: asyncio.Future[Pages]) -> None:
            for place in places:
                if self._under_way.get(place) is begun:
                    del self._under_way[place]
            if not pages.cancelled():
                # Where all who waited have gone, nobody else asks how it ended.
                pages.exception()

        begun.pages.add_done_callback(end)
        return begun
