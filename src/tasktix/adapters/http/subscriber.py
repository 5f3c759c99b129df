"""One open stream."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from tasktix.adapters.http import frames
from tasktix.domain.ids import Id

MOST_BACKLOG: Final = 1024 * 1024
"""Bytes that may wait for a reader."""

MOST_PATIENCE: Final = 10.0
"""Seconds that a reader may leave bytes waiting."""


class Subscriber:
    """Slots, no task and no queue of its own: thousands of these are idle most of their lives."""

    __slots__ = (
        "blocked_since",
        "cursors",
        "ended",
        "is_chunked",
        "only",
        "response",
        "session_id",
        "transport",
        "user_id",
    )

    def __init__(
        self,
        response: web.StreamResponse,
        transport: asyncio.Transport,
        user_id: Id,
        session_id: Id,
        only: frozenset[Id],
    ) -> None:
        self.response = response
        self.transport = transport
        self.user_id = user_id
        self.session_id = session_id
        self.only = only
        self.is_chunked = response.chunked
        self.cursors: dict[Id, int] | None = None
        self.blocked_since: float | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wants(self, list_id: Id) -> bool:
        return not self.only or list_id in self.only

    def name_of(self, audience: Id) -> str:
        return frames.OWN if audience == self.user_id else audience

    def write(self, payload: bytes, chunk: bytes) -> None:
        """Straight to the transport: the bytes are shared by all readers. A reader who has fallen too far behind is
        cut; it comes back and resumes."""
        if self.transport.is_closing():
            self.end()
        elif self.transport.get_write_buffer_size() > MOST_BACKLOG:
            self.transport.abort()
            self.end()
        else:
            self.transport.write(chunk if self.is_chunked else payload)

    async def write_patiently(self, payload: bytes) -> None:
        """Not faster than the reader reads; for a replay of any length."""
        if payload:
            await asyncio.wait_for(self.response.write(payload), MOST_PATIENCE)

    def cut_if_blocked(self, now: float) -> None:
        if self.transport.get_write_buffer_size() == 0:
            self.blocked_since = None
        elif self.blocked_since is None:
            self.blocked_since = now
        elif now - self.blocked_since > MOST_PATIENCE:
            self.transport.abort()
            self.end()

    def end(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    async def wait(self) -> None:
        await self.ended
