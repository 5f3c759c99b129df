"""A hub alone, over a log whose every moment a test decides."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tasktix.adapters.http.feed import opening_of
from tasktix.adapters.http.hub import Hub
from tasktix.adapters.http.subscriber import Subscriber
from tasktix.application.unit_of_work import Entry, Reach
from tests.fakes import FakeClock

ME, OTHER, LIST = "1" * 16, "2" * 16, "L" * 16
NOW = datetime(2026, 11, 22, tzinfo=UTC)
GAINED = {"facts": [{"type": "membership.gained", "list": LIST}]}
LOST = {"facts": [{"type": "membership.lost", "list": LIST}]}
IN = {"changes": [{"kind": "member", "id": ME, "set": {}}]}
OUT = {"changes": [{"kind": "member", "id": ME, "gone": True}]}


class FakeLog:
    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {ME: [], OTHER: [], LIST: []}

    def add(self, audience: str, told: Mapping[str, Any]) -> None:
        position = len(self.entries[audience]) + 1
        text = json.dumps({"facts": [], "changes": [], **told}, separators=(",", ":")).removeprefix("{")
        self.entries[audience].append(Entry(audience, position, NOW, text))

    def come(self) -> None:
        self.add(ME, GAINED)
        self.add(LIST, IN)

    def go(self) -> None:
        self.add(ME, LOST)
        self.add(LIST, OUT)

    async def read(self, after: Mapping[str, int]) -> Mapping[str, Sequence[Entry]]:
        return {audience: self.entries[audience][position:] for audience, position in after.items()}

    async def reach(self, audiences: Collection[str]) -> Mapping[str, Reach]:
        return {it: Reach(len(self.entries[it]), 0) for it in audiences}


class FakeTransport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return False


class House:
    """A hub that looks only when it is told to, and readers of all that they may see."""

    def __init__(self) -> None:
        self.log = FakeLog()
        self.hub = Hub(self.log.read, self.log.reach, FakeClock())

    def reader(self, user: str, *audiences: str) -> FakeTransport:
        return self.reader_of(user, self.seen(user, *audiences))

    def reader_of(self, user: str, reach: Mapping[str, Reach]) -> FakeTransport:
        """Live at once, for it was told nothing that came after what it found."""
        transport = FakeTransport()
        subscriber = Subscriber(transport, user_id=user, key_id=user, only=frozenset(), is_chunked=False)
        self.hub.enter(subscriber, reach)
        subscriber.cursors = None
        for audience in reach:
            self.hub.topics[audience].live.add(subscriber)
        return transport

    def seen(self, *audiences: str) -> dict[str, Reach]:
        """What a reader who opens a stream now finds."""
        return {it: Reach(len(self.log.entries[it]), 0) for it in audiences}

    async def open(
        self,
        reach: Mapping[str, Reach],
        after: Mapping[str, int],
        meanwhile: Callable[[], Awaitable[None]] | None = None,
    ) -> FakeTransport:
        """A stream of mine of what was found; something happens while its first read of the log is under way."""
        transport = FakeTransport()
        mine = Subscriber(transport, user_id=ME, key_id=ME, only=frozenset(), is_chunked=False)
        self.hub.enter(mine, reach)
        opening_of(mine, reach, after)
        waiting = [meanwhile] if meanwhile else []

        async def read(positions: Mapping[str, int]) -> Mapping[str, Sequence[Entry]]:
            pages = await self.log.read(positions)
            if waiting:
                self.hub.read_entries = self.log.read
                await waiting.pop()()
            return pages

        async def write(payload: bytes) -> None:
            transport.write(payload)

        self.hub.read_entries = read
        await self.hub.replay(mine, {it: known.position for it, known in reach.items()}, write)
        self.hub.read_entries = self.log.read
        return transport

    async def look(self, *audiences: str) -> None:
        for audience in audiences:
            if topic := self.hub.topics.get(audience):
                if topic.is_own:
                    self.hub._end_sessions(self.log.entries[audience][topic.position :])
                await self.hub._publish(topic, self.log.entries[audience][topic.position :])
