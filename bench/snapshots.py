"""Snapshots of lists: made, and handed out again."""

from __future__ import annotations

import time

from bench.house import House
from bench.load import percentile
from bench.scale import Scale
from bench.table import Row
from bench.wire import Answer, Connection


async def measure(house: House, scale: Scale) -> list[Row]:
    return [await _snapshot(house, scale, size) for size in scale.snapshots]


async def _snapshot(house: House, scale: Scale, size: int) -> Row:
    list_id, tasks = await house.new_list(size)
    renames = house.renames(list_id, tasks[0])
    snapshot = house.request("GET", f"/lists/{list_id}", headers="Accept-Encoding: gzip\r\n")
    connection = await Connection.open(house.address)

    async def timed() -> tuple[float, Answer]:
        sent = time.monotonic()
        answer = await connection.ask(snapshot)
        return time.monotonic() - sent, answer

    fresh, kept = [], []
    length = 0
    for _ in range(scale.repeats):
        await connection.ask(next(renames))
        took, answer = await timed()
        fresh.append(took)
        length = len(answer.body)
        kept.append((await timed())[0])
    connection.close()
    return Row(
        f"snapshot of {size:,} tasks",
        f"first {percentile(fresh, 50):.1f} ms, again {percentile(kept, 50):.1f} ms, {length / 1024:,.0f} KiB",
        "first < 250 ms" if size == max(scale.snapshots) else "",
    )
