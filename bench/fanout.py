"""From one person's change to everybody's screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from bench.house import House
from bench.load import percentile
from bench.scale import Scale
from bench.swarm import Swarm
from bench.table import Row
from bench.wire import Connection

WRITERS = 8


async def measure(house: House, scale: Scale) -> list[Row]:
    rows = []
    for count in scale.swarms:
        list_id, tasks = await house.new_list(WRITERS)
        renames = [house.renames(list_id, task_id) for task_id in tasks]
        swarm = Swarm(house, list_id, count)
        position = await house.position(list_id)
        rows.append(await _singles(house, scale, swarm, renames[0], position, count))
        rows.append(await _burst(house, scale, swarm, renames, position + scale.changes, count))
        swarm.leave()
    return rows


async def _singles(
    house: House, scale: Scale, swarm: Swarm, renames: Iterator[bytes], position: int, count: int
) -> Row:
    connection = await Connection.open(house.address)
    latencies: list[float] = []
    for number in range(1, scale.changes + 1):
        swarm.expect(position + number)
        sent = time.monotonic()
        _, arrivals = await asyncio.gather(connection.ask(next(renames)), asyncio.to_thread(swarm.arrivals))
        latencies += [moment - sent for _, moment in arrivals]
    connection.close()
    rate = len(latencies) / sum(max(latencies[at : at + count]) for at in range(0, len(latencies), count))
    return Row(
        f"{scale.changes} single changes to {count:,} subscribers",
        f"p50 {percentile(latencies, 50):.1f} ms, p99 {percentile(latencies, 99):.1f} ms, {rate:,.0f} deliveries/s",
        "p99 < 60 ms",
    )


async def _burst(
    house: House, scale: Scale, swarm: Swarm, renames: list[Iterator[bytes]], position: int, count: int
) -> Row:
    async def write(requests: Iterator[bytes]) -> None:
        connection = await Connection.open(house.address)
        for _ in range(scale.burst // WRITERS):
            await connection.ask(next(requests))
        connection.close()

    swarm.expect(position + scale.burst)
    sent = time.monotonic()
    arriving = asyncio.create_task(asyncio.to_thread(swarm.arrivals))
    await asyncio.gather(*(write(requests) for requests in renames))
    arrivals = await arriving
    took = max(moment for _, moment in arrivals) - sent
    return Row(
        f"burst of {scale.burst} changes to {count:,} subscribers",
        f"{len(arrivals) / took:,.0f} deliveries/s, all there after {1000 * took:,.0f} ms",
    )
