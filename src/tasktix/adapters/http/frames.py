"""Server-sent events as bytes. JSON has no raw line breaks, so one `data:` line carries it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tasktix.adapters import codec
from tasktix.application.unit_of_work import Entry
from tasktix.domain.ids import Id

OWN: Final = "me"
"""The name of one's own matters on the wire."""

START: Final = b"retry: 2000\n\n"
PING: Final = b"event: ping\ndata: {}\n\n"


def entry(it: Entry, name: str) -> bytes:
    identity = f"id: {name}:{it.position}\nevent: entry\ndata: ".encode()
    return identity + codec.entry_json(name, it.position, it.text) + b"\n\n"


def gone(audience: Id) -> bytes:
    """The list is no longer the reader's to see."""
    return f'event: gone\ndata: {{"audience":"{audience}"}}\n\n'.encode()


def reset(name: str) -> bytes:
    """The log does not reach back that far: take a snapshot."""
    return f'event: reset\ndata: {{"audience":"{name}"}}\n\n'.encode()


def looking(audience: Id, users: Sequence[Id]) -> bytes:
    """Who has the list in sight now. Without an id: it is over in a minute, and nothing to start after."""
    return b"event: looking\ndata: " + codec.encode({"audience": audience, "users": users}) + b"\n\n"


def chunk(payload: bytes) -> bytes:
    """As HTTP/1.1 sends a part of a body of unknown length."""
    return b"%x\r\n%b\r\n" % (len(payload), payload)
