"""Streams and the life of the server: its end, its return, and readers that do not read (promises P6 and P8)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from tasktix.adapters.http import shapes
from tests.feed.stream import Stream
from tests.harness.server import RunningServer
from tests.http.client import API, Client

Watch = Callable[..., Stream]

TEXT = "x" * 60_000
CHANGES = 80
"""Of `TEXT` each: more than the kernel and the server keep for a reader who does not read."""


def test_sigterm_ends_streams_cleanly_and_soon(serve: Callable[..., RunningServer], watch: Watch) -> None:
    server = serve()
    person = Client.newcomer(server.url)
    streams = [watch(person) for _ in range(5)]
    told_at = time.monotonic()
    assert server.stop(patience=10) == 0
    assert time.monotonic() - told_at < 10
    for stream in streams:
        assert [it.event for it in stream.rest()] == []
        assert stream.ended_cleanly


def test_after_a_crash_the_reader_resumes(serve: Callable[..., RunningServer], watch: Watch) -> None:
    server = serve()
    person = Client.newcomer(server.url)
    created = person.new_list()
    stream = watch(person)
    person.new_section(created.id, "Seen")
    last_seen = stream.until("entry", created.id)[-1]
    person.new_section(created.id, "Perhaps not seen")
    server.kill()
    stream.rest()
    server.start()
    again = watch(person, last_event_id=last_seen.id)
    person.new_section(created.id, "After")
    start = last_seen.data["position"]
    entries = [it.data for it in again.until("entry", created.id, start + 2)]
    positions = [it["position"] for it in entries if it["audience"] == created.id]
    assert positions == [start + 1, start + 2]


def test_a_reader_who_does_not_read_is_cut_and_delays_nobody(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch
) -> None:
    task = ann.new_task(shared.id)
    start = ann.snapshot(shared.id).position
    stalled = open_and_leave_unread(bob)
    healthy = watch(ann, f"?list={shared.id}")
    try:
        for number in range(1, CHANGES + 1):
            body = {"description": f"{number} {TEXT}"}
            ann.patch(f"/lists/{shared.id}/tasks/{task.id}", body).shows(shapes.Task)
            assert healthy.until("entry", shared.id)[-1].data["position"] == start + number
        last = start + CHANGES
        assert is_cut_before(f"id: {shared.id}:{last}\n".encode(), stalled)
    finally:
        stalled.close()
    resumed = watch(bob, f"?after={shared.id}:{start}")
    entries = [it.data for it in resumed.until("entry", shared.id, last)]
    assert [it["position"] for it in entries] == list(range(start + 1, last + 1))


def open_and_leave_unread(person: Client) -> socket.socket:
    address = urlsplit(person.url)
    stalled = socket.socket()
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stalled.settimeout(30)
    stalled.connect((address.hostname, address.port))
    request = f"GET {API}/feed HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {person.cookie}\r\n\r\n"
    stalled.sendall(request.encode())
    assert stalled.recv(1).startswith(b"H")
    return stalled


def is_cut_before(mark: bytes, stalled: socket.socket) -> bool:
    """Whether the server ended the connection before it sent this."""
    tail = b""
    try:
        while piece := stalled.recv(1 << 16):
            tail = tail[-len(mark) :] + piece
            if mark in tail:
                return False
    except ConnectionResetError:
        pass
    return True
