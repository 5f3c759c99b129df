from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.feed.stream import Stream
from tests.http.client import Client
from tests.http.village import ann, bob, cy, eve, groceries, nobody, scene, server, shared

__all__ = ["ann", "bob", "cy", "eve", "groceries", "nobody", "scene", "server", "shared", "watch"]


@pytest.fixture
def watch() -> Iterator[Callable[..., Stream]]:
    """`watch(person, query)` opens a stream, past its opening; it is closed after the test."""
    streams: list[Stream] = []

    def open_stream(person: Client, query: str = "", last_event_id: str = "") -> Stream:
        stream = Stream(person, query, last_event_id)
        streams.append(stream)
        while stream.next().event != "ping":
            pass
        return stream

    yield open_stream
    for stream in streams:
        stream.close()
