"""Whatever happens on the way, a replica ends up as what is stored (promises P1 to P8, seen from outside)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tasktix.adapters.http import shapes
from tasktix.client import Connection, NotFound, SignedOut, SnapshotTaken, follow
from tests.client.follower import assert_same, changes, following, live
from tests.client.meddler import Meddler
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, PASSWORD, Client
from tests.http.deeds import DEEDS, Scene
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_every_kind_of_change_reaches_the_replica(ann: Client, bob: Client, cy: Client) -> None:
    async def run() -> None:
        async with following(ann) as follower:
            await live(follower)
            for deed in DEEDS:
                scene = await asyncio.to_thread(Scene.of, ann, bob, cy)
                await asyncio.to_thread(deed.do, scene)
                await assert_same(follower, ann, scene.list_id)
            assert follower.following.gaps == 0

    asyncio.run(run())


def test_named_lists_and_no_others(ann: Client, groceries: shapes.List) -> None:
    async def run() -> None:
        other = await asyncio.to_thread(ann.new_list, "Other")
        async with following(ann, [groceries.id]) as follower:
            await live(follower)
            await changes(ann, other.id, 1)
            await follower.reaches(groceries.id, await changes(ann, groceries.id, 3))
            assert follower.following.replicas.keys() == {"me", groceries.id}
            assert [type(it) for it in follower.heard[:2]] == [SnapshotTaken, SnapshotTaken]

    asyncio.run(run())


def test_a_list_that_is_not_ones_own(ann: Client) -> None:
    async def run() -> None:
        async with Connection(ann.url, cookie=ann.cookie) as connection:
            happened = [it async for it in follow(connection, [NOBODY]).happenings()]
            assert [it.audience for it in happened] == ["me", NOBODY], "it ends: there is nothing to follow"
            with pytest.raises(NotFound):
                await connection.get(f"/lists/{NOBODY}")

    asyncio.run(run())


def test_ones_own_matters(ann: Client) -> None:
    async def run() -> None:
        async with following(ann) as follower:
            await live(follower)
            await asyncio.to_thread(ann.new_filter, "Mine")
            created = await asyncio.to_thread(ann.new_list, "New")
            await follower.until(lambda: created.id in follower.following.replicas)
            own = follower.following.replicas["me"]
            await follower.until(lambda: any(it["name"] == "Mine" for it in own.all("filter")))
            await changes(ann, created.id, 2)
            await assert_same(follower, ann, created.id)

    asyncio.run(run())


def test_a_restart_under_an_open_stream(ann: Client, server: RunningServer, groceries: shapes.List) -> None:
    async def run() -> None:
        async with following(ann, [groceries.id]) as follower:
            for stop in (server.stop, server.kill):
                await live(follower)
                await changes(ann, groceries.id, 2)
                # On this thread: a child ends with the thread that started it.
                stop()
                await asyncio.sleep(1)
                server.start()
                await changes(ann, groceries.id, 2)
                await assert_same(follower, ann, groceries.id)
            positions = follower.positions(groceries.id)
            assert positions == list(range(positions[0], positions[0] + 8))
            assert (follower.following.gaps, follower.taken(groceries.id)) == (0, 1)

    asyncio.run(run())


@pytest.mark.parametrize("seed", range(3))
def test_a_line_that_cuts_delays_and_repeats(ann: Client, groceries: shapes.List, seed: int) -> None:
    async def run() -> None:
        meddler = Meddler(ann.url, seed)
        meddler.twice, meddler.delay, meddler.shredding, meddler.cut_after = 0.5, 0.02, True, 3
        async with meddler.running(), following(ann, [groceries.id], url=meddler.url) as follower:
            last = await changes(ann, groceries.id, 30)
            await follower.reaches(groceries.id, last)
            await assert_same(follower, ann, groceries.id)
            positions = follower.positions(groceries.id)
            assert positions == list(range(positions[0], last + 1)), "each once, in order"
            assert (follower.following.gaps, follower.taken(groceries.id)) == (0, 1)
            assert follower.following.streams > 1

    asyncio.run(run())


def test_a_line_that_loses_is_seen(ann: Client, groceries: shapes.List) -> None:
    async def run() -> None:
        meddler = Meddler(ann.url)
        meddler.dropping = 0.5
        async with meddler.running(), following(ann, [groceries.id], url=meddler.url) as follower:
            await live(follower)
            await changes(ann, groceries.id, 20)
            meddler.dropping = 0
            await changes(ann, groceries.id, 1)
            await assert_same(follower, ann, groceries.id)
            assert follower.following.gaps > 0

    asyncio.run(run())


def test_silence_is_the_end_of_a_line(ann: Client, groceries: shapes.List) -> None:
    async def run() -> None:
        meddler = Meddler(ann.url)
        async with meddler.running(), following(ann, [groceries.id], url=meddler.url, silence=1.0) as follower:
            await live(follower)
            meddler.is_mute = True
            await changes(ann, groceries.id, 2)
            await asyncio.sleep(0.5)
            meddler.is_mute = False
            # Nothing comes by itself: the mute stream has swallowed the changes, and another is opened.
            await assert_same(follower, ann, groceries.id)
            assert follower.following.streams >= 2

    asyncio.run(run())


def test_refusals_of_the_stream_pass(ann: Client, groceries: shapes.List) -> None:
    async def run() -> None:
        meddler = Meddler(ann.url)
        async with meddler.running(), following(ann, [groceries.id], url=meddler.url) as follower:
            await live(follower)
            meddler.refusals, meddler.cut_after = 3, 1
            await changes(ann, groceries.id, 1)
            await asyncio.sleep(0.3)
            meddler.cut_after = None
            await changes(ann, groceries.id, 1)
            await assert_same(follower, ann, groceries.id)

    asyncio.run(run())


def test_a_long_gap(ann: Client, groceries: shapes.List) -> None:
    """More entries than are read at once, while nobody listened."""

    async def run() -> None:
        meddler = Meddler(ann.url)
        async with meddler.running(), following(ann, [groceries.id], url=meddler.url) as follower:
            await live(follower)
            meddler.refusals, meddler.cut_after = 10**6, 1
            last = await changes(ann, groceries.id, 600)
            meddler.refusals, meddler.cut_after = 0, None
            follower.following.backoff.reset()
            await follower.reaches(groceries.id, last)
            await assert_same(follower, ann, groceries.id)
            assert (follower.following.gaps, follower.taken(groceries.id)) == (0, 1)

    asyncio.run(run())


def test_the_end_of_the_session_is_the_end(ann: Client) -> None:
    async def run() -> None:
        elsewhere = Client(ann.url)
        async with Connection(ann.url) as connection:
            await connection.sign_in(ann.user.username, PASSWORD)
            elsewhere.cookie = connection.cookie
        async with following(elsewhere) as follower:
            await live(follower)
            await asyncio.to_thread(elsewhere.delete, "/session")
            await follower.until(lambda: follower.end is not None)
            assert isinstance(follower.end, SignedOut)

    asyncio.run(run())


def test_more_lists_than_an_address_names(ann: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr("tasktix.client.following.MOST_NAMED", 2)
        lists = [await asyncio.to_thread(ann.new_list, f"{number}") for number in range(4)]
        meddler = Meddler(ann.url)
        async with meddler.running(), following(ann, url=meddler.url) as follower:
            await live(follower)
            meddler.refusals, meddler.cut_after = 3, 1
            for each in lists:
                await changes(ann, each.id, 2)
            meddler.refusals, meddler.cut_after = 0, None
            for each in lists:
                await assert_same(follower, ann, each.id)

    asyncio.run(run())


@pytest.fixture
def shrink(request: pytest.FixtureRequest, server: RunningServer) -> Callable[[str], None]:
    """The log of an audience reaches back no further than to now."""

    def run(audience: str) -> None:
        statement = f"UPDATE audiences SET floor = position WHERE id = '{audience}'"
        url = server._environment.get("TASKTIX_DATABASE_URL", "")
        if url.startswith("mysql"):
            mariadb: MariaDB = request.getfixturevalue("mariadb")
            mariadb.execute(statement, url.rpartition("/")[2])
        else:
            import sqlite3
            from contextlib import closing

            [path] = server.home.rglob("*.db")
            with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
                connection.execute(statement)

    return run


def test_a_log_that_does_not_reach_back(ann: Client, groceries: shapes.List, shrink: Callable[[str], None]) -> None:
    async def run() -> None:
        meddler = Meddler(ann.url)
        async with meddler.running(), following(ann, url=meddler.url) as follower:
            await live(follower)
            meddler.refusals, meddler.cut_after = 10**6, 1
            await changes(ann, groceries.id, 5)
            created = await asyncio.to_thread(ann.new_list, "Meanwhile")
            for audience in (groceries.id, ann.user.id):
                await asyncio.to_thread(shrink, audience)
            meddler.refusals, meddler.cut_after = 0, None
            await follower.until(lambda: follower.taken(groceries.id) == 2)
            await follower.until(lambda: follower.taken("me") == 2)
            await follower.until(lambda: created.id in follower.following.replicas)
            await changes(ann, groceries.id, 2)
            await assert_same(follower, ann, groceries.id)
            await assert_same(follower, ann, created.id)

    asyncio.run(run())
