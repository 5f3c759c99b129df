"""The looks that find what no bell told of: a little at a time, and never long ago."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

import attrs

from tasktix.adapters.http.looks import FRESH, LOOK_EVERY, SLICE, SPREAD, Looks
from tasktix.adapters.http.topics import Topic
from tasktix.application.unit_of_work import Reach

SLICES = 8
MANY = SLICE * (SLICES - 1) + 1


async def nothing() -> None:
    pass


@attrs.define(eq=False)
class Log:
    """Every audience has come to the position 1, but for those that are gone. `third` is done while the third slice is
    read."""

    gone: set[str] = attrs.field(factory=set)
    asked: list[tuple[float, list[str]]] = attrs.field(factory=list)
    rung: list[str] = attrs.field(factory=list)
    third: Callable[[], Awaitable[None]] = nothing
    _asking: asyncio.Condition = attrs.field(factory=asyncio.Condition)

    async def reach(self, audiences: Collection[str]) -> Mapping[str, Reach]:
        self.asked.append((time.monotonic(), list(audiences)))
        async with self._asking:
            self._asking.notify_all()
        if len(self.asked) == 3:
            await self.third()
        return {it: Reach(1, 0) for it in audiences if it not in self.gone}

    def ring(self, audiences: Iterable[str]) -> None:
        self.rung += audiences

    def looks(self, position: int) -> Looks:
        """At many topics, all of which have come so far."""
        ids = [f"{number:016}" for number in range(MANY)]
        return Looks({it: Topic(it, position) for it in ids}, self.reach, self.ring)

    async def follow(self, looks: Looks, slices: int) -> None:
        """Until so many have been read."""
        following = asyncio.create_task(looks.follow())
        async with self._asking:
            await self._asking.wait_for(lambda: len(self.asked) >= slices)
        # What was read last is heeded before it ends.
        await asyncio.sleep(0.01)
        following.cancel()


def test_many_are_looked_at_a_little_at_a_time() -> None:
    async def run() -> None:
        log = Log()
        looks = log.looks(0)
        await log.follow(looks, SLICES)
        assert max(len(audiences) for _, audiences in log.asked) == SLICE
        assert log.rung[:MANY] == list(looks.topics)
        assert log.asked[SLICES - 1][0] - log.asked[0][0] > SPREAD / 2

    asyncio.run(run())


def test_who_has_all_is_not_rung() -> None:
    async def run() -> None:
        log = Log()
        looks = log.looks(1)
        await looks.now()
        assert log.rung == []
        [behind, gone] = itertools.islice(looks.topics.values(), 2)
        behind.position, gone.position, log.gone = 0, 0, {gone.audience}
        await looks.now()
        assert log.rung == [behind.audience]

    asyncio.run(run())


def test_a_look_is_as_old_as_its_beginning_and_good_until_the_next_is_over() -> None:
    async def run() -> None:
        log = Log()
        looks = log.looks(0)
        await log.follow(looks, SLICES - 1)
        assert looks.began == 0
        log.asked.clear()
        await log.follow(looks, SLICES + 1)
        assert looks.began <= log.asked[0][0]

    asyncio.run(run())
    assert LOOK_EVERY + SPREAD < FRESH


def test_who_comes_and_goes_meanwhile_disturbs_no_look() -> None:
    async def run() -> None:
        log = Log()
        looks = log.looks(0)
        topics = dict(looks.topics)
        looks = Looks(topics, log.reach, log.ring)
        last, new = list(topics)[-1], "n" * 16

        async def come_and_go() -> None:
            del topics[last]
            topics[new] = Topic(new, 0)

        log.third = come_and_go
        await log.follow(looks, SLICES * 2)
        assert last not in log.rung
        assert new in log.rung

    asyncio.run(run())


def test_a_look_that_was_overtaken_makes_nothing_older() -> None:
    async def run() -> None:
        log = Log()
        looks = log.looks(0)
        began = []

        async def overtake() -> None:
            await looks.now()
            began.append(looks.began)

        log.third = overtake
        await log.follow(looks, SLICES + 1)
        assert [looks.began] == began
        assert looks.began > log.asked[0][0]

    asyncio.run(run())
