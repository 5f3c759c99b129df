"""`tasktix serve --workers N`: several server processes on one port, and one that watches over them and serves nothing.

The kernel deals connections out to the processes (SO_REUSEPORT). What is written through one of them reaches the
streams of all through the log; the bell says when to look.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from typing import Final

import attrs

from tasktix.application.ports import Unavailable
from tasktix.entrypoints import serve
from tasktix.entrypoints.container import Container
from tasktix.entrypoints.serve import Worker
from tasktix.entrypoints.settings import Settings

LOG: Final = logging.getLogger(__name__)

SHORT_LIFE: Final = 5.0
"""Seconds: a process that ends sooner is not started again at once, or it would do nothing but start."""

_ENDING: Final = (signal.SIGTERM, signal.SIGINT)

PAUSE: Final = 1.0
"""Seconds between a short life and the next."""


def run(settings: Settings) -> int:
    """The exit code: 0 after a SIGTERM or SIGINT that let every process end well."""
    # Once, before they all would: and what is wrong with the database is told once.
    Container(settings=settings).store().close()
    with _claim(settings) as claim:
        port = claim.getsockname()[1]
        address = settings.base_url or serve.address_of(claim)
        return Watch(attrs.evolve(settings, port=port), address).keep()


def _claim(settings: Settings) -> socket.socket:
    """Holds the port for all of them. It does not accept: a socket that accepts nothing would swallow connections."""
    listener = serve.listen(settings.host, settings.port, is_shared=True)
    address = listener.getsockname()
    listener.close()
    claim = socket.socket(listener.family, socket.SOCK_STREAM)
    claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    claim.bind(address)
    return claim


@attrs.define(eq=False)
class Watch:
    settings: Settings
    address: str
    _born: dict[int, tuple[float, int]] = attrs.field(factory=dict, init=False)
    """When, and which number of worker, by process."""

    _is_stopping: bool = attrs.field(default=False, init=False)
    _failed: bool = attrs.field(default=False, init=False)

    def keep(self) -> int:
        for number in _ENDING:
            signal.signal(number, lambda *_: self._stop())
        # The children hold the end that is read: when this process is gone, however it went, they see it.
        leash, leash_held = os.pipe()
        ready, ready_told = os.pipe()
        for place in range(self.settings.workers):
            self._start(Worker(ready_told, leash, place), held=(leash_held, ready))
        self._announce(ready)
        while self._born:
            self._bury(Worker(ready_told, leash), held=(leash_held, ready))
        return int(self._failed)

    def _start(self, worker: Worker, held: tuple[int, int]) -> None:
        # A signal that came between the fork and the note of it would miss this child.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        child = os.fork()
        if child:
            self._born[child] = (time.monotonic(), worker.number)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            return
        code = 1
        try:
            for number in _ENDING:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            for end in held:
                os.close(end)
            serve.run(self.settings, worker)
            code = 0
        except Unavailable as error:
            # It passes, and another takes its place until it has: one line for each.
            LOG.error("a worker failed: cannot use the database: %s", error)  # noqa: TRY400
        except Exception:
            LOG.exception("a worker failed")
        finally:
            # Never back into the parent's code.
            os._exit(code)

    def _announce(self, ready: int) -> None:
        """When all of them serve; those that end before are seen by `keep`."""
        told = 0
        while told < self.settings.workers and not self._is_stopping:
            os.set_blocking(ready, False)
            try:
                told += len(os.read(ready, 64))
            except BlockingIOError:
                gone, _ = os.waitpid(-1, os.WNOHANG)
                if gone:
                    self._born.pop(gone, None)
                    self._failed = True
                    self._stop()
                time.sleep(0.01)
        if not self._is_stopping:
            print(f"Tasktix is at {self.address}", flush=True)

    def _bury(self, worker: Worker, held: tuple[int, int]) -> None:
        """Wait for one to end; start another unless all shall end."""
        child, status = os.wait()
        born, number = self._born.pop(child, (0.0, 0))
        lived = time.monotonic() - born
        code = os.waitstatus_to_exitcode(status)
        if self._is_stopping:
            # One that had just begun ends by the signal itself: it had nothing yet that could end badly.
            if code not in (0, -signal.SIGTERM):
                LOG.error("worker %d ended (%d) when it was told to stop", child, code)
                self._failed = True
            return
        LOG.error("worker %d ended (%d); another takes its place", child, code)
        if lived < SHORT_LIFE:
            time.sleep(PAUSE)
        if not self._is_stopping:
            self._start(attrs.evolve(worker, number=number), held)

    def _stop(self) -> None:
        self._is_stopping = True
        for child in self._born:
            os.kill(child, signal.SIGTERM)
