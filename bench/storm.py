"""A storm of sign-ins, with no limit on them: what it does to everybody else."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from typing import Final

from bench.house import API, House
from bench.load import Load, drive
from bench.scale import Scale
from bench.table import Row
from bench.wire import Connection, request
from tasktix.adapters.auth.passwords import ArgonPasswords

PER_SECOND: Final = 50
OTHERS: Final = 4
"""Clients that do something else meanwhile."""

SHORTEST: Final = 1.0
"""Seconds: in a storm it may take a while until anything is answered."""


async def measure(house: House, scale: Scale) -> list[Row]:
    seconds = max(scale.seconds, SHORTEST)
    quiet = await _others(house, seconds)
    storm = asyncio.create_task(_storm(house))
    try:
        stormy = await _others(house, seconds)
    finally:
        storm.cancel()
        await asyncio.gather(storm, return_exceptions=True)
    numbers = f"p99 {stormy.p99:.1f} ms, quiet {quiet.p99:.1f} ms, ratio {stormy.p99 / quiet.p99:.1f}"
    return [
        Row(f"{PER_SECOND} sign-ins/s, no limit: other calls", numbers, "ratio < 2"),
        Row("a password verified, processor time", f"{_verifying(scale.repeats):.0f} ms", "50-150 ms"),
    ]


async def _others(house: House, seconds: float) -> Load:
    ask = request("GET", f"{API}/lists", headers=house.headers)
    return await drive(house.address, [itertools.repeat(ask) for _ in range(OTHERS)], seconds)


async def _storm(house: House) -> None:
    """For ever, one more each 20 ms, whether those before it are answered or not."""
    body = {"login": "bench", "password": "not the password"}
    asks: set[asyncio.Task[None]] = set()
    try:
        while True:
            asks.add(task := asyncio.create_task(_sign_in(house, request("POST", f"{API}/session", body))))
            task.add_done_callback(asks.discard)
            await asyncio.sleep(1 / PER_SECOND)
    finally:
        for task in asks:
            task.cancel()


async def _sign_in(house: House, ask: bytes) -> None:
    connection = await Connection.open(house.address)
    try:
        await connection.ask(ask)
    except (RuntimeError, ConnectionError):
        # Refused, as it should be; or told to come back, where too many are in line.
        pass
    finally:
        connection.close()


def _verifying(repeats: int) -> float:
    passwords = ArgonPasswords()
    kept = passwords.hash("a sturdy horse on a roof")
    times = []
    for _ in range(repeats):
        began = time.process_time()
        passwords.verify(kept, "a sturdy horse on a roof")
        times.append(time.process_time() - began)
    return 1000 * statistics.median(times)
