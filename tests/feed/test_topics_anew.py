"""A topic that nobody reads any more is gone; the next reader makes it anew, with what they have found themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from tasktix.application.unit_of_work import Entry
from tests.feed.house import LIST, ME, OTHER, House


def test_what_was_read_for_those_who_left_leaves_nothing_out_for_who_came() -> None:
    """The hub reads on after the second entry while its last reader leaves. Who comes has found the first alone."""

    async def run() -> None:
        house, begun, go_on = House(), asyncio.Event(), asyncio.Event()
        house.log.add(LIST, {})
        found = house.seen(ME, LIST)
        house.log.add(LIST, {})
        house.reader(OTHER, LIST)
        await house.hub.looks.now()
        house.log.add(LIST, {})

        async def slow_read(after: Mapping[str, int]) -> Mapping[str, Sequence[Entry]]:
            pages = await house.log.read(after)
            house.hub.read_entries = house.log.read
            begun.set()
            await go_on.wait()
            return pages

        house.hub.read_entries = slow_read
        following = asyncio.create_task(house.hub.follow())
        house.hub.ring([LIST])
        await begun.wait()
        [other] = house.hub.readers
        house.hub.leave(other)
        mine = house.reader_of(ME, found)
        go_on.set()
        for _ in range(100):
            await asyncio.sleep(0)
        following.cancel()
        lines = [it for it in mine.written.split(b"\n") if it.startswith(b"id: ")]
        assert lines == [f"id: {LIST}:2".encode(), f"id: {LIST}:3".encode()]

    asyncio.run(run())
