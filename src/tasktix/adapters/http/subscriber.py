"""One open stream."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp.web_protocol import RequestHandler

from tasktix.adapters.http import frames
from tasktix.domain.ids import Id

MOST_BACKLOG: Final = 1024 * 1024
"""Bytes that may wait for a reader."""

PIECE: Final = 16 * 1024
"""Bytes that the transport gets at once: what the kernel does not take of them, it copies for this reader alone."""

MOST_PATIENCE: Final = 10.0
"""Seconds that a reader may leave bytes waiting."""

_LAST_CHUNK: Final = b"0\r\n\r\n"
_RESET: Final = struct.pack("ii", 1, 0)
"""As SO_LINGER: lingers for no second."""


class Subscriber(asyncio.Protocol):
    """`key_id` is the session or token by which it was opened; `hides_own` where that does not reach the user's own
    matters. `audiences` are those that it follows. `cursors` are the positions that a replay has reached; None once the
    stream is live. `back_at` are those of lists at which the reader, while they replayed, was seen to be a member anew.

    A replay is written through the response, not faster than the reader reads. Then the stream takes the
    connection over from aiohttp: an idle one is this object and its transport, no request, no task, no queue.

    What a live reader does not take waits as references to the frames that all readers share, not as a copy."""

    __slots__ = (
        "_backlog",
        "_leave",
        "_sent",
        "_waiting",
        "audiences",
        "back_at",
        "blocked_since",
        "cursors",
        "hides_own",
        "is_chunked",
        "is_ended",
        "key_id",
        "lost",
        "only",
        "transport",
        "until",
        "user_id",
    )

    def __init__(
        self,
        transport: asyncio.Transport,
        *,
        user_id: Id,
        key_id: Id,
        only: frozenset[Id],
        is_chunked: bool,
        until: datetime | None = None,
        hides_own: bool = False,
    ) -> None:
        self.transport = transport
        self.user_id = user_id
        self.key_id = key_id
        self.only = only
        self.is_chunked = is_chunked
        self.until = until
        self.hides_own = hides_own
        self.is_ended = False
        self.audiences: set[Id] = set()
        self.cursors: dict[Id, int] | None = {}
        self.back_at: dict[Id, int] = {}
        self.lost: list[Id] = []
        self.blocked_since: float | None = None
        self._leave: Callable[[Subscriber], None] | None = None
        self._waiting: deque[bytes] | None = None
        self._sent = 0
        self._backlog = 0

    def wants(self, list_id: Id) -> bool:
        return not self.only or list_id in self.only

    def name_of(self, audience: Id) -> str:
        return frames.OWN if audience == self.user_id else audience

    def lose(self, list_id: Id) -> None:
        """A list that was read is gone; a replay under way says so in its turn (`take_lost`). A reader for whom some of
        it may still wait is cut."""
        if self.blocked_since is not None:
            self.cut()
        elif self.cursors is None:
            gone = frames.gone(list_id)
            self.write(gone, frames.chunk(gone))
        else:
            self.lost.append(list_id)

    def take_lost(self) -> list[bytes]:
        lost, self.lost = self.lost, []
        return [frames.gone(it) for it in lost]

    def take_over(self, handler: RequestHandler, leave: Callable[[Subscriber], None]) -> None:
        """From now on the connection is this stream's; `leave` is called when it is lost.

        aiohttp is told that it has lost the connection: it lets go of the request and cancels the task that served it.
        """
        self._leave = leave
        if self.transport.get_write_buffer_size():
            self.blocked_since = time.monotonic()
        self.transport.set_protocol(self)
        # The first byte that the kernel does not take pauses us.
        self.transport.set_write_buffer_limits(high=0)
        handler.transport = None
        handler.connection_lost(None)

    def write(self, payload: bytes, chunk: bytes) -> None:
        """The bytes are shared by all readers. A reader who has fallen too far behind is cut; it comes back and
        resumes."""
        if self.is_ended or self.transport.is_closing():
            return
        data = chunk if self.is_chunked else payload
        if self._backlog + self.transport.get_write_buffer_size() > MOST_BACKLOG:
            self.cut()
        elif self.blocked_since is None and len(data) <= PIECE:
            self.transport.write(data)
        else:
            self._wait(data)
            self._send_waiting()

    def _wait(self, data: bytes) -> None:
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(data)
        self._backlog += len(data)

    def _send_waiting(self) -> None:
        while self._waiting and self.blocked_since is None and not self.transport.is_closing():
            self.transport.write(self._next_piece(self._waiting))
        if not self._waiting:
            self._waiting = None

    def _next_piece(self, waiting: deque[bytes]) -> bytes | memoryview:
        """A part of what is large, several at once of what is small."""
        piece: bytes | memoryview = memoryview(waiting[0])[self._sent : self._sent + PIECE]
        self._sent += len(piece)
        if self._sent == len(waiting[0]):
            parts, size, self._sent = [piece], len(piece), 0
            waiting.popleft()
            while waiting and size + len(waiting[0]) <= PIECE:
                size += len(waiting[0])
                parts.append(waiting.popleft())
            if len(parts) > 1:
                piece = b"".join(parts)
        self._backlog -= len(piece)
        return piece

    def cut_if_blocked(self, now: float) -> None:
        if self.blocked_since is not None and now - self.blocked_since > MOST_PATIENCE:
            self.cut()

    def cut(self) -> None:
        """At once. Without the reset the kernel would keep what was not read, and try on."""
        connection = self.transport.get_extra_info("socket")
        if connection is not None and not self.transport.is_closing():
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    def hides(self, audience: Id) -> bool:
        """Whether it is followed for this reader's sake, but not written to them."""
        return self.hides_own and audience == self.user_id

    def end_if_over(self, now: datetime) -> None:
        """Its session may live on, if it was used meanwhile: then the reader comes back."""
        if self.until is not None and now >= self.until:
            self.end()

    def end(self) -> None:
        """Cleanly, unless its reader does not read; the reader comes back if it may. A replay under way ends when it
        sees `is_ended`."""
        self.is_ended = True
        if self._leave is not None and not self.transport.is_closing():
            if self.blocked_since is not None:
                self.cut()
                return
            if self.is_chunked:
                self.transport.write(_LAST_CHUNK)
            self.transport.close()

    # asyncio.Protocol

    def pause_writing(self) -> None:
        self.blocked_since = time.monotonic()

    def resume_writing(self) -> None:
        self.blocked_since = None
        self._send_waiting()

    def connection_lost(self, _error: Exception | None) -> None:
        if self._leave is not None:
            self._leave(self)
