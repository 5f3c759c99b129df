"""The one seam between the event loop and the synchronous core: bounded threads, one hop per unit of work."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

from tasktix.application.ports import Unavailable

P = ParamSpec("P")
T = TypeVar("T")


def _give_way(niceness: int) -> None:
    """This thread alone; elsewhere than on Linux a niceness is a whole process's."""
    if niceness and sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)


class Threads:
    """At most `count` at work and `waiting` in line; who comes then is told to come back (`Unavailable`). With a
    `niceness` they work when no others want the processor."""

    def __init__(self, name: str, count: int, waiting: int, niceness: int = 0) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name, initializer=_give_way, initargs=(niceness,))
        self._most = self._free = count + waiting

    @property
    def in_line(self) -> int:
        """Calls at work or in line."""
        return self._most - self._free

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._free <= 0:
            raise Unavailable
        self._free -= 1
        try:
            return await asyncio.wrap_future(self._executor.submit(function, *args, **kwargs))
        finally:
            self._free += 1

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)
