"""A thousand readers come back at once after a crash: each gets exactly what it missed, and whoever writes meanwhile is
served (promise P8)."""

from __future__ import annotations

import asyncio
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.harness.server import RunningServer
from tests.http.client import API, Client

READERS = 1000
PEOPLE = 10
FILES = READERS + 500

FEW_FILES = ("/bin/sh", "-c", 'ulimit -Sn 256; exec "$0" "$@"', sys.executable, "-m", "tasktix", "serve")
"""As most machines allow at first: the server must allow itself more."""

PATIENCE = 120.0
"""Seconds; on a quiet machine it takes three."""


@pytest.fixture
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        pytest.skip(f"only {hard} open files are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, FILES), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Reader(asyncio.Protocol):
    """One stream; `positions` are those of one list's entries, in the order of their coming."""

    def __init__(self, person: Client, list_id: str) -> None:
        self.person = person
        self.positions: list[int] = []
        self.is_open = False
        self.refusals: list[bytes] = []
        self._id = re.compile(f"id: {list_id}:(\\d+)\n".encode())
        self._list_id = list_id
        self._tail = b""
        self._transport: asyncio.Transport | None = None

    async def open(self, *, by_header: bool) -> None:
        address = urlsplit(self.person.url)
        assert address.hostname
        assert address.port
        self._tail, self.is_open = b"", False
        self._transport, _ = await asyncio.get_running_loop().create_connection(
            lambda: self, address.hostname, address.port
        )
        at = f"{self._list_id}:{self.positions[-1]}" if self.positions else ""
        query = f"?after={at}" if at and not by_header else ""
        header = f"Last-Event-ID: {at}\r\n" if at and by_header else ""
        request = (
            f"GET {API}/feed{query} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {self.person.cookie}\r\n{header}"
        )
        self._transport.write(f"{request}\r\n".encode())

    def close(self) -> None:
        if self._transport:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._tail += data
        if not self.is_open:
            if b"event: ping" not in self._tail:
                if b"\r\n" in self._tail and not self._tail.startswith(b"HTTP/1.1 200 "):
                    self.refusals.append(self._tail)
                return
            self.is_open = True
        end = 0
        for found in self._id.finditer(self._tail):
            self.positions.append(int(found[1]))
            end = found.end()
        self._tail = self._tail[end:][-200:]


async def until(readers: list[Reader], is_so: Callable[[Reader], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while waiting := [it for it in readers if not is_so(it)]:
        assert not (refused := [it.refusals for it in waiting if it.refusals]), refused[0]
        assert time.monotonic() < deadline, f"{len(waiting)} wait, one has {waiting[0].positions}"
        await asyncio.sleep(0.05)


def test_a_thousand_come_back_at_once(many_files: None, serve: Callable[..., RunningServer]) -> None:
    server = serve(command=FEW_FILES)
    ann = Client.newcomer(server.url, "Ann")
    shared = ann.new_list("Shared")
    people = [ann]
    for number in range(PEOPLE - 1):
        people.append(Client.newcomer(server.url, f"P{number}"))
        ann.add_member(shared.id, people[-1])

    def write(count: int) -> int:
        """Each is answered with success; the list's position then."""
        for number in range(count):
            ann.new_task(shared.id, f"{number}")
        return ann.snapshot(shared.id).position

    async def run() -> None:
        readers = [Reader(people[number % PEOPLE], shared.id) for number in range(READERS)]
        begin = ann.snapshot(shared.id).position
        try:
            await asyncio.gather(*(it.open(by_header=False) for it in readers))
            await until(readers, lambda it: it.is_open)
            known = await asyncio.to_thread(write, 2)
            await until(readers, lambda it: known in it.positions)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
            await asyncio.to_thread(write, 5)
            writing = asyncio.create_task(asyncio.to_thread(write, 20))
            await asyncio.gather(*(it.open(by_header=bool(number % 2)) for number, it in enumerate(readers)))
            last = await writing
            await until(readers, lambda it: last in it.positions)
            for reader in readers:
                assert reader.positions == list(range(begin + 1, last + 1))
        finally:
            for reader in readers:
                reader.close()
            await asyncio.sleep(0)

    with ThreadPoolExecutor(1) as own:
        # A loop of its own: a browser's may be this thread's.
        own.submit(asyncio.run, run()).result(5 * PATIENCE)
