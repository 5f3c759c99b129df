"""The hub: every open stream of this process, and the one reader that follows the log for all of them.

An entry is framed once and the same bytes are written to every reader's transport. What comes while the hub is busy
is read and written together, so a burst is few writes per reader.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from tasktix.adapters.http import frames, heed
from tasktix.adapters.http.lookers import Lookers, to_nobody
from tasktix.adapters.http.looks import FRESH, Looks
from tasktix.adapters.http.readers import Readers
from tasktix.adapters.http.replays import SharedReads
from tasktix.adapters.http.subscriber import Subscriber
from tasktix.adapters.http.topics import ReadEntries, ReadReach, Topic, in_time, known_to_member, write_out
from tasktix.application.feed import PAGE
from tasktix.application.ports import Clock
from tasktix.application.unit_of_work import Entry, Reach
from tasktix.domain.ids import Id

PING_EVERY: Final = 15.0
MOST_GATHERING: Final = 0.1
"""Seconds that a burst may gather before more of it is written out."""

Write = Callable[[bytes], Awaitable[None]]


@attrs.define(eq=False)
class Hub:
    read_entries: ReadEntries
    read_reach: ReadReach
    clock: Clock
    say: Callable[[str], None] = to_nobody
    topics: dict[Id, Topic] = attrs.field(factory=dict, init=False)
    readers: Readers = attrs.field(factory=Readers, init=False)
    lookers: Lookers = attrs.field(
        default=attrs.Factory(lambda hub: Lookers(hub.topics, hub.ring, hub.say), takes_self=True), init=False
    )
    looks: Looks = attrs.field(
        default=attrs.Factory(lambda hub: Looks(hub.topics, hub.read_reach, hub.ring), takes_self=True), init=False
    )
    _replays: SharedReads = attrs.field(factory=SharedReads, init=False)
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
        self.readers.add(subscriber)
        subscriber.cursors = {}
        for audience, known in reach.items():
            topic = self._topic(audience, known, is_own=audience == subscriber.user_id)
            self._attach(subscriber, topic)
            # Not later than what was seen: an entry that came meanwhile may be the one that shuts this reader out.
            subscriber.cursors[audience] = min(topic.position, known.position)
        # Something may have come between the look that gave `reach` and this moment, unheard.
        self.ring(reach)

    async def replay(self, subscriber: Subscriber, allowed: Mapping[Id, int], write: Write) -> None:
        """Write what is between the reader's cursors and the topics' positions; then the reader is live.

        Up to the positions `allowed` the reader was seen to be a member; beyond them an entry may shut them out.
        Nothing awaits between finding that nothing is missing and going live, so nothing falls between. A reader who
        is cut off and comes back with the id of the last entry alone (`feed.opening`) missed nothing older of any other
        audience: all audiences are written in one order of time.
        """
        cursors = subscriber.cursors
        assert cursors is not None
        while (missing := self._missing(cursors)) or subscriber.lost:
            pages = await self._replays.pages(self.read_entries, missing)
            if subscriber.is_ended:
                return
            # First what is gone: an entry of one's own that tells of coming back to it may be among these.
            written = subscriber.take_lost()
            for entry in in_time(pages):
                audience = entry.audience
                # The cursor is beyond what was read where the reader has left and come back meanwhile.
                if not cursors.get(audience, entry.position) < entry.position <= self.topics[audience].position:
                    continue
                if entry.position > allowed.get(audience, 0) and subscriber.user_id in heed.shut_out(entry):
                    self._shut_out_again(subscriber, entry)
                    written += subscriber.take_lost()
                    continue
                if not subscriber.hides(audience):
                    written.append(frames.entry(entry, subscriber.name_of(audience)))
                cursors[audience] = entry.position
            await write(b"".join(written))
        subscriber.cursors = None
        for audience in cursors:
            self.topics[audience].live.add(subscriber)
        self.lookers.greet(subscriber, cursors)

    def _missing(self, cursors: Mapping[Id, int]) -> dict[Id, int]:
        return {audience: at for audience, at in cursors.items() if at < self.topics[audience].position}

    def leave(self, subscriber: Subscriber) -> None:
        for audience in list(subscriber.audiences):
            self._detach(subscriber, audience)
        self.readers.remove(subscriber)

    # the log's reader

    async def follow(self) -> None:
        """For ever: when rung, read what is new and write it out."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            self._behind |= self.lookers.take()
            pages = await self._read_behind()
            begun = time.monotonic()
            # Sessions that ended end before anything else is written to anybody; then what is one's own.
            own = [topic for topic in pages if topic.is_own]
            for topic in own:
                self._end_sessions(pages[topic])
            for topic in [*own, *(pages.keys() - set(own))]:
                await self._publish(topic, pages[topic])
            for topic, readers, frame in self.lookers.frames():
                await write_out(readers, frame, topic)
            if pages:
                await self._gather(time.monotonic() - begun)

    async def _gather(self, took: float) -> None:
        """Where more has come while the last was written out, let it gather for as long as that took: writing out
        takes half of the time at most, or it would hold up those who make the changes."""
        await asyncio.sleep(0)  # Rings of other threads are heard now.
        if self._wake.is_set():
            await asyncio.sleep(min(took, MOST_GATHERING))

    async def _read_behind(self) -> Mapping[Topic, Sequence[Entry]]:
        """The next entries of what is behind, read no longer than `FRESH` after a look: it finds the end of a session
        whose ring was lost. If it took longer (this process was held up, or the database), it is done once more after
        another: more often would be for ever where all is slow."""
        looked, pages = self.looks.began, await self._read_what_is_behind()
        if not pages or time.monotonic() - looked <= FRESH:
            return pages
        await self.looks.now()
        self.ring(topic.audience for topic in pages)
        return await self._read_what_is_behind()

    async def _read_what_is_behind(self) -> Mapping[Topic, Sequence[Entry]]:
        behind = {it: self.topics[it] for it in self._behind & self.topics.keys()}
        self._behind = set()
        pages = await self.read_entries({it: topic.position for it, topic in behind.items()}) if behind else {}
        return {behind[audience]: entries for audience, entries in pages.items()}

    async def ping(self) -> None:
        """For ever: show every reader that the line is alive."""
        while True:
            await asyncio.sleep(PING_EVERY)
            await write_out([it for it in self.readers if it.cursors is None], frames.PING)

    async def watch(self) -> None:
        """For ever: cut the readers whose line has been blocked for too long, end those whose session has expired."""
        while True:
            await asyncio.sleep(1.0)
            self.readers.check(time.monotonic(), self.clock.now())
            self.lookers.check()

    async def _publish(self, topic: Topic, entries: Sequence[Entry]) -> None:
        """To the topic that they were read for. If its readers have left meanwhile, and others have come, there is
        another: it begins where those found it, which may be earlier, and was rung for itself."""
        entries = [it for it in entries if it.position > topic.position]
        if self.topics.get(topic.audience) is not topic or not entries:
            return
        if len(entries) == PAGE:
            self.ring([topic.audience])
        if topic.is_own:
            await self._heed(topic, entries)
        else:
            self._shut_out_all(topic, entries)
        # Before the first await: a reader who goes live from here on has replayed these entries.
        topic.position = entries[-1].position
        name = frames.OWN if topic.is_own else topic.audience
        readers = [it for it in topic.live if not it.hides(topic.audience)]
        await write_out(readers, b"".join(frames.entry(it, name) for it in entries), topic)

    async def _heed(self, own: Topic, entries: Sequence[Entry]) -> None:
        """What the entries of a user's own matters mean for that user's streams."""
        for entry in entries:
            for list_id in heed.gained_lists(entry):
                await self._follow(own, list_id, entry.position)

    def _end_sessions(self, entries: Sequence[Entry]) -> None:
        ended = [it for entry in entries for it in heed.ended_keys(entry)]
        self.readers.end(ended)
        self.lookers.end(ended)

    async def _follow(self, own: Topic, list_id: Id, gained_at: int) -> None:
        """Before the entry that tells of the list is written: the snapshot that the reader then takes is not older.

        The list is followed from a moment at which the user was a member: whoever was shut out by then would not be
        shut out again. And what came to the list before that moment is written out first, or it would shut out, for an
        earlier membership, those who have come back.
        """
        known = await known_to_member(self, own.audience, list_id, gained_at)
        while known is not None:
            await self._catch_up(list_id, known.position)
            topic = self.topics.get(list_id)
            if topic is None or topic.position <= known.position:
                break
            # Somebody has opened a stream of it meanwhile, of a later moment.
            known = await known_to_member(self, own.audience, list_id, gained_at)
        if known is None:
            return
        for subscriber in list(own.readers):
            if subscriber.wants(list_id):
                topic = self._topic(list_id, known)
                self._attach(subscriber, topic)
                if subscriber.cursors is None:
                    topic.live.add(subscriber)
                    self.lookers.greet(subscriber, [list_id])
                else:
                    subscriber.cursors.setdefault(list_id, topic.position)
                    subscriber.back_at[list_id] = topic.position
        self.ring([list_id])

    async def _catch_up(self, list_id: Id, position: int) -> None:
        """Write the list's entries out up to this one and no further."""
        while (topic := self.topics.get(list_id)) is not None and topic.position < position:
            entries = (await self.read_entries({list_id: topic.position}))[list_id]
            if not entries:
                return
            await self._publish(topic, [it for it in entries if it.position <= position])

    def _shut_out_all(self, topic: Topic, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if (shut_out := heed.shut_out(entry)) is not heed.NOBODY:
                self.lookers.shut_out(topic.audience, shut_out, entry.position)
                for subscriber in [it for it in topic.readers if it.user_id in shut_out]:
                    self._shut_out(subscriber, topic.audience)

    def _shut_out(self, subscriber: Subscriber, list_id: Id) -> None:
        """Nothing of the list is written to this reader from now on, but that it is gone."""
        self._detach(subscriber, list_id)
        subscriber.lose(list_id)

    def _shut_out_again(self, subscriber: Subscriber, entry: Entry) -> None:
        """In a replay: an entry that was heeded for all before this reader came to it. They may be back already."""
        list_id, back = entry.audience, subscriber.back_at.get(entry.audience, 0)
        if entry.position > back or subscriber.cursors is None:
            self._shut_out(subscriber, list_id)
        else:
            subscriber.lose(list_id)
            subscriber.cursors[list_id] = back

    def _topic(self, audience: Id, reach: Reach, *, is_own: bool = False) -> Topic:
        if audience not in self.topics:
            self.topics[audience] = Topic(audience, reach.position, is_own)
        return self.topics[audience]

    def _attach(self, subscriber: Subscriber, topic: Topic) -> None:
        topic.readers.add(subscriber)
        subscriber.audiences.add(topic.audience)

    def _detach(self, subscriber: Subscriber, audience: Id) -> None:
        topic = self.topics[audience]
        subscriber.audiences.discard(audience)
        topic.readers.discard(subscriber)
        topic.live.discard(subscriber)
        if subscriber.cursors is not None:
            subscriber.cursors.pop(audience, None)
        if not topic.readers:
            del self.topics[audience]
