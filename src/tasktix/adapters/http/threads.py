"""The one seam between the event loop and the synchronous core: bounded threads, one hop per unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from tasktix.application.ports import Unavailable

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """At most `count` at work and `waiting` in line; who comes then is told to come back (`Unavailable`)."""

    def __init__(self, name: str, count: int, waiting: int) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name)
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
