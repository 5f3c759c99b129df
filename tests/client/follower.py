"""A program that follows lists, and remembers all that happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

from tasktix.client import Connection, EntryApplied, Following, Happening, ListGone, Replica, SnapshotTaken, follow
from tests.http.client import Client

PATIENCE = 30.0
"""Seconds; for a machine that others use too."""


class Follower:
    def __init__(self, following: Following) -> None:
        self.following = following
        self.heard: list[Happening] = []
        self.end: BaseException | None = None
        self._news = asyncio.Condition()

    async def run(self) -> None:
        try:
            async for happening in self.following.happenings():
                self.heard.append(happening)
                async with self._news:
                    self._news.notify_all()
        except Exception as end:
            self.end = end
            async with self._news:
                self._news.notify_all()

    async def until(self, is_so: Callable[[], object], patience: float = PATIENCE) -> None:
        async def wait() -> None:
            async with self._news:
                await self._news.wait_for(lambda: bool(is_so()))

        try:
            await asyncio.wait_for(wait(), patience)
        except TimeoutError:
            raise TimeoutError(f"after {self.heard[-5:]}, {self.end!r}") from None

    async def reaches(self, list_id: str, position: int) -> None:
        await self.until(lambda: self.position(list_id) >= position)

    def position(self, audience: str) -> int:
        replica = self.following.replicas.get(audience)
        return replica.position if replica else -1

    def positions(self, audience: str) -> list[int]:
        """Of the entries that were applied."""
        return [it.entry.position for it in self.heard if isinstance(it, EntryApplied) and it.audience == audience]

    def taken(self, audience: str) -> int:
        return sum(isinstance(it, SnapshotTaken) and it.audience == audience for it in self.heard)

    def has_lost(self, audience: str) -> bool:
        return any(isinstance(it, ListGone) and it.audience == audience for it in self.heard)


@asynccontextmanager
async def following(
    person: Client, lists: Collection[str] | None = None, *, url: str = "", silence: float = 40.0
) -> AsyncIterator[Follower]:
    """Past its first snapshots."""
    async with Connection(url or person.url, cookie=person.cookie) as connection:
        follower = Follower(follow(connection, lists, silence=silence))
        # Tests wait for what passes; how long a program does is tested with the waits.
        follower.following.backoff.longest = 0.2
        task = asyncio.create_task(follower.run())
        try:
            await follower.until(lambda: "me" in follower.following.replicas)
            yield follower
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def live(follower: Follower) -> None:
    """Until a stream is open."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not follower.following.is_live:
        assert asyncio.get_running_loop().time() < deadline, "no stream was opened"
        await asyncio.sleep(0.01)


async def changes(person: Client, list_id: str, count: int) -> int:
    """So many renamings of a list; its position then."""

    def rename() -> int:
        for number in range(count):
            person.patch(f"/lists/{list_id}", {"name": f"Name {number}"})
        return person.snapshot(list_id).position

    return await asyncio.to_thread(rename)


async def assert_same(follower: Follower, person: Client, list_id: str) -> None:
    """The replica is what the server shows."""
    snapshot: dict[str, Any] = (await asyncio.to_thread(person.get, f"/lists/{list_id}")).json()
    await follower.reaches(list_id, snapshot["position"])
    assert follower.following.replicas[list_id] == Replica.of_list(snapshot)
