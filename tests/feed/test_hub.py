"""The hub alone, over a log whose every moment a test decides: memberships that change faster than it looks (P7)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from tests.feed.house import LIST, ME, OTHER, House

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
        await house.hub._publish(house.hub.topics[ME], first)
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
