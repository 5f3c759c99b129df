"""HTTP/1.1 by hand: the load shares the machine with what it measures, so it must weigh little."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any, Final

import attrs

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)

Address = tuple[str, int]


@attrs.frozen
class Answer:
    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def request(method: str, path: str, body: object = None, headers: str = "") -> bytes:
    """`headers` are whole lines, each with its line end."""
    content = b"" if body is None else json.dumps(body).encode()
    kind = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n" if content else ""
    return f"{method} {path} HTTP/1.1\r\nHost: bench\r\n{headers}{kind}\r\n".encode() + content


class Connection(asyncio.Protocol):
    """A keep-alive connection with one request on its way at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None

    @classmethod
    async def open(cls, address: Address) -> Connection:
        _, connection = await asyncio.get_running_loop().create_connection(cls, *address)
        return connection

    async def ask(self, raw: bytes) -> Answer:
        """Raises where the answer is no success: a bench of failures would be fast."""
        assert self._transport
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(raw)
        answer = await self._answer
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{raw.partition(b' HTTP')[0]!r} was answered {answer.status}: {answer.body!r}")
        return answer

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        if len(body) >= length and self._answer and not self._answer.done():
            self._received = body[length:]
            self._answer.set_result(Answer(int(head[9:12]), head, body[:length]))

    def connection_lost(self, reason: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(reason or ConnectionError("the server closed the connection"))
