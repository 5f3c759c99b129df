"""Many subscribers of one list in a process of their own: plain sockets on one epoll."""

from __future__ import annotations

import multiprocessing
import re
import resource
import select
import socket
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection as Pipe
from typing import Final

from bench.house import House

_ENTRY: Final = re.compile(rb"id: [0-9A-Za-z]{16}:(\d+)\nevent: entry\ndata: [^\n]*\n\n")
_SPAWN: Final = multiprocessing.get_context("spawn")

Arrival = tuple[int, float]
"""A position, and the moment (time.monotonic, one clock for the machine) at which one subscriber had all of it."""


class Swarm:
    def __init__(self, house: House, list_id: str, count: int) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        raw = house.request("GET", f"/feed?list={list_id}")
        self._process = _SPAWN.Process(target=_watch, args=(theirs, house.address, raw, count), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.recv()

    def expect(self, last: int) -> None:
        """From now on; `arrivals` waits until every subscriber has the entry at `last`."""
        self._pipe.send(last)

    def arrivals(self) -> list[Arrival]:
        arrived: list[Arrival] = self._pipe.recv()
        return arrived

    def leave(self) -> None:
        self._pipe.close()
        self._process.join()


class _Subscriber:
    def __init__(self, address: tuple[str, int], raw: bytes) -> None:
        self.socket = socket.create_connection(address)
        self.socket.sendall(raw)
        self._unread = b""
        opening = b""
        while b"event: ping" not in opening:
            opening += self._receive()

    def read(self) -> Iterator[int]:
        """The positions of the entries that are now whole."""
        self._unread += self._receive()
        end = 0
        for found in _ENTRY.finditer(self._unread):
            end = found.end()
            yield int(found[1])
        self._unread = self._unread[end:]

    def _receive(self) -> bytes:
        received = self.socket.recv(1 << 16)
        if not received:
            raise ConnectionError("the server ended a stream")
        return received


def _watch(pipe: Pipe, address: tuple[str, int], raw: bytes, count: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    subscribers = {}
    poll = select.epoll()
    for _ in range(count):
        subscriber = _Subscriber(address, raw)
        subscribers[subscriber.socket.fileno()] = subscriber
        poll.register(subscriber.socket, select.EPOLLIN)
    pipe.send(None)
    while True:
        try:
            last = pipe.recv()
        except EOFError:
            return
        pipe.send(_until_all_have(last, poll, subscribers))


def _until_all_have(last: int, poll: select.epoll, subscribers: dict[int, _Subscriber]) -> list[Arrival]:
    arrived = []
    missing = len(subscribers)
    while missing:
        for descriptor, _ in poll.poll():
            for position in subscribers[descriptor].read():
                arrived.append((position, time.monotonic()))
                missing -= position == last
    return arrived
