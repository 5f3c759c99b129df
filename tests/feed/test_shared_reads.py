"""Of many who come back at once, those who start at the same place read the log once."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping, Sequence

import attrs
import pytest

from tasktix.adapters.http import replays
from tasktix.adapters.http.replays import SharedReads
from tasktix.application.ports import Unavailable
from tasktix.application.unit_of_work import Entry
from tests.feed.house import LIST, ME, OTHER, FakeLog


@attrs.define
class SlowLog:
    """Reads when it is told to, and counts."""

    log: FakeLog = attrs.field(factory=FakeLog)
    go_on: asyncio.Event = attrs.field(factory=asyncio.Event)
    asked: list[Mapping[str, int]] = attrs.field(factory=list)
    fault: Exception | None = None

    async def read(self, after: Mapping[str, int]) -> Mapping[str, Sequence[Entry]]:
        self.asked.append(dict(after))
        await self.go_on.wait()
        if self.fault is not None:
            raise self.fault
        return await self.log.read(after)


def alone(test: Callable[[SharedReads, SlowLog], Awaitable[None]]) -> None:
    async def run() -> None:
        log = SlowLog()
        for audience in (ME, OTHER, LIST):
            log.log.add(audience, {})
        await test(SharedReads(), log)

    asyncio.run(run())


async def asking(reads: SharedReads, log: SlowLog, after: Mapping[str, int]) -> asyncio.Task[replays.Pages]:
    task = asyncio.create_task(reads.pages(log.read, after))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


def test_who_asks_for_the_same_place_waits_for_the_same_read() -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        mine = await asking(reads, log, {ME: 0, LIST: 0})
        others = await asking(reads, log, {OTHER: 0, LIST: 0})
        third = await asking(reads, log, {LIST: 0})
        assert log.asked == [{ME: 0, LIST: 0}, {OTHER: 0}]
        log.go_on.set()
        entry = log.log.entries
        assert await mine == {ME: entry[ME], LIST: entry[LIST]}
        assert await others == {OTHER: entry[OTHER], LIST: entry[LIST]}
        assert await third == {LIST: entry[LIST]}

    alone(test)


def test_another_place_is_read_by_itself() -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        await asking(reads, log, {LIST: 0})
        await asking(reads, log, {LIST: 1})
        assert log.asked == [{LIST: 0}, {LIST: 1}]

    alone(test)


def test_what_was_read_is_not_kept() -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        log.go_on.set()
        first = await (await asking(reads, log, {LIST: 0}))
        log.log.add(LIST, {})
        second = await (await asking(reads, log, {LIST: 0}))
        assert [len(first[LIST]), len(second[LIST])] == [1, 2]

    alone(test)


def test_nobody_joins_a_read_that_has_been_under_way_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        await asking(reads, log, {LIST: 0})
        monkeypatch.setattr(replays, "MOST_AGE", 0.0)
        await asking(reads, log, {LIST: 0})
        assert log.asked == [{LIST: 0}, {LIST: 0}]

    alone(test)


def test_who_asked_first_may_go_away() -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        first = await asking(reads, log, {LIST: 0})
        second = await asking(reads, log, {LIST: 0})
        first.cancel()
        await asyncio.sleep(0)
        log.go_on.set()
        assert await second == {LIST: log.log.entries[LIST]}

    alone(test)


def test_all_who_wait_hear_that_it_failed_and_the_next_one_tries_again() -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        log.fault = Unavailable()
        waiting = [await asking(reads, log, {LIST: 0}) for _ in range(2)]
        log.go_on.set()
        for task in waiting:
            with pytest.raises(Unavailable):
                await task
        log.fault = None
        assert await (await asking(reads, log, {LIST: 0})) == {LIST: log.log.entries[LIST]}

    alone(test)


def test_that_a_read_failed_for_nobody_is_no_fault_of_the_loop() -> None:
    async def test(reads: SharedReads, log: SlowLog) -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        log.fault = Unavailable()
        gone = await asking(reads, log, {LIST: 0})
        gone.cancel()
        await asyncio.sleep(0)
        log.go_on.set()
        for _ in range(3):
            await asyncio.sleep(0)
        del gone
        gc.collect()
        assert told == []

    alone(test)
