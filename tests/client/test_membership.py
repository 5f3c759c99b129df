"""A list that one loses and gains while one follows it, and a list that is gone."""

from __future__ import annotations

import asyncio

import pytest

from tasktix.adapters.http import shapes
from tests.client.follower import assert_same, changes, following, live
from tests.client.meddler import Meddler
from tests.harness.server import RunningServer
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_removed_from_a_list_and_back(ann: Client, bob: Client, shared: shapes.List) -> None:
    async def run() -> None:
        member = f"/lists/{shared.id}/members/{bob.user.id}"
        async with following(bob) as follower:
            await live(follower)
            await asyncio.to_thread(ann.delete, member)
            await follower.until(lambda: follower.has_lost(shared.id))
            assert shared.id not in follower.following.replicas
            await asyncio.to_thread(ann.new_section, shared.id, "SECRET")
            await asyncio.to_thread(ann.add_member, shared.id, bob)
            await follower.until(lambda: shared.id in follower.following.replicas)
            await changes(ann, shared.id, 2)
            await assert_same(follower, bob, shared.id)

    asyncio.run(run())


@pytest.mark.parametrize("attempt", range(5))
def test_removed_and_back_in_a_moment(ann: Client, bob: Client, shared: shapes.List, attempt: int) -> None:
    async def run() -> None:
        def out_and_in() -> None:
            for _ in range(5):
                ann.delete(f"/lists/{shared.id}/members/{bob.user.id}")
                ann.add_member(shared.id, bob)

        async with following(bob) as follower, following(bob, [shared.id]) as narrow:
            await live(follower)
            await live(narrow)
            await asyncio.to_thread(out_and_in)
            await changes(ann, shared.id, 2)
            await assert_same(follower, bob, shared.id)
            # Who follows one list alone may have come while it was away: then there was nothing to follow.
            if shared.id in narrow.following.replicas:
                await assert_same(narrow, bob, shared.id)

    asyncio.run(run())


def test_removed_while_away(ann: Client, bob: Client, shared: shapes.List, server: RunningServer) -> None:
    async def run() -> None:
        meddler = Meddler(bob.url)
        async with (
            meddler.running(),
            following(bob, url=meddler.url) as follower,
            following(bob, [shared.id], url=meddler.url) as narrow,
        ):
            await live(follower)
            await live(narrow)
            meddler.refusals, meddler.cut_after = 10**6, 1
            await changes(ann, shared.id, 1)
            await asyncio.to_thread(ann.delete, f"/lists/{shared.id}/members/{bob.user.id}")
            await asyncio.sleep(0.3)
            meddler.refusals, meddler.cut_after = 0, None
            await follower.until(lambda: follower.has_lost(shared.id))
            await narrow.until(lambda: narrow.has_lost(shared.id))

    asyncio.run(run())


def test_a_list_is_deleted(ann: Client, bob: Client, shared: shapes.List) -> None:
    async def run() -> None:
        async with following(bob) as follower:
            await live(follower)
            await asyncio.to_thread(ann.delete, f"/lists/{shared.id}")
            await follower.until(lambda: follower.has_lost(shared.id))

    asyncio.run(run())
