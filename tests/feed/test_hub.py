"""The hub alone, over a log whose every moment a test decides: memberships that change faster than it looks (P7)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

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
        transport = FakeTransport()
        subscriber = Subscriber(transport, user_id=user, key_id=user, only=frozenset(), is_chunked=False)
        self.hub.enter(subscriber, {it: Reach(len(self.log.entries[it]), 0) for it in (user, *audiences)})
        subscriber.cursors = None
        for audience in (user, *audiences):
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


@pytest.mark.parametrize("after", [{}, {LIST: 1}, {LIST: 2}])
def test_shut_out_between_the_look_and_the_entering(after: Mapping[str, int]) -> None:
    """Of this user no other stream is open here, so nothing of their own tells that the look is of yesterday."""

    async def run() -> None:
        house = House()
        house.reader(OTHER, LIST)
        house.log.come()
        await house.look(LIST)
        found = house.seen(ME, LIST)
        house.log.go()
        house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
        await house.look(LIST)
        mine = await house.open(found, after)
        house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
        await house.look(ME, LIST)
        assert b"SECRET" not in mine.written
        assert mine.written.count(b"event: gone") == 1

    asyncio.run(run())


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("times", [1, 2])
def test_gone_and_back_during_a_replay(order: tuple[str, str], times: int) -> None:
    async def run() -> None:
        house = House()
        house.log.come()
        house.reader(OTHER, LIST)
        house.log.add(LIST, {"facts": [{"type": "missed"}]})
        await house.look(LIST)

        async def meanwhile() -> None:
            for _ in range(times):
                house.log.go()
                house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
                house.log.come()
            await house.look(*order)

        mine = await house.open(house.seen(ME, LIST), {LIST: 1}, meanwhile)
        house.log.add(LIST, {"facts": [{"type": "for all"}]})
        await house.look(*order)
        assert b"SECRET" not in mine.written
        assert b"for all" in mine.written
        assert mine.written.rindex(b"event: gone") < mine.written.rindex(b"membership.gained")

    asyncio.run(run())


@pytest.mark.parametrize("after", [{}, {LIST: 1}])
def test_gone_and_back_between_the_look_and_the_end_of_the_replay(after: Mapping[str, int]) -> None:
    async def run() -> None:
        house = House()
        house.reader(OTHER, LIST)
        house.log.come()
        await house.look(LIST)
        found = house.seen(ME, LIST)
        house.log.go()
        house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
        house.log.come()
        await house.look(LIST)
        # What is the user's own is heeded before the replay comes to the list's entry that shuts them out.
        mine = await house.open(found, after, lambda: house.look(ME))
        house.log.add(LIST, {"facts": [{"type": "for all"}]})
        await house.look(LIST, ME)
        assert b"SECRET" not in mine.written
        assert b"for all" in mine.written
        assert mine.written.count(b"event: gone") == 1
        assert mine.written.index(b"event: gone") < mine.written.rindex(b"membership.gained")

    asyncio.run(run())


@pytest.mark.parametrize("is_rung", [True, False])
def test_nothing_is_written_after_the_end_of_a_session_that_no_bell_told_of(is_rung: bool) -> None:
    """The ring is lost, or comes together with that of the list; and the process was held up for longer than a poll."""

    async def run() -> None:
        house = House()
        house.log.come()
        mine, others = house.reader(ME, LIST), house.reader(OTHER, LIST)
        house.log.add(ME, {"facts": [{"type": "session.ended", "session": ME}]})
        house.log.add(LIST, {"facts": [{"type": "SECRET"}]})
        following = asyncio.create_task(house.hub.follow())
        house.hub.ring([LIST, ME] if is_rung else [LIST])
        for _ in range(100):
            await asyncio.sleep(0)
        following.cancel()
        assert b"SECRET" in others.written
        assert b"SECRET" not in mine.written
        [subscriber] = [it for it in house.hub.readers if it.key_id == ME]
        assert subscriber.is_ended

    asyncio.run(run())


def test_a_replay_writes_nothing_after_the_end_of_its_session() -> None:
    async def run() -> None:
        house = House()
        house.log.come()
        found = house.seen(ME, LIST)

        async def end() -> None:
            house.log.add(ME, {"facts": [{"type": "session.ended", "session": ME}]})
            house.hub._end_sessions(house.log.entries[ME])

        mine = await house.open(found, {LIST: 0}, end)
        assert b"entry" not in mine.written

    asyncio.run(run())
