"""The hub: every open stream of this process, and the one reader that follows the log for all of them.

An entry is framed once and the same bytes are written to every reader's transport. What comes while the hub is busy
is read and written together, so a burst is one write per reader.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from tasktix.adapters.http import frames, heed
from tasktix.adapters.http.subscriber import Subscriber
from tasktix.application.feed import PAGE
from tasktix.application.ports import Clock
from tasktix.application.unit_of_work import Entry, Reach
from tasktix.domain.ids import Id

PING_EVERY: Final = 15.0
POLL_EVERY: Final = 1.0
"""Seconds between two looks at the database that no bell asked for: the net under each bell."""

SLICE: Final = 500
"""Readers written to in one go; between two slices the loop serves others."""

ReadEntries = Callable[[Mapping[Id, int]], Awaitable[Mapping[Id, Sequence[Entry]]]]
ReadReach = Callable[[Collection[Id]], Awaitable[Mapping[Id, Reach]]]
Write = Callable[[bytes], Awaitable[None]]


@attrs.define(eq=False)
class Topic:
    """An audience that somebody here reads. All up to `position` has been written to the live readers."""

    audience: Id
    position: int
    is_own: bool = False
    readers: set[Subscriber] = attrs.field(factory=set)
    live: set[Subscriber] = attrs.field(factory=set)


@attrs.define(eq=False)
class Hub:
    read_entries: ReadEntries
    read_reach: ReadReach
    clock: Clock
    topics: dict[Id, Topic] = attrs.field(factory=dict, init=False)
    _by_key: dict[Id, set[Subscriber]] = attrs.field(factory=dict, init=False)
    _behind: set[Id] = attrs.field(factory=set, init=False)
    _wake: asyncio.Event = attrs.field(factory=asyncio.Event, init=False)

    def ring(self, audiences: Iterable[Id]) -> None:
        """There may be something new; on the loop's thread."""
        self._behind |= self.topics.keys() & set(audiences)
        if self._behind:
            self._wake.set()

    # readers

    def has_passed(self, user_id: Id, known: Reach) -> bool:
        """Whether the hub has heeded more of the user's own matters than was `known` to somebody who looked: then
        what they saw, lists and session, may be over, and this reader would not hear of it again."""
        return user_id in self.topics and self.topics[user_id].position > known.position

    def enter(self, subscriber: Subscriber, reach: Mapping[Id, Reach]) -> None:
        """From now on the topics wait for this reader, who first replays up to their positions (`replay`)."""
        self._by_key.setdefault(subscriber.key_id, set()).add(subscriber)
        subscriber.cursors = {}
        for audience, known in reach.items():
            topic = self._topic(audience, known, is_own=audience == subscriber.user_id)
            topic.readers.add(subscriber)
            subscriber.cursors[audience] = topic.position
        # Something may have come between the look that gave `reach` and this moment, unheard.
        self.ring(reach)

    async def replay(self, subscriber: Subscriber, allowed: Mapping[Id, int], write: Write) -> None:
        """Write what is between the reader's cursors and the topics' positions; then the reader is live.

        Up to the positions `allowed` the reader was seen to be a member; beyond them an entry may shut them out.
        Nothing awaits between finding that nothing is missing and going live, so nothing falls between. A reader who
        is cut off and comes back with the id of the last entry alone (`feed.since`) missed nothing older of any other
        audience: all audiences are written in one order of time.
        """
        cursors = subscriber.cursors
        assert cursors is not None
        while (missing := self._missing(cursors)) or subscriber.lost:
            written: list[bytes] = []
            for entry in in_time(await self.read_entries(missing)):
                audience = entry.audience
                if audience not in cursors or entry.position > self.topics[audience].position:
                    continue
                if entry.position > allowed.get(audience, 0) and subscriber.user_id in heed.shut_out(entry):
                    self._shut_out(subscriber, audience)
                    continue
                if not subscriber.hides(audience):
                    written.append(frames.entry(entry, subscriber.name_of(audience)))
                cursors[audience] = entry.position
            await write(b"".join([*written, *map(frames.gone, subscriber.take_lost())]))
            if subscriber.is_ended:
                return
        subscriber.cursors = None
        for audience in cursors:
            self.topics[audience].live.add(subscriber)

    def _missing(self, cursors: Mapping[Id, int]) -> dict[Id, int]:
        return {audience: at for audience, at in cursors.items() if at < self.topics[audience].position}

    def leave(self, subscriber: Subscriber) -> None:
        for audience in [it for it, topic in self.topics.items() if subscriber in topic.readers]:
            self._detach(subscriber, audience)
        own = self._by_key.get(subscriber.key_id, set())
        own.discard(subscriber)
        if not own:
            self._by_key.pop(subscriber.key_id, None)

    def everybody(self) -> list[Subscriber]:
        return [it for subscribers in self._by_key.values() for it in subscribers]

    def end_all(self) -> None:
        """The server goes: every stream ends cleanly, and its reader comes back."""
        for subscriber in self.everybody():
            subscriber.end()

    # the log's reader

    async def follow(self) -> None:
        """For ever: when rung, read what is new and write it out."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            behind, self._behind = self._behind & self.topics.keys(), set()
            if behind:
                pages = await self.read_entries({it: self.topics[it].position for it in behind})
                for audience, entries in pages.items():
                    await self._publish(audience, entries)

    async def poll(self) -> None:
        """For ever: look for what no bell told of."""
        while True:
            await asyncio.sleep(POLL_EVERY)
            if self.topics:
                reach = await self.read_reach(list(self.topics))
                self.ring(it for it, known in reach.items() if known.position > self._written(it))

    async def ping(self) -> None:
        """For ever: show every reader that the line is alive."""
        while True:
            await asyncio.sleep(PING_EVERY)
            await self._write([it for it in self.everybody() if it.cursors is None], frames.PING)

    async def watch(self) -> None:
        """For ever: cut the readers whose line has been blocked for too long, end those whose session has expired."""
        while True:
            await asyncio.sleep(1.0)
            now, moment = time.monotonic(), self.clock.now()
            for subscriber in self.everybody():
                subscriber.cut_if_blocked(now)
                subscriber.end_if_over(moment)

    async def _publish(self, audience: Id, entries: Sequence[Entry]) -> None:
        topic = self.topics.get(audience)
        entries = [it for it in entries if topic is not None and it.position > topic.position]
        if topic is None or not entries:
            return
        if len(entries) == PAGE:
            self.ring([audience])
        if topic.is_own:
            await self._heed(topic, entries)
        else:
            self._shut_out_all(topic, entries)
        # Before the first await: a reader who goes live from here on has replayed these entries.
        topic.position = entries[-1].position
        name = frames.OWN if topic.is_own else audience
        readers = [it for it in topic.live if not it.hides(audience)]
        await self._write(readers, b"".join(frames.entry(it, name) for it in entries), topic)

    async def _write(self, readers: Sequence[Subscriber], payload: bytes, topic: Topic | None = None) -> None:
        chunk = frames.chunk(payload)
        for start in range(0, len(readers), SLICE):
            if start:
                await asyncio.sleep(0)
            for reader in readers[start : start + SLICE]:
                if topic is None or reader in topic.live:
                    reader.write(payload, chunk)

    async def _heed(self, own: Topic, entries: Sequence[Entry]) -> None:
        """What the entries of a user's own matters mean for that user's streams."""
        for entry in entries:
            for list_id in heed.gained_lists(entry):
                await self._follow(own, list_id, entry.position)
            for key_id in heed.ended_keys(entry):
                for subscriber in list(self._by_key.get(key_id, ())):
                    subscriber.end()

    async def _follow(self, own: Topic, list_id: Id, gained_at: int) -> None:
        """Before the entry that tells of the list is written: the snapshot that the reader then takes is not older.

        The list is followed from a moment at which the user was a member: whoever was shut out by then would not be
        shut out again. And what came to the list before that moment is written out first, or it would shut out, for an
        earlier membership, those who have come back.
        """
        known = await self._known_to_member(own.audience, list_id, gained_at)
        while known is not None:
            await self._catch_up(list_id, known.position)
            topic = self.topics.get(list_id)
            if topic is None or topic.position <= known.position:
                break
            # Somebody has opened a stream of it meanwhile, of a later moment.
            known = await self._known_to_member(own.audience, list_id, gained_at)
        if known is None:
            return
        for subscriber in list(own.readers):
            if subscriber.wants(list_id):
                topic = self._topic(list_id, known)
                topic.readers.add(subscriber)
                if subscriber.cursors is None:
                    topic.live.add(subscriber)
                else:
                    subscriber.cursors.setdefault(list_id, topic.position)
        self.ring([list_id])

    async def _known_to_member(self, user_id: Id, list_id: Id, gained_at: int) -> Reach | None:
        """How far the list has come, at a moment at which the user still is a member since `gained_at`; else None: a
        later entry tells of what follows."""
        reach = await self.read_reach([list_id, user_id])
        if list_id not in reach or user_id not in reach:
            return None
        position = gained_at
        while position < reach[user_id].position:
            later = (await self.read_entries({user_id: position}))[user_id]
            if not later or any(list_id in heed.lost_lists(it) for it in later):
                return None
            position = later[-1].position
        return reach[list_id]

    async def _catch_up(self, list_id: Id, position: int) -> None:
        """Write the list's entries out up to this one and no further."""
        while (topic := self.topics.get(list_id)) is not None and topic.position < position:
            entries = (await self.read_entries({list_id: topic.position}))[list_id]
            if not entries:
                return
            await self._publish(list_id, [it for it in entries if it.position <= position])

    def _shut_out_all(self, topic: Topic, entries: Sequence[Entry]) -> None:
        for shut_out in map(heed.shut_out, entries):
            if shut_out is not heed.NOBODY:
                for subscriber in [it for it in topic.readers if it.user_id in shut_out]:
                    self._shut_out(subscriber, topic.audience)

    def _shut_out(self, subscriber: Subscriber, list_id: Id) -> None:
        """Nothing of the list is written to this reader from now on, but that it is gone."""
        self._detach(subscriber, list_id)
        subscriber.lose(list_id)

    def _topic(self, audience: Id, reach: Reach, *, is_own: bool = False) -> Topic:
        if audience not in self.topics:
            self.topics[audience] = Topic(audience, reach.position, is_own)
        return self.topics[audience]

    def _detach(self, subscriber: Subscriber, audience: Id) -> None:
        topic = self.topics[audience]
        topic.readers.discard(subscriber)
        topic.live.discard(subscriber)
        if subscriber.cursors is not None:
            subscriber.cursors.pop(audience, None)
        if not topic.readers:
            del self.topics[audience]

    def _written(self, audience: Id) -> int:
        topic = self.topics.get(audience)
        return topic.position if topic else 0


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
