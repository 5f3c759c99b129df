"""A reader of the live stream, by the rules of server-sent events (WHATWG HTML, 9.2)."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from tests.http.client import API, Client

PATIENCE: Final = 10.0
"""Seconds that a test waits for what must come; on a healthy machine it comes in milliseconds."""


@attrs.frozen
class Message:
    raw: bytes
    event: str
    id: str
    data: Any


class Refused(Exception):
    """The stream was not opened."""


class Ended(Exception):
    """The server ended the stream."""


class Stream:
    """Opened in its making; a thread reads it, so that a test can wait with patience."""

    def __init__(self, person: Client, query: str = "", last_event_id: str = "") -> None:
        self.ended_cleanly = False
        address = urlsplit(person.url)
        self._socket = socket.create_connection((address.hostname, address.port), PATIENCE)
        resume = f"Last-Event-ID: {last_event_id}\r\n" if last_event_id else ""
        bearer = f"Authorization: Bearer {person.secret}\r\n" if person.secret else ""
        self._socket.sendall(
            f"GET {API}/feed{query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Cookie: {person.cookie}\r\n{bearer}{resume}\r\n".encode()
        )
        self._file = self._socket.makefile("rb")
        head = b"".join(iter(self._file.readline, b"\r\n"))
        if not head.startswith(b"HTTP/1.1 200 "):
            self._file.close()
            self._socket.close()
            raise Refused(head)
        self._socket.settimeout(None)
        self._messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self, patience: float = PATIENCE) -> Message:
        """Raises `Ended`, or `TimeoutError` where nothing comes."""
        try:
            message = self._messages.get(timeout=patience)
        except queue.Empty:
            raise TimeoutError(f"nothing came for {patience} s") from None
        if message is None:
            raise Ended
        return message

    def until(self, event: str, audience: str = "", position: int = 0) -> list[Message]:
        """What comes, pings aside, up to the first such message and with it; of any audience where none is named."""
        seen: list[Message] = []
        while True:
            message = self.next()
            if message.event == "ping":
                continue
            seen.append(message)
            is_wanted = message.event == event and audience in ("", message.data["audience"])
            if is_wanted and message.data.get("position", 0) >= position:
                return seen

    def entry(self) -> Any:
        """The data of the next entry, whatever else comes before it."""
        return self.until("entry")[-1].data

    def rest(self) -> list[Message]:
        """What still comes until the stream ends."""
        return list(iter(self._next_or_none, None))

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._file.close()
        self._socket.close()

    def _next_or_none(self) -> Message | None:
        try:
            return self.next()
        except Ended:
            return None

    def _read(self) -> None:
        text = b""
        with suppress(OSError, ValueError):
            for piece in self._pieces():
                *frames, text = (text + piece).split(b"\n\n")
                for frame in frames:
                    self._messages.put(_message(frame))
        self._messages.put(None)

    def _pieces(self) -> Iterator[bytes]:
        """The body out of its chunks."""
        while size := int(self._file.readline(), 16):
            yield self._file.read(size + 2)[:-2]
        self.ended_cleanly = True


def until_mentioned(stream: Stream, word: str) -> list[Message]:
    """What comes up to the first message that has this word in it, and with it."""
    seen: list[Message] = []
    while not seen or word.encode() not in seen[-1].raw:
        seen.append(stream.next())
    return seen


def _message(frame: bytes) -> Message:
    fields: dict[str, str] = {}
    for line in frame.decode().split("\n"):
        name, _, value = line.partition(": ")
        fields[name] = fields[name] + "\n" + value if name == "data" and "data" in fields else value
    data = json.loads(fields["data"]) if "data" in fields else None
    return Message(frame, fields.get("event", ""), fields.get("id", ""), data)
