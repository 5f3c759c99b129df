"""Who looks at a list, as its readers here are told it: a hub alone, with a clock that a test advances."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tasktix.adapters.http.lookers import HOLDS, MORE_EACH, PAUSE, looks
from tasktix.adapters.http.tabs import Tab
from tests.feed.house import LIST, ME, OTHER, FakeTransport
from tests.feed.watched import TAB, Watched

THIRD = "3" * 16


def told(reader: FakeTransport) -> list[list[str]]:
    """Who looks at the list, each time that this reader was told."""
    frames = [frame for frame in reader.written.decode().split("\n\n") if frame.startswith("event: looking\n")]
    shown: list[dict[str, Any]] = [json.loads(frame.partition("data: ")[2]) for frame in frames]
    assert all(it["audience"] == LIST for it in shown)
    return [it["users"] for it in shown]


def run(test: Callable[[Watched], Awaitable[None]]) -> None:
    async def go() -> None:
        house = Watched()
        house.log.come()
        following = asyncio.create_task(house.hub.follow())
        await test(house)
        assert not following.done(), following.exception()
        following.cancel()

    asyncio.run(go())


def test_who_comes_and_goes_is_told_and_a_renewal_is_not() -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME, LIST)
        await house.look_on(OTHER)
        assert told(mine) == [[OTHER]]
        await house.pass_by(PAUSE * 2)
        await house.look_on(OTHER)
        await house.look_on(OTHER, "U" * 16)
        await house.look_on(ME)
        assert told(mine) == [[OTHER], [ME, OTHER]]
        await house.pass_by(PAUSE * 2)
        await house.look_away(OTHER)
        assert len(told(mine)) == 2
        await house.look_away(OTHER, "U" * 16)
        assert told(mine)[2:] == [[ME]]

    run(test)


def test_a_frame_has_no_id() -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME, LIST)
        await house.look_on(OTHER)
        assert b"id:" not in mine.written

    run(test)


def test_who_does_not_say_so_again_looks_no_longer() -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME, LIST)
        await house.look_on(OTHER)
        await house.pass_by(HOLDS / 2)
        await house.look_on(OTHER)
        await house.pass_by(HOLDS - 1)
        assert told(mine) == [[OTHER]]
        await house.pass_by(1)
        assert told(mine) == [[OTHER], []]

    run(test)


def test_a_crowd_that_comes_at_once_is_a_frame_a_second() -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME, LIST)
        crowd = [f"{number:016d}" for number in range(1000)]
        for user in crowd:
            await house.look_on(user)
        assert told(mine) == [crowd[:1]]
        await house.pass_by(PAUSE + MORE_EACH)
        assert told(mine) == [crowd[:1], crowd]
        await house.look_away(crowd[0])
        await house.pass_by(PAUSE)
        assert len(told(mine)) == 2
        await house.pass_by(MORE_EACH * len(crowd))
        assert told(mine)[2:] == [crowd[1:]]

    run(test)


def test_who_goes_live_is_told_who_looks_already_and_nobody_else_is() -> None:
    async def test(house: Watched) -> None:
        others = house.reader(OTHER, LIST)
        await house.look_on(OTHER)
        mine = await house.open(house.seen(ME, LIST), {})
        await house.settle()
        assert told(mine) == [[OTHER]]
        assert told(others) == [[OTHER]]

    run(test)


def test_who_looks_is_known_where_nobody_read_the_list_before() -> None:
    async def test(house: Watched) -> None:
        await house.look_on(OTHER)
        mine = await house.open(house.seen(ME, LIST), {})
        await house.settle()
        assert told(mine) == [[OTHER]]

    run(test)


def test_who_becomes_a_member_is_told_who_looks() -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME)
        house.reader(OTHER, LIST)
        await house.look_on(OTHER)
        house.log.go()
        house.log.come()
        house.hub.ring([ME, LIST])
        await house.settle()
        assert told(mine) == [[OTHER]]

    run(test)


def test_a_reader_of_other_lists_hears_nothing_of_this_one() -> None:
    async def test(house: Watched) -> None:
        mine, others = house.reader(ME), house.reader(OTHER, LIST)
        await house.look_on(OTHER)
        assert told(others) == [[OTHER]]
        assert told(mine) == []

    run(test)


@pytest.mark.parametrize("is_rung", [True, False])
def test_who_is_shut_out_is_told_nothing_more(is_rung: bool) -> None:
    """Somebody begins to look after the entry that shuts me out; this process has not heard of that entry yet."""

    async def test(house: Watched) -> None:
        mine, others = house.reader(ME, LIST), house.reader(OTHER, LIST)
        house.log.go()
        if is_rung:
            house.hub.ring([LIST])
        await house.look_on(OTHER)
        assert told(others) == [[OTHER]]
        assert told(mine) == []
        assert b"event: gone" in mine.written

    run(test)


def test_who_is_shut_out_during_the_read_is_told_nothing_that_came_after() -> None:
    async def test(house: Watched) -> None:
        mine, others = house.reader(ME, LIST), house.reader(OTHER, LIST)
        read = house.log.read

        async def interrupted(after: Any) -> Any:
            pages = await read(after)
            house.hub.read_entries = read
            # Too late for what was read, and so for what is told by it.
            house.log.go()
            house.hub.lookers.hear(looks(Tab(LIST, THIRD, TAB), "key", len(house.log.entries[LIST])))
            return pages

        house.hub.read_entries = interrupted
        await house.look_on(OTHER)
        await house.pass_by(PAUSE * 2)
        assert told(others) == [[OTHER], [OTHER, THIRD]]
        assert told(mine) == [[OTHER]]

    run(test)


def test_who_is_shut_out_looks_no_longer_and_the_other_processes_hear_it() -> None:
    async def test(house: Watched) -> None:
        others = house.reader(OTHER, LIST)
        await house.look_on(ME)
        await house.look_on(OTHER)
        await house.pass_by(PAUSE * 2)
        house.log.go()
        house.hub.ring([LIST])
        await house.settle()
        assert told(others) == [[ME], [ME, OTHER]]
        await house.pass_by(PAUSE * 2)
        assert told(others)[2:] == [[OTHER]]
        [word] = house.said
        elsewhere = Watched()
        elsewhere.log.come()
        await elsewhere.look_on(ME, at=1)
        await elsewhere.hear(word)
        assert not elsewhere.hub.lookers._tabs.users(LIST)

    run(test)


def test_a_word_of_somebody_who_was_shut_out_meanwhile_comes_too_late() -> None:
    async def test(house: Watched) -> None:
        others = house.reader(OTHER, LIST)
        house.log.go()
        house.hub.ring([LIST])
        await house.settle()
        await house.look_on(ME, at=1)
        assert told(others) == []
        house.log.come()
        await house.look_on(ME)
        assert told(others) == [[ME]]

    run(test)


def test_a_deleted_list_is_looked_at_by_nobody() -> None:
    async def test(house: Watched) -> None:
        house.reader(ME, LIST)
        await house.look_on(OTHER)
        house.log.add(LIST, {"changes": [{"kind": "list", "id": LIST, "gone": True}]})
        house.hub.ring([LIST])
        await house.settle()
        assert not house.hub.lookers._tabs.users(LIST)

    run(test)


def test_whose_session_ends_looks_no_longer() -> None:
    async def test(house: Watched) -> None:
        house.reader(ME)
        others = house.reader(OTHER, LIST)
        await house.look_on(ME)
        await house.pass_by(PAUSE * 2)
        house.log.add(ME, {"facts": [{"type": "session.ended", "session": f"key of {ME}"}]})
        house.hub.ring([ME])
        await house.settle()
        assert told(others) == [[ME], []]
        assert house.said == [f"over:key of {ME}"]

    run(test)


def test_what_could_not_be_written_because_the_log_is_away_is_written_later() -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME, LIST)
        house.hub.lookers.hear(looks(Tab(LIST, OTHER, TAB), "key", 1))
        # As `follow` does, up to a read that fails.
        assert house.hub.lookers.take() == {LIST}
        await house.settle()
        assert told(mine) == [[OTHER]]

    run(test)


def test_what_was_taken_for_readers_who_have_left_is_not_written_to_others() -> None:
    """The log was read for those who had come by then: of others it is not known whether they are shut out."""

    async def test(house: Watched) -> None:
        house.reader(ME, LIST)
        house.hub.lookers.hear(looks(Tab(LIST, OTHER, TAB), "key", 1))
        assert house.hub.lookers.take() == {LIST}
        house.hub.leave(next(iter(house.hub.readers)))
        house.reader(OTHER, LIST)
        assert list(house.hub.lookers.frames()) == []

    run(test)


@pytest.mark.parametrize(
    "word", ["", "looks", "looks:a:b", f"looks:{LIST}:{OTHER}:{TAB}:key:x", "waves:a:b", "over:none"]
)
def test_a_word_that_is_not_understood_is_nothing(word: str) -> None:
    async def test(house: Watched) -> None:
        mine = house.reader(ME, LIST)
        await house.hear(word)
        assert mine.written == b""

    run(test)
