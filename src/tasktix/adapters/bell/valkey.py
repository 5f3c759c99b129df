"""The bell between machines: published over a Valkey (or Redis) server.

The server carries ids alone and keeps nothing. While it is away, nobody is held up: rings and words are lost, and the
poll of each process finds the entries.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Collection
from typing import Final

import valkey
from valkey.backoff import NoBackoff
from valkey.retry import Retry

from tasktix.adapters.bell.ears import Ear, Ears, WordEar, worded
from tasktix.domain.ids import Id

LOG: Final = logging.getLogger(__name__)

MOST_WAITING: Final = 10_000
"""Messages that may wait to be published; more are lost, which costs a poll."""

PATIENCE: Final = 2.0
"""Seconds that the server may take to answer."""

LONGEST_PAUSE: Final = 5.0
"""Seconds between two tries to reach a server that is away."""


class ValkeyBell:
    """`address` as `valkey://host:port`; processes with the same `house` (a database's address) hear one another."""

    def __init__(self, address: str, house: str) -> None:
        self._address = address
        # The address of a database holds its password, and machines may write it differently: its name is enough.
        self._channel = "tasktix:" + hashlib.sha256(house.rpartition("/")[2].encode()).hexdigest()[:16]
        self._ears = Ears()
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._is_closed = threading.Event()
        self._publisher: threading.Thread | None = None
        self._hearer: threading.Thread | None = None
        self._lock = threading.Lock()

    def ring(self, audiences: Collection[Id]) -> None:
        self._ears.ring(audiences)
        if audiences:
            self._send(" ".join(audiences))

    def listen(self, ear: Ear) -> None:
        self._ears.of_rings.append(ear)
        self._start_hearing()

    def say(self, word: str) -> None:
        self._ears.say(word)
        self._send(worded(word))

    def hear(self, ear: WordEar) -> None:
        self._ears.of_words.append(ear)
        self._start_hearing()

    def close(self) -> None:
        self._is_closed.set()

    def _send(self, message: str) -> None:
        try:
            self._waiting.put_nowait(message)
        except queue.Full:
            return
        self._start_publishing()

    def _start_hearing(self) -> None:
        if self._hearer is None:
            self._hearer = threading.Thread(target=self._keep, args=(self._take,), name="bell-hears", daemon=True)
            self._hearer.start()

    def _start_publishing(self) -> None:
        if self._publisher is None:
            with self._lock:
                if self._publisher is None:
                    work = threading.Thread(target=self._keep, args=(self._publish,), name="bell-rings", daemon=True)
                    self._publisher = work
                    work.start()

    def _keep(self, duty: Callable[[valkey.Valkey], None]) -> None:
        """Do it for ever; where the server is away, again after a pause that grows."""
        pause = 0.1
        while not self._is_closed.is_set():
            begin = time.monotonic()
            try:
                with self._server() as server:
                    duty(server)
            except valkey.ValkeyError as error:
                if time.monotonic() - begin > LONGEST_PAUSE:
                    pause = 0.1
                LOG.warning("the bell's server is away (%s); streams are up to a second late", type(error).__name__)
                # Not all processes at once: their server has just come back.
                self._is_closed.wait(pause * random.uniform(0.5, 1))  # noqa: S311
                pause = min(2 * pause, LONGEST_PAUSE)

    def _server(self) -> valkey.Valkey:
        return valkey.Valkey.from_url(
            self._address,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            health_check_interval=0,
            retry=Retry(NoBackoff(), 0),
        )

    def _publish(self, server: valkey.Valkey) -> None:
        while not self._is_closed.is_set():
            try:
                message = self._waiting.get(timeout=0.5)
            except queue.Empty:
                continue
            server.publish(self._channel, message)

    def _take(self, server: valkey.Valkey) -> None:
        with server.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
            subscription.subscribe(self._channel)
            while not self._is_closed.is_set():
                message = subscription.get_message(timeout=PATIENCE / 2)
                if message is None:
                    # An answer, or an error: a connection that died without a word must not look like silence.
                    subscription.ping()
                    continue
                if message["type"] == "message":
                    self._ears.take(message["data"].decode("ascii"))
