"""A reader that reads slowly, or not at all: what waits for it, in which order it comes, and when it is cut (P8)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import attrs
import pytest

from tasktix.adapters.http import frames
from tasktix.adapters.http.subscriber import MOST_BACKLOG, MOST_PATIENCE, PIECE, Subscriber

ME, LIST = "1" * 16, "L" * 16

SIZES = [1, 300, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE]
"""Bytes of a frame."""


class Handler:
    """Of aiohttp's request handler, what a stream that takes its connection over asks of it."""

    transport: asyncio.Transport | None = None

    def connection_lost(self, _error: Exception | None) -> None:
        pass


@attrs.define
class Line:
    """A live stream on a real connection, whose other end reads when it is told to."""

    subscriber: Subscriber
    end: socket.socket
    has_left: asyncio.Event = attrs.field(factory=asyncio.Event)

    def write(self, payload: bytes) -> None:
        self.subscriber.write(payload, frames.chunk(payload))

    @property
    def is_blocked(self) -> bool:
        return self.subscriber.blocked_since is not None

    def block(self) -> bytes:
        """Write until nothing more is taken; what was written."""
        written = b""
        while not self.is_blocked:
            frame = b"%08d" % len(written) * 50
            self.write(frame)
            written += frame
        return written

    async def read(self, size: int) -> bytes:
        loop, received = asyncio.get_running_loop(), b""
        while len(received) < size:
            piece = await asyncio.wait_for(loop.sock_recv(self.end, 1 << 16), 20)
            assert piece, "the stream has ended"
            received += piece
        return received

    async def is_cut(self) -> bool:
        await asyncio.wait_for(self.has_left.wait(), 20)
        return True


@asynccontextmanager
async def line(*, is_chunked: bool = False) -> AsyncIterator[Line]:
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.setblocking(False)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
        subscriber = Subscriber(transport, user_id=ME, key_id=ME, only=frozenset(), is_chunked=is_chunked)
        subscriber.cursors = None
        made = Line(subscriber, theirs)
        subscriber.take_over(Handler(), lambda _: made.has_left.set())  # type: ignore[arg-type]
        yield made
        transport.abort()


@pytest.mark.parametrize("is_chunked", [False, True])
def test_what_waits_comes_whole_and_in_order(is_chunked: bool) -> None:
    async def scene() -> None:
        async with line(is_chunked=is_chunked) as it:
            payloads = [bytes([65 + number % 26]) * SIZES[number % len(SIZES)] for number in range(30)]
            for payload in payloads:
                it.write(payload)
            assert it.is_blocked
            wanted = b"".join(map(frames.chunk, payloads) if is_chunked else payloads)
            assert await it.read(len(wanted)) == wanted
            it.write(b"and on")
            after = frames.chunk(b"and on") if is_chunked else b"and on"
            assert await it.read(len(after)) == after

    asyncio.run(scene())


@pytest.mark.parametrize("size", SIZES)
def test_only_a_piece_is_copied_for_a_reader_that_does_not_read(size: int) -> None:
    async def scene() -> None:
        async with line() as it:
            for _ in range(MOST_BACKLOG // 2 // size if size > 1 else 1000):
                it.write(b"x" * size)
            assert it.subscriber.transport.get_write_buffer_size() <= PIECE

    asyncio.run(scene())


def test_too_much_cuts() -> None:
    async def scene() -> None:
        async with line() as it:
            written = 0
            while not it.subscriber.transport.is_closing():
                it.write(b"x" * 10_000)
                written += 10_000
                assert written < 2 * MOST_BACKLOG
            assert written > MOST_BACKLOG
            assert await it.is_cut()
            it.write(b"nobody is there")

    asyncio.run(scene())


def test_what_was_read_since_is_no_backlog() -> None:
    async def scene() -> None:
        async with line() as it:
            for _ in range(5):
                for _ in range(40):
                    it.write(b"x" * (MOST_BACKLOG // 50))
                await it.read(40 * (MOST_BACKLOG // 50))
            assert not it.subscriber.transport.is_closing()

    asyncio.run(scene())


def test_too_long_cuts() -> None:
    async def scene() -> None:
        async with line() as it:
            it.block()
            blocked_since = it.subscriber.blocked_since
            assert blocked_since is not None
            it.subscriber.cut_if_blocked(blocked_since + MOST_PATIENCE)
            assert not it.subscriber.transport.is_closing()
            it.subscriber.cut_if_blocked(blocked_since + MOST_PATIENCE + 0.1)
            assert await it.is_cut()

    asyncio.run(scene())


def test_who_reads_again_in_time_is_not_cut() -> None:
    async def scene() -> None:
        async with line() as it:
            written = it.block()
            blocked_since = it.subscriber.blocked_since
            assert blocked_since is not None
            assert await it.read(len(written)) == written
            it.subscriber.cut_if_blocked(blocked_since + 2 * MOST_PATIENCE)
            assert not it.subscriber.transport.is_closing()

    asyncio.run(scene())


def test_of_a_list_that_is_gone_nothing_waits_any_more() -> None:
    """What was written before the reader was shut out must not come to them when they read at last."""

    async def scene() -> None:
        async with line() as it:
            it.block()
            it.write(b"SECRET")
            it.subscriber.lose(LIST)
            assert await it.is_cut()

    asyncio.run(scene())


def test_the_end_does_not_wait_for_a_reader_that_does_not_read() -> None:
    async def scene() -> None:
        async with line() as it:
            it.block()
            it.write(b"SECRET")
            it.subscriber.end()
            assert await it.is_cut()

    asyncio.run(scene())


def test_a_reader_that_reads_sees_the_end() -> None:
    async def scene() -> None:
        async with line(is_chunked=True) as it:
            it.write(b"last")
            it.subscriber.end()
            wanted = frames.chunk(b"last") + b"0\r\n\r\n"
            assert await it.read(len(wanted)) == wanted
            assert await it.is_cut()

    asyncio.run(scene())
