"""Starting, and what a server weighs that does nothing."""

from __future__ import annotations

import statistics
import time

from bench.house import House, Start
from bench.people import People
from bench.scale import Scale
from bench.swarm import Swarm
from bench.table import Row
from bench.wire import Connection, request


async def measure(start: Start, scale: Scale) -> list[Row]:
    fresh, known = [], []
    for _ in range(scale.starts):
        began = time.monotonic()
        house = start()
        with house.server as server:
            await _first_answer(house)
            fresh.append(time.monotonic() - began)
            server.stop()
            began = time.monotonic()
            server.start()
            await _first_answer(house)
            known.append(time.monotonic() - began)
    return [
        Row("start, fresh database", f"{statistics.median(fresh):.2f} s", "SQLite < 1.5 s"),
        Row("start, known database", f"{statistics.median(known):.2f} s", "SQLite < 1.5 s"),
        *await _weights(start, scale),
    ]


async def _first_answer(house: House) -> None:
    connection = await Connection.open(house.address)
    await connection.ask(request("GET", "/readyz"))
    connection.close()


async def _weights(start: Start, scale: Scale) -> list[Row]:
    house = start()
    with house.server:
        await house.sign_up()
        list_id, _ = await house.new_list(1)
        await house.position(list_id)
        idle = house.resident()
        people = People(house, list_id, await house.user_id(), min(scale.idle, scale.people))
        swarm = Swarm(house.address, people.requests(scale.idle))
        each = (house.resident() - idle) / scale.idle
        swarm.leave()
    return [
        Row("memory at rest", f"{idle / 1024:.0f} MiB", "< 90 MiB"),
        Row(f"memory of each of {scale.idle:,} subscribers", f"{each:.1f} KiB", "≤ 12 KiB"),
    ]
