"""Everybody comes back at once after a restart, and each has missed something."""

from __future__ import annotations

import asyncio
import time

from bench.fanout import WRITERS
from bench.house import House, Start
from bench.load import percentile
from bench.people import People
from bench.scale import Scale
from bench.swarm import Swarm
from bench.table import Row
from bench.wire import Connection


async def measure(start: Start, scale: Scale) -> list[Row]:
    house = start()
    with house.server:
        await house.sign_up()
        list_id, tasks = await house.new_list(WRITERS)
        people = People(house, list_id, await house.user_id(), min(scale.returning, scale.people))
        swarm = Swarm(house.address, people.requests(scale.returning))
        seen = await house.position(list_id)
        house.server.stop()
        house.server.start()
        await _miss(house, list_id, tasks, scale.missed)
        sent = time.monotonic()
        swarm.come_back(_ways_back(people, list_id, seen, scale.returning), scale.returning * scale.missed)
        arrivals = await asyncio.to_thread(swarm.arrivals)
        swarm.leave()
    times = [moment - sent for moment, _ in arrivals]
    words = f"the last after {max(times):.2f} s, half of them after {percentile(times, 50) / 1000:.2f} s"
    return [Row(f"{scale.returning:,} clients back at once, {scale.missed} changes missed", words, "< 3 s")]


async def _miss(house: House, list_id: str, tasks: list[str], changes: int) -> None:
    connection = await Connection.open(house.address)
    renames = house.renames(list_id, tasks[0])
    for _ in range(changes):
        await connection.ask(next(renames))
    connection.close()


def _ways_back(people: People, list_id: str, seen: int, count: int) -> list[bytes]:
    """One half as our own clients come, the other as a browser does by itself."""
    mark = f"{list_id}:{seen}"
    ours = people.requests(count, after=f"&after={mark}")
    browsers = people.requests(count, headers=f"Last-Event-ID: {mark}\r\n")
    return [(ours, browsers)[number % 2][number] for number in range(count)]
