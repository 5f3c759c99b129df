"""Many subscribers in a process of their own: plain sockets on one epoll, which count frames and look at nothing else,
so that it is the server that is measured."""

from __future__ import annotations

import multiprocessing
import resource
import select
import socket
import time
from collections.abc import Iterable, Sequence
from multiprocessing.connection import Connection as Pipe
from typing import Final

import attrs

from bench.wire import Address

END_OF_ENTRY: Final = b"]}\n\n"
"""How the frame of an entry ends, and no other: its `changes` are last in it."""

OPENED: Final = b"event: ping"

OPENING: Final = 200
"""Streams that are opened at once, where it is not the opening that is measured."""

SETTLES: Final = 1.0
"""Seconds in which a server does what opening many streams leaves to be done: no part of a change that follows."""

_SPAWN: Final = multiprocessing.get_context("spawn")

Arrival = tuple[float, int]
"""The moment (time.monotonic, one clock for the machine) at which a subscriber had so many more whole entries."""


class Swarm:
    """`requests` has one for each subscriber; a stream is open when it has said `opened`."""

    def __init__(self, address: Address, requests: Sequence[bytes], opened: bytes = OPENED) -> None:
        self.count = len(requests)
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_watch, args=(theirs, address, opened), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.send((requests, OPENING, 0))
        self._pipe.recv()
        time.sleep(SETTLES)

    def expect(self, deliveries: int) -> None:
        """From now on; `arrivals` waits until the subscribers have so many together."""
        self._pipe.send((None, 0, deliveries))

    def come_back(self, requests: Sequence[bytes], deliveries: int) -> None:
        """Leave, and open all of these at once; `arrivals` as after `expect`."""
        self._pipe.send((requests, len(requests), deliveries))

    def arrivals(self) -> list[Arrival]:
        arrived: list[Arrival] = self._pipe.recv()
        return arrived

    def leave(self) -> None:
        self._pipe.close()
        self._process.join()


@attrs.define(eq=False)
class _Subscriber:
    socket: socket.socket
    unread: bytes = b""
    is_open: bool = False


def _watch(pipe: Pipe, address: Address, opened: bytes) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    flock = _Flock(address, opened)
    while True:
        try:
            requests, at_once, deliveries = pipe.recv()
        except EOFError:
            return
        if requests is not None:
            flock.leave()
            flock.open(requests, at_once)
        pipe.send(flock.until(deliveries))


class _Flock:
    def __init__(self, address: Address, opened: bytes) -> None:
        self._address = address
        self._opened = opened
        self._poll = select.epoll()
        self._subscribers: dict[int, _Subscriber] = {}
        self._open = 0
        self._delivered = 0
        self._arrived: list[Arrival] = []

    def open(self, requests: Iterable[bytes], at_once: int) -> None:
        for begun, raw in enumerate(requests):
            while begun - self._open >= at_once:
                self._read()
            connection = socket.create_connection(self._address)
            connection.sendall(raw)
            self._subscribers[connection.fileno()] = _Subscriber(connection)
            self._poll.register(connection, select.EPOLLIN)
        while self._open < len(self._subscribers):
            self._read()

    def leave(self) -> None:
        for subscriber in self._subscribers.values():
            subscriber.socket.close()
        self._subscribers.clear()
        self._open = 0

    def until(self, deliveries: int) -> list[Arrival]:
        while self._delivered < deliveries:
            self._read()
        arrived, self._arrived, self._delivered = self._arrived, [], 0
        return arrived

    def _read(self) -> None:
        for descriptor, _ in self._poll.poll():
            subscriber = self._subscribers[descriptor]
            received = subscriber.socket.recv(1 << 16)
            if not received:
                raise ConnectionError("the server ended a stream")
            moment = time.monotonic()
            received = subscriber.unread + received
            if not subscriber.is_open:
                received = self._opening(subscriber, received)
            entries = received.count(END_OF_ENTRY)
            subscriber.unread = received[1 - len(END_OF_ENTRY) :] if subscriber.is_open else received
            if entries:
                self._arrived.append((moment, entries))
                self._delivered += entries

    def _opening(self, subscriber: _Subscriber, received: bytes) -> bytes:
        """What has come after the opening, if it is over."""
        if not received.startswith(b"HTTP/1.1 200"[: len(received)]):
            raise ConnectionError(f"a stream was refused: {received!r}")
        _, opened, rest = received.partition(self._opened)
        if not opened:
            return received
        subscriber.is_open = True
        self._open += 1
        return rest
