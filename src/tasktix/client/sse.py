"""Server-sent messages out of bytes, by the rules of the HTML standard (section 9.2). No I/O."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final

import attrs

LONGEST: Final = 64 * 1024 * 1024
"""Characters of one message. A stream that never ends a line is not ours, and would fill the memory."""


class NotAStream(Exception):
    """What came is no stream of server-sent messages."""


@attrs.frozen
class Message:
    """`kind` is what the stream calls `event`; `id` is the last one told, with this message or before."""

    kind: str
    text: str
    id: str = ""


@attrs.define(eq=False)
class Parser:
    """Give it what comes, cut anywhere. `retry` is the pause, in milliseconds, that the server asked for, if it did."""

    retry: int | None = None
    last_id: str = ""
    _decoder: codecs.IncrementalDecoder = attrs.field(
        factory=lambda: codecs.getincrementaldecoder("utf-8")(errors="replace"), init=False
    )
    _is_begun: bool = attrs.field(default=False, init=False)
    _is_after_cr: bool = attrs.field(default=False, init=False)
    _rest: list[str] = attrs.field(factory=list, init=False)
    _kind: str = attrs.field(default="", init=False)
    _texts: list[str] = attrs.field(factory=list, init=False)
    _id: str = attrs.field(default="", init=False)
    _length: int = attrs.field(default=0, init=False)

    def feed(self, piece: bytes) -> list[Message]:
        """The messages that are complete with this piece. Raises `NotAStream`."""
        found = []
        for line in self._lines(self._decoder.decode(piece)):
            if line:
                self._field(line)
            elif (message := self._dispatch()) is not None:
                found.append(message)
        return found

    def _lines(self, text: str) -> Iterator[str]:
        """The whole lines; what is left begins the next."""
        if text and not self._is_begun:
            self._is_begun = True
            text = text.removeprefix("\ufeff")
        if self._is_after_cr and text:
            # A CR at the end of the last piece ended its line; this LF is the same end.
            self._is_after_cr = False
            text = text.removeprefix("\n")
        self._is_after_cr = self._is_after_cr or text.endswith("\r")
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            yield "".join([*self._rest, line])
            self._rest.clear()
        if rest:
            self._rest.append(rest)
            self._bound(len(rest))

    def _bound(self, more: int) -> None:
        self._length += more
        if self._length > LONGEST:
            raise NotAStream("a message that has no end")

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._kind = value
            case "data":
                self._texts.append(value)
                self._bound(len(value))
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self.retry = int(value)

    def _dispatch(self) -> Message | None:
        self.last_id = self._id
        kind, texts = self._kind or "message", self._texts
        self._kind, self._texts, self._length = "", [], 0
        return Message(kind, "\n".join(texts), self.last_id) if texts else None
