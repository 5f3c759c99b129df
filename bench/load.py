"""Clients that each send their next request when they have the answer to the last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from bench.wire import Address, Connection

WARM: Final = 0.2
"""The share of the time at the start that does not count."""


@attrs.frozen
class Load:
    rate: float
    p50: float
    p99: float

    def __str__(self) -> str:
        return f"{self.rate:,.0f}/s, p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms"


async def drive(address: Address, clients: Sequence[Iterator[bytes]], seconds: float) -> Load:
    """Each client is its requests, without an end."""
    connections = [await Connection.open(address) for _ in clients]
    warm_until = time.monotonic() + seconds * WARM
    until = warm_until + seconds

    async def run(connection: Connection, requests: Iterator[bytes]) -> list[float]:
        times = []
        while (sent := time.monotonic()) < until:
            await connection.ask(next(requests))
            if sent >= warm_until:
                times.append(time.monotonic() - sent)
        return times

    pairs = zip(connections, clients, strict=True)
    each = await asyncio.gather(*(run(connection, requests) for connection, requests in pairs))
    for connection in connections:
        connection.close()
    times = [it for them in each for it in them]
    return Load(len(times) / seconds, percentile(times, 50), percentile(times, 99))


def percentile(seconds: Sequence[float], share: int) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * share // 100)]
