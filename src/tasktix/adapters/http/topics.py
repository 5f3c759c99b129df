"""What is read here: each audience with its readers, writing to them, and the order in which several are replayed."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from typing import Final, Protocol

import attrs

from tasktix.adapters.http import frames, heed
from tasktix.adapters.http.subscriber import Subscriber
from tasktix.application.feed import PAGE
from tasktix.application.unit_of_work import Entry, Reach
from tasktix.domain.ids import Id

SLICE: Final = 500
"""Readers written to in one go; between two slices the loop serves others."""

ReadEntries = Callable[[Mapping[Id, int]], Awaitable[Mapping[Id, Sequence[Entry]]]]
ReadReach = Callable[[Collection[Id]], Awaitable[Mapping[Id, Reach]]]


class Reads(Protocol):
    """How the log is read."""

    read_entries: ReadEntries
    read_reach: ReadReach


@attrs.define(eq=False)
class Topic:
    """An audience that somebody here reads. All up to `position` has been written to the live readers."""

    audience: Id
    position: int
    is_own: bool = False
    readers: set[Subscriber] = attrs.field(factory=set)
    live: set[Subscriber] = attrs.field(factory=set)


async def write_out(readers: Sequence[Subscriber], payload: bytes, topic: Topic | None = None) -> None:
    """The same bytes to each of them; only to those who still are live readers of the `topic`, if one is given."""
    chunk = frames.chunk(payload)
    for start in range(0, len(readers), SLICE):
        if start:
            await asyncio.sleep(0)
        for reader in readers[start : start + SLICE]:
            if topic is None or reader in topic.live:
                reader.write(payload, chunk)


def in_time(pages: Mapping[Id, Sequence[Entry]]) -> Iterator[Entry]:
    """The entries of several audiences by their moments, each audience's in its own order; where a page is full, and
    more of its audience is to come, none that is later than its end."""
    ends = [max(entry.at for entry in page) for page in pages.values() if len(page) == PAGE]
    end = min(ends, default=None)
    over: set[Id] = set()
    for entry in heapq.merge(*pages.values(), key=lambda entry: entry.at):
        if end is not None and entry.at > end:
            over.add(entry.audience)
        if entry.audience not in over:
            yield entry


async def known_to_member(log: Reads, user_id: Id, list_id: Id, gained_at: int) -> Reach | None:
    """How far the list has come, at a moment at which the user still is a member since `gained_at`; else None: a later
    entry tells of what follows."""
    reach = await log.read_reach([list_id, user_id])
    if list_id not in reach or user_id not in reach:
        return None
    position = gained_at
    while position < reach[user_id].position:
        later = (await log.read_entries({user_id: position}))[user_id]
        if not later or any(list_id in heed.lost_lists(it) for it in later):
            return None
        position = later[-1].position
    return reach[list_id]
