"""Readers who do not read, or are no longer there: cut within 30 s, resumable, and nobody else waits (promise P6)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tasktix.adapters.http import shapes
from tasktix.adapters.http.feed import SEND_BUFFER, bound
from tasktix.adapters.http.hub import PING_EVERY
from tasktix.adapters.http.subscriber import MOST_PATIENCE, Subscriber
from tests.feed.house import FakeTransport
from tests.feed.stream import Stream
from tests.harness.process import wait_until
from tests.harness.server import RunningServer
from tests.http.client import API, Client

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

Watch = Callable[..., Stream]

TEXT = "x" * 60_000
LONG = 60.0
"""Seconds to wait for a cut that comes after ten, on a machine that is busy; the kernel by itself would take 900."""


class Unread:
    """A stream that somebody asked for and never reads."""

    def __init__(self, person: Client, query: str = "") -> None:
        address = urlsplit(person.url)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(30)
        self._socket.connect((address.hostname, address.port))
        request = f"GET {API}/feed{query} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {person.cookie}\r\n\r\n"
        self._socket.sendall(request.encode())
        assert self._socket.recv(1) == b"H"
        self._ports = f"{address.port:04X}", f"{self._socket.getsockname()[1]:04X}"

    def is_open(self) -> bool:
        """In the kernel's eyes, at the server's end; looking into the stream would be reading."""
        return is_established(*self._ports)

    def close(self) -> None:
        self._socket.close()


def is_established(here: str, there: str) -> bool:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state, *_ = line.split()
        if (local.rpartition(":")[2], remote.rpartition(":")[2], state) == (here, there, "01"):
            return True
    return False


def test_who_does_not_read_is_cut_and_can_resume(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    task = ann.new_task(shared.id)
    path = f"/lists/{shared.id}/tasks/{task.id}"

    def describe(number: int) -> None:
        ann.patch(path, {"description": f"{number} {TEXT}"}).shows(shapes.Task)

    for number in range(20):
        describe(number)
    start = ann.snapshot(shared.id).position
    healthy = watch(ann, f"?list={shared.id}")
    with (
        # In the midst of a replay; with less unread than the kernel keeps; with more.
        closing(Unread(bob, f"?after={shared.id}:1")) as replaying,
        closing(Unread(bob)) as little,
        closing(Unread(ann)) as more,
    ):
        describe(20)
        healthy.until("entry", shared.id, start + 1)
        stalled = [replaying, little, more]
        assert all(it.is_open() for it in stalled)
        for number in range(21, 26):
            describe(number)
            assert healthy.until("entry", shared.id)[-1].data["position"] == start + number - 19
        wait_until(lambda: not any(it.is_open() for it in stalled), patience=LONG, what=lambda: "not cut")
    resumed = watch(bob, f"?after={shared.id}:{start}")
    entries = [it.data for it in resumed.until("entry", shared.id, start + 6)]
    assert [it["position"] for it in entries if it["audience"] == shared.id] == list(range(start + 1, start + 7))


def test_what_is_unread_in_the_kernel_alone_is_not_unread_for_ever(
    ann: Client, bob: Client, shared: shapes.List
) -> None:
    """So little that the server's own buffer is empty: it never hears that writing is blocked."""
    task = ann.new_task(shared.id)
    with closing(Unread(bob)) as stalled:
        ann.patch(f"/lists/{shared.id}/tasks/{task.id}", {"description": "x" * 20_000}).shows(shapes.Task)
        wait_until(lambda: not stalled.is_open(), patience=LONG, what=lambda: "not cut")


def test_what_a_reader_may_cost_is_set_on_the_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as ours:
        bound(ours)
        # The kernel counts twice what it is told, for its own needs.
        assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * SEND_BUFFER
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == MOST_PATIENCE * 1000
    assert PING_EVERY + MOST_PATIENCE < 30


class FullTransport(FakeTransport):
    is_aborted = False

    def abort(self) -> None:
        self.is_aborted = True


def subscriber_over(transport: FullTransport) -> Subscriber:
    return Subscriber(transport, user_id="u", key_id="s", only=frozenset(), is_chunked=False)


@pytest.mark.parametrize(("seconds", "is_cut"), [(MOST_PATIENCE - 1, False), (MOST_PATIENCE + 1, True)])
@pytest.mark.parametrize("is_resumed", [True, False])
def test_the_longest_that_anything_may_wait(seconds: float, is_cut: bool, is_resumed: bool) -> None:
    transport = FullTransport()
    subscriber = subscriber_over(transport)
    subscriber.pause_writing()
    now = time.monotonic()
    if is_resumed:
        subscriber.resume_writing()
    subscriber.cut_if_blocked(now + seconds)
    assert transport.is_aborted == (is_cut and not is_resumed)


# who vanishes without a word


# Of its own: a run that was killed may have left its network behind.
HERE, THERE = [f"10.231.{os.getpid() >> 6 & 255}.{(os.getpid() & 63) * 4 + end}" for end in (1, 2)]
NAMESPACE = f"tasktix-{os.getpid()}"

LISTENER = """
import socket, sys
line = socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)
line.sendall(sys.argv[3].encode())
print(line.recv(1).decode(), line.getsockname()[1], flush=True)
line.settimeout(None)
while line.recv(4096): pass
"""


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


@pytest.fixture
def other_machine() -> Iterator[Callable[[], None]]:
    """A network of its own, reachable at the address THERE; calling it pulls its plug."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("needs root and iproute2")
    outer, inner = f"tx{os.getpid()}"[:14], f"ty{os.getpid()}"[:14]
    try:
        ip("netns", "add", NAMESPACE)
        ip("link", "add", outer, "type", "veth", "peer", "name", inner, "netns", NAMESPACE)
        ip("addr", "add", f"{HERE}/30", "dev", outer)
        ip("link", "set", outer, "up")
        ip("-n", NAMESPACE, "addr", "add", f"{THERE}/30", "dev", inner)
        ip("-n", NAMESPACE, "link", "set", inner, "up")
        # Where the plug is pulled the address stays, or the kernel would say that there is no way to it.
        yield lambda: ip("-n", NAMESPACE, "addr", "flush", "dev", inner)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no network of one's own here: {error.stderr}")
    finally:
        for command in (("link", "del", outer), ("netns", "del", NAMESPACE)):
            with suppress(subprocess.CalledProcessError):
                ip(*command)


def test_who_vanishes_without_a_word_is_found(
    serve: Callable[..., RunningServer], other_machine: Callable[[], None]
) -> None:
    server = serve("--host", HERE)
    ann = Client.newcomer(server.url)
    groceries = ann.new_list()
    port = urlsplit(server.url).port
    assert port
    request = f"GET {API}/feed HTTP/1.1\r\nHost: {HERE}\r\nCookie: {ann.cookie}\r\n\r\n"
    command = ["ip", "netns", "exec", NAMESPACE, sys.executable, "-c", LISTENER, HERE, str(port), request]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        try:
            assert reader.stdout
            first, its_port = reader.stdout.readline().split()
            assert first == "H"
            ports = f"{port:04X}", f"{int(its_port):04X}"
            assert is_established(*ports)
            other_machine()
            # Sooner than the next ping would.
            ann.new_task(groceries.id)
            wait_until(lambda: not is_established(*ports), patience=LONG, what=lambda: "still a reader")
        finally:
            reader.kill()
