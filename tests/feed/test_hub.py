"""The hub alone, over a log whose every moment a test decides: memberships that change faster than it looks (P7)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

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
        transport = FakeTransport()
        subscriber = Subscriber(transport, user_id=user, key_id=user, only=frozenset(), is_chunked=False)
        self.hub.enter(subscriber, {it: Reach(len(self.log.entries[it]), 0) for it in (user, *audiences)})
        subscriber.cursors = None
        for audience in (user, *audiences):
            self.hub.topics[audience].live.add(subscriber)
        return transport

    async def look(self, *audiences: str) -> None:
        for audience in audiences:
            if topic := self.hub.topics.get(audience):
                await self.hub._publish(audience, self.log.entries[audience][topic.position :])


ORDERS = [(ME, LIST), (LIST, ME)]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("is_read_by_others", [True, False])
def test_come_and_gone_before_the_hub_looks(order: tuple[str, str], is_read_by_others: bool) -> None:
    async def run() -> None:
        house = House()
        mine = house.reader(ME)
        if is_read_by_others:
            house.reader(OTHER, LIST)
        house.log.come()
        house.log.go()
        await house.look(*order)
        house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
        await house.look(*order)
        assert b"SECRET" not in mine.written
        assert mine.written.count(f"id: me:{2}\n".encode()) == 1

    asyncio.run(run())


def test_gone_between_the_entry_and_the_look_at_the_list() -> None:
    async def run() -> None:
        house = House()
        mine = house.reader(ME)
        house.log.come()
        first = list(house.log.entries[ME])
        house.log.go()
        await house.hub._publish(ME, first)
        house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
        await house.look(LIST, ME, LIST)
        assert b"SECRET" not in mine.written

    asyncio.run(run())


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("is_read_by_others", [True, False])
def test_gone_and_back_before_the_hub_looks(order: tuple[str, str], times: int, is_read_by_others: bool) -> None:
    async def run() -> None:
        house = House()
        house.log.come()
        mine = house.reader(ME, LIST)
        others = house.reader(OTHER, LIST) if is_read_by_others else None
        for _ in range(times):
            house.log.go()
            house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
            house.log.come()
        await house.look(*order)
        house.log.add(LIST, {"facts": [{"type": "for all"}]})
        await house.look(*order)
        assert b"for all" in mine.written
        assert b"SECRET" not in mine.written
        assert mine.written.index(b"event: gone") < mine.written.index(b"for all")
        if others is not None:
            assert others.written.count(b"SECRET") == times

    asyncio.run(run())
