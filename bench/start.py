"""Starting, and what a server weighs that does nothing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench.house import House
from bench.scale import Scale
from bench.swarm import Swarm
from bench.table import Row
from bench.wire import Connection, request
from tests.harness.server import RunningServer

Start = Callable[[], RunningServer]
"""Starts the program on a database that nobody has used."""


async def measure(start: Start, scale: Scale) -> list[Row]:
    fresh, known = [], []
    for _ in range(scale.starts):
        began = time.monotonic()
        with start() as server:
            await _first_answer(server)
            fresh.append(time.monotonic() - began)
            server.stop()
            began = time.monotonic()
            server.start()
            await _first_answer(server)
            known.append(time.monotonic() - began)
    return [
        Row("start, fresh database", f"{statistics.median(fresh):.2f} s", "SQLite < 1.5 s"),
        Row("start, known database", f"{statistics.median(known):.2f} s", "SQLite < 1.5 s"),
        *await _weights(start, scale),
    ]


async def _first_answer(server: RunningServer) -> None:
    connection = await Connection.open(House(server).address)
    await connection.ask(request("GET", "/readyz"))
    connection.close()


async def _weights(start: Start, scale: Scale) -> list[Row]:
    with start() as server:
        house = House(server)
        await house.sign_up()
        list_id, _ = await house.new_list(1)
        await house.position(list_id)
        idle = house.resident()
        # The first ones move into memory that starting up has left free: weighed are those who come after them.
        first = Swarm(house, list_id, scale.idle // 2)
        before = house.resident()
        swarm = Swarm(house, list_id, scale.idle)
        each = (house.resident() - before) / scale.idle
        for them in (swarm, first):
            them.leave()
    return [
        Row("memory at rest", f"{idle / 1024:.0f} MiB", "< 90 MiB"),
        Row(f"memory of each of {scale.idle:,} subscribers", f"{each:.1f} KiB", "≤ 12 KiB"),
    ]
