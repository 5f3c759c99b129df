"""Many changes at once: while some are written out, others come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from tasktix.adapters.http.hub import Hub
from tasktix.adapters.http.subscriber import Subscriber
from tasktix.application.unit_of_work import Entry, Reach
from tests.fakes import FakeClock

ME, LIST = "1" * 16, "L" * 16
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CHANGES = 200
WRITING = 0.02
"""Seconds that writing out takes here."""


class Log:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.reads = 0

    def add(self) -> None:
        self.entries.append(Entry(LIST, len(self.entries) + 1, NOW, '"facts":[],"changes":[]}'))

    async def read(self, after: Mapping[str, int]) -> Mapping[str, Sequence[Entry]]:
        self.reads += 1
        return {audience: self.entries[position:] for audience, position in after.items()}

    async def reach(self, audiences: Collection[str]) -> Mapping[str, Reach]:
        return {it: Reach(len(self.entries), 0) for it in audiences}


class SlowTransport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.has_all = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        time.sleep(WRITING)
        self.written += bytes(data)
        if f"id: {LIST}:{CHANGES}\n".encode() in self.written:
            self.has_all.set()

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return False


def test_a_burst_is_written_whole_in_order_and_in_few_pieces() -> None:
    async def run() -> None:
        log, transport = Log(), SlowTransport()
        hub = Hub(log.read, log.reach, FakeClock())
        reader = Subscriber(transport, user_id=ME, key_id=ME, only=frozenset(), is_chunked=False)
        hub.enter(reader, {LIST: Reach(0, 0)})
        reader.cursors = None
        hub.topics[LIST].live.add(reader)
        following = asyncio.create_task(hub.follow())
        for _ in range(CHANGES):
            log.add()
            hub.ring([LIST])
            await asyncio.sleep(0)
        await asyncio.wait_for(transport.has_all.wait(), 60)
        following.cancel()
        positions = [int(it.split(b"\n")[0]) for it in transport.written.split(f"id: {LIST}:".encode())[1:]]
        assert positions == list(range(1, CHANGES + 1))
        assert log.reads < CHANGES // 4

    asyncio.run(run())
