"""A line between two programs that a test can cut, hold, and cut at the one moment that hurts most."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from typing import Final

import attrs

# As mysql_commit() sends it: COM_QUERY and the word.
_COMMIT: Final = re.compile(rb"\x03commit", re.IGNORECASE)


@attrs.define(eq=False)
class Pair:
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    is_doomed: bool = False
    """The next thing that the server says does not arrive."""
    is_held: bool = False

    def abort(self) -> None:
        for end in (self.client, self.server):
            end.transport.abort()


@attrs.define(eq=False)
class Line:
    """Its methods are for the thread of its loop. `commits_lost` of the next COMMITs do not arrive, `answers_lost` of
    the next do, but not the answer to them; `done` is told of each. After `answers_left` pieces from behind, if it is a
    number, every line is cut."""

    host: str
    port_behind: int
    done: Callable[[str], None] = lambda _: None
    commits_lost: int = 0
    answers_lost: int = 0
    answers_left: int | None = None
    port: int = attrs.field(default=0, init=False)
    pairs: set[Pair] = attrs.field(factory=set, init=False)
    _server: asyncio.Server | None = attrs.field(default=None, init=False)
    _tasks: set[asyncio.Task[None]] = attrs.field(factory=set, init=False)
    _open: asyncio.Event = attrs.field(factory=asyncio.Event, init=False)

    async def start(self) -> None:
        self._open.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server:
            self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self, chance: random.Random | None = None, share: float = 1.0) -> int:
        """All connections, or a random part of them; how many."""
        chosen = [it for it in self.pairs if chance is None or chance.random() < share]
        for pair in chosen:
            pair.abort()
        return len(chosen)

    def hold(self) -> None:
        """Nothing passes, and nobody is told."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(self.host, self.port_behind)
        except OSError:
            writer.transport.abort()
            return
        pair = Pair(writer, far_writer)
        self.pairs.add(pair)
        up = asyncio.create_task(self._pump(reader, far_writer, pair, is_up=True))
        down = asyncio.create_task(self._pump(far_reader, writer, pair, is_up=False))
        self._tasks |= {up, down}
        try:
            await asyncio.wait({up, down})
        finally:
            self._tasks -= {up, down}
            self.pairs.discard(pair)
            pair.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pair: Pair, *, is_up: bool
    ) -> None:
        try:
            while piece := await reader.read(1 << 16):
                await self._open.wait()
                if (is_up and self._is_lost(piece, pair)) or (not is_up and (pair.is_doomed or self._is_cut())):
                    pair.abort()
                    return
                writer.write(piece)
                await writer.drain()
            writer.close()
        except OSError:
            pair.abort()

    def _is_cut(self) -> bool:
        if self.answers_left is not None:
            self.answers_left -= 1
            return self.answers_left < 0
        return False

    def _is_lost(self, piece: bytes, pair: Pair) -> bool:
        if not (self.commits_lost or self.answers_lost) or not _COMMIT.search(piece):
            return False
        if self.commits_lost:
            self.commits_lost -= 1
            self.done("a COMMIT did not arrive")
            return True
        self.answers_lost -= 1
        pair.is_doomed = True
        self.done("the answer to a COMMIT did not arrive")
        return False
