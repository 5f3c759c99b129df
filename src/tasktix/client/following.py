"""Lists as they are now, for as long as a program wants to know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from typing import Any, Final

import attrs
import msgspec

from tasktix.client.backoff import Backoff
from tasktix.client.connection import Connection
from tasktix.client.errors import NotFound
from tasktix.client.replica import OWN, Entry, Replica
from tasktix.client.sse import Message
from tasktix.client.stream import SILENCE, StreamLost, open_stream

MOST_NAMED: Final = 100
"""Audiences whose positions fit in an address (servers take 8 KiB). Of the others a snapshot is taken again."""


@attrs.frozen
class SnapshotTaken:
    """`replica` was made anew: at the start, for a new membership, after a reset or a gap."""

    audience: str
    replica: Replica


@attrs.frozen
class EntryApplied:
    """`entry` was folded into `replica`."""

    entry: Entry
    replica: Replica

    @property
    def audience(self) -> str:
        return self.entry.audience


@attrs.frozen
class ListGone:
    """The list is no longer there, or no longer one's own to see. `replica` is what was known of it, and not kept."""

    audience: str
    replica: Replica | None


Happening = SnapshotTaken | EntryApplied | ListGone


class _Named(msgspec.Struct):
    audience: str


_ENTRY: Final = msgspec.json.Decoder(Entry)
_NAMED: Final = msgspec.json.Decoder(_Named)


@attrs.define(eq=False)
class Following:
    """`async for happening in following.happenings()`; between two of them `replicas` are right, by audience.

    `lists` are ids; None is all of one's own lists, also those to come. One's own matters are always followed, as the
    audience `me`. It goes on through everything that passes: a stream that ends, breaks or falls silent for `silence`
    seconds, a server that restarts or is away for hours, a laptop that slept. `streams`, `snapshots`, `repeats` and
    `gaps` count what was needed for that.
    """

    connection: Connection
    lists: frozenset[str] | None = None
    silence: float = SILENCE
    backoff: Backoff = attrs.field(factory=Backoff)
    replicas: dict[str, Replica] = attrs.field(factory=dict, init=False)
    is_live: bool = attrs.field(default=False, init=False)
    streams: int = attrs.field(default=0, init=False)
    snapshots: int = attrs.field(default=0, init=False)
    repeats: int = attrs.field(default=0, init=False)
    gaps: int = attrs.field(default=0, init=False)
    _must_open: bool = attrs.field(default=False, init=False)

    async def happenings(self) -> AsyncGenerator[Happening]:
        """For ever, or until none of the named `lists` is to be seen any more.

        Raises `SignedOut` where the session has ended, `Refused` for what would never be answered otherwise.
        """
        for happening in await self._begin():
            yield happening
        while self._is_wanted():
            wait = 0.0
            try:
                async with aclosing(self._stream()) as stream:
                    async for happening in stream:
                        yield happening
            except StreamLost as lost:
                wait = self.backoff.next(lost.wait)
            finally:
                self.is_live = False
            await asyncio.sleep(wait)

    def _is_wanted(self) -> bool:
        return self.lists is None or any(it in self.replicas for it in self.lists)

    async def _begin(self) -> list[Happening]:
        """One's own matters first: what comes to them later, comes as entries."""
        own = await self._take(OWN)
        found = await self._take_missing()
        if self.lists is not None:
            found += [ListGone(it, None) for it in sorted(self.lists - self.replicas.keys())]
        return [*own, *found]

    async def _stream(self) -> AsyncGenerator[Happening]:
        """One stream, until it is lost (`StreamLost`), or must be opened otherwise."""
        positions = [(audience, it.position) for audience, it in self.replicas.items()]
        try:
            opened = await open_stream(
                self.connection,
                lists=[] if self.lists is None else sorted(self.lists & self.replicas.keys()),
                after=positions[:MOST_NAMED],
                silence=self.silence,
            )
        except NotFound:
            for happening in await self._drop_gone():
                yield happening
            raise StreamLost("a list has gone") from None
        self.streams += 1
        self._must_open = False
        try:
            for audience, _ in positions[MOST_NAMED:]:
                # Their entries flow from now on: a snapshot of a later moment leaves nothing out.
                for happening in await self._take(audience):
                    yield happening
            async with aclosing(opened.messages()) as messages:
                async for message in messages:
                    self._note(opened.parser.retry)
                    for happening in await self._heard(message):
                        yield happening
                    if self._must_open:
                        return
        finally:
            opened.close()

    def _note(self, retry: int | None) -> None:
        if not self.is_live and retry is not None:
            self.backoff.first = retry / 1000
        self.is_live = True
        self.backoff.reset()

    async def _heard(self, message: Message) -> Sequence[Happening]:
        match message.kind:
            case "entry":
                return await self._entry(_ENTRY.decode(message.text))
            case "reset":
                return await self._take_again(_NAMED.decode(message.text).audience)
            case "gone":
                return await self._gone(_NAMED.decode(message.text).audience)
        # A ping, or something that servers of another day say.
        return []

    async def _entry(self, entry: Entry) -> list[Happening]:
        replica = self.replicas.get(entry.audience)
        if replica is None:
            # Of a list that came to us; its entry of our own matters may still be on its way.
            return await self._take(entry.audience) if self._wants(entry.audience) else []
        if entry.position <= replica.position:
            self.repeats += 1
            return []
        if entry.position > replica.position + 1:
            self.gaps += 1
            return await self._take_again(entry.audience)
        replica.apply(entry)
        applied = EntryApplied(entry, replica)
        return [applied, *await self._take_missing()] if entry.audience == OWN else [applied]

    async def _gone(self, audience: str) -> list[Happening]:
        """Said of a list that one has left and come back to meanwhile, it is not the last word."""
        own = self.replicas[OWN]
        lost = self.replicas.pop(audience, None)
        if own.get("membership", audience) is None or not self._wants(audience):
            return [ListGone(audience, lost)] if lost is not None else []
        back = await self._take(audience)
        self._must_open |= bool(back)
        return back or ([ListGone(audience, lost)] if lost is not None else [])

    async def _drop_gone(self) -> list[Happening]:
        """One of the named lists is not to be seen, and the answer does not say which."""
        found: list[Happening] = []
        for audience in sorted(self.replicas.keys() - {OWN}):
            known = self.replicas.get(audience)
            found += await self._take(audience) or [ListGone(audience, known)]
        return found

    def _wants(self, list_id: str) -> bool:
        return self.lists is None or list_id in self.lists

    async def _take_missing(self) -> list[Happening]:
        """Snapshots of the lists that one is a member of and does not know."""
        found: list[Happening] = []
        for membership in self.replicas[OWN].all("membership"):
            list_id = membership["id"]
            if list_id not in self.replicas and self._wants(list_id):
                found += await self._take(list_id)
                # A stream of named lists names this one only if it was opened with it.
                self._must_open |= self.lists is not None
        return found

    async def _take_again(self, audience: str) -> list[Happening]:
        """Something was missed: of one's own matters perhaps a membership."""
        taken = await self._take(audience)
        return [*taken, *await self._take_missing()] if audience == OWN else taken

    async def _take(self, audience: str) -> list[Happening]:
        """The snapshot, however long it takes; nothing where there is no such list to be seen."""
        self.snapshots += 1
        try:
            taken = await (self._own() if audience == OWN else self._list(audience))
        except NotFound:
            self.replicas.pop(audience, None)
            return []
        self.replicas[audience] = taken
        return [SnapshotTaken(audience, taken)]

    async def _list(self, list_id: str) -> Replica:
        return Replica.of_list(await self._get(f"/lists/{list_id}"))

    async def _own(self) -> Replica:
        session, lists, filters = [await self._get(it) for it in ("/session", "/lists", "/filters")]
        return Replica.of_own(session, lists, filters)

    async def _get(self, path: str) -> Any:
        return await self.connection.get(path, patience=None)


def follow(connection: Connection, lists: Collection[str] | None = None, *, silence: float = SILENCE) -> Following:
    """Follow these lists, or all of one's own. Nothing is asked before the first happening is."""
    return Following(connection, None if lists is None else frozenset(lists), silence)
