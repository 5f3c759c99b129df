"""One opened live stream, until it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Final
from urllib.parse import urlencode

import aiohttp
import attrs

from tasktix.client.connection import Connection, refusal, retry_after
from tasktix.client.errors import SignedOut
from tasktix.client.sse import Message, NotAStream, Parser

SILENCE: Final = 40.0
"""Seconds without a byte after which a connection is dead: the server shows itself every 15."""

_FINAL: Final = frozenset({400, 403, 404, 422})


class StreamLost(Exception):
    """It ended, broke, fell silent or was not opened. `wait` is what the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(reason)


@attrs.define(eq=False)
class Opened:
    """A stream that the server has opened; read it once."""

    response: aiohttp.ClientResponse
    silence: float
    parser: Parser = attrs.field(factory=Parser)

    async def messages(self) -> AsyncGenerator[Message]:
        """As they come. Ends with `StreamLost`, always."""
        try:
            while True:
                # Not wait_for, which on Python 3.11 may swallow a cancellation: the program would not end.
                async with asyncio.timeout(self.silence):
                    piece = await self.response.content.readany()
                if not piece:
                    raise StreamLost("the server ended the stream")
                for message in self.parser.feed(piece):
                    yield message
        except TimeoutError:
            raise StreamLost(f"silent for {self.silence:g} s") from None
        except (aiohttp.ClientError, OSError, NotAStream) as broken:
            raise StreamLost(f"{type(broken).__name__}: {broken}") from broken

    def close(self) -> None:
        """At once: what has come and was not read is dropped."""
        self.response.close()


async def open_stream(
    connection: Connection, *, lists: Sequence[str], after: Sequence[tuple[str, int]], silence: float = SILENCE
) -> Opened:
    """Of everything, or of these `lists` and one's own matters; `after` these positions of audiences.

    Raises `StreamLost` where it is worth trying again, `SignedOut`, `NotFound` where one of the lists is not to be
    seen, `Refused`.
    """
    query = [*(("list", it) for it in lists), *(("after", f"{audience}:{at}") for audience, at in after)]
    try:
        response = await connection.open("/feed?" + urlencode(query))
    except (aiohttp.ClientError, TimeoutError, OSError) as lost:
        raise StreamLost(f"{type(lost).__name__}: {lost}") from lost
    if response.status == 200 and response.content_type == "text/event-stream":
        return Opened(response, silence)
    async with response:
        if response.status == 401:
            raise SignedOut(401, {})
        if response.status in _FINAL:
            raise refusal(response.status, {"detail": response.reason or ""})
        raise StreamLost(f"answered with {response.status}", retry_after(response.headers))
