"""What has been: a page of it, and taking a large deletion back."""

from __future__ import annotations

import itertools
import time

from bench.house import House
from bench.load import percentile
from bench.scale import Scale
from bench.table import Row
from bench.wire import Connection


async def measure(house: House, scale: Scale) -> list[Row]:
    return [
        Row(f"history: a page of 50 of {scale.past:,} entries", await _history(house, scale), "< 100 ms"),
        Row(f"undo of the deletion of a section with {scale.gone:,} tasks", await _undo(house, scale), "< 1 s"),
    ]


async def _history(house: House, scale: Scale) -> str:
    list_id, (task_id,) = await house.new_list(1)
    connection = await Connection.open(house.address)
    for raw in itertools.islice(house.renames(list_id, task_id), scale.past):
        await connection.ask(raw)
    times = []
    for _ in range(scale.repeats):
        sent = time.monotonic()
        await connection.ask(house.request("GET", f"/lists/{list_id}/history?limit=50"))
        times.append(time.monotonic() - sent)
    connection.close()
    return f"{percentile(times, 50):.1f} ms"


async def _undo(house: House, scale: Scale) -> str:
    list_id, _ = await house.new_list(scale.gone)
    times = []
    connection = await Connection.open(house.address)
    for _ in range(scale.repeats):
        snapshot = await house.ask("GET", f"/lists/{list_id}")
        (section,) = snapshot["sections"]
        assert len(snapshot["tasks"]) == scale.gone
        await connection.ask(house.request("DELETE", f"/lists/{list_id}/sections/{section['id']}"))
        deletion = house.request("POST", f"/lists/{list_id}/undo", {"position": await house.position(list_id)})
        sent = time.monotonic()
        await connection.ask(deletion)
        times.append(time.monotonic() - sent)
    connection.close()
    return f"{percentile(times, 50):.0f} ms"
