"""One open stream."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp.web_protocol import RequestHandler

from tasktix.adapters.http import frames
from tasktix.domain.ids import Id

MOST_BACKLOG: Final = 1024 * 1024
"""Bytes that may wait for a reader."""

MOST_PATIENCE: Final = 10.0
"""Seconds that a reader may leave bytes waiting."""

_LAST_CHUNK: Final = b"0\r\n\r\n"


class Subscriber(asyncio.Protocol):
    """`key_id` is the session or token by which it was opened; `hides_own` where that does not reach the user's own
    matters. `cursors` are the positions that a replay has reached; None once the stream is live.

    A replay is written through the response, not faster than the reader reads. Then the stream takes the
    connection over from aiohttp: an idle one is this object and its transport, no request, no task, no queue."""

    __slots__ = (
        "_leave",
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
        self.cursors: dict[Id, int] | None = {}
        self.lost: list[Id] = []
        self.blocked_since: float | None = None
        self._leave: Callable[[Subscriber], None] | None = None

    def wants(self, list_id: Id) -> bool:
        return not self.only or list_id in self.only

    def name_of(self, audience: Id) -> str:
        return frames.OWN if audience == self.user_id else audience

    def lose(self, list_id: Id) -> None:
        """A list that was read is gone; a replay under way says so in its turn (`take_lost`)."""
        if self.cursors is None:
            gone = frames.gone(list_id)
            self.write(gone, frames.chunk(gone))
        else:
            self.lost.append(list_id)

    def take_lost(self) -> list[Id]:
        lost, self.lost = self.lost, []
        return lost

    def take_over(self, handler: RequestHandler, leave: Callable[[Subscriber], None]) -> None:
        """From now on the connection is this stream's; `leave` is called when it is lost.

        aiohttp is told that it has lost the connection: it lets go of the request and cancels the task that served it.
        """
        self._leave = leave
        if self.transport.get_write_buffer_size():
            self.blocked_since = time.monotonic()
        self.transport.set_protocol(self)
        handler.transport = None
        handler.connection_lost(None)

    def write(self, payload: bytes, chunk: bytes) -> None:
        """Straight to the transport: the bytes are shared by all readers. A reader who has fallen too far behind is
        cut; it comes back and resumes."""
        if self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > MOST_BACKLOG:
            self.transport.abort()
        else:
            self.transport.write(chunk if self.is_chunked else payload)

    def cut_if_blocked(self, now: float) -> None:
        if self.blocked_since is not None and now - self.blocked_since > MOST_PATIENCE:
            self.transport.abort()

    def hides(self, audience: Id) -> bool:
        """Whether it is followed for this reader's sake, but not written to them."""
        return self.hides_own and audience == self.user_id

    def end_if_over(self, now: datetime) -> None:
        """Its session may live on, if it was used meanwhile: then the reader comes back."""
        if self.until is not None and now >= self.until:
            self.end()

    def end(self) -> None:
        """Cleanly; the reader comes back if it may. A replay under way ends when it sees `is_ended`."""
        self.is_ended = True
        if self._leave is not None and not self.transport.is_closing():
            if self.is_chunked:
                self.transport.write(_LAST_CHUNK)
            self.transport.close()

    # asyncio.Protocol

    def pause_writing(self) -> None:
        self.blocked_since = time.monotonic()

    def resume_writing(self) -> None:
        self.blocked_since = None

    def connection_lost(self, _error: Exception | None) -> None:
        if self._leave is not None:
            self._leave(self)
