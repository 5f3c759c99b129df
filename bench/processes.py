"""A change through one server process, on the screens of all."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final

from bench.fanout import single_words, singles
from bench.house import Start
from bench.people import People
from bench.scale import Scale
from bench.swarm import Swarm
from bench.table import Row
from tests.harness.valkey import Valkey

WORKERS: Final = 2


async def measure(start: Start, scale: Scale, *, can_share: bool) -> list[Row]:
    """`can_share`: whether several processes can use the database at once."""
    rows = []
    for bell in ("local", "valkey"):
        what = f"{scale.changes} single changes to {scale.beside:,} at {WORKERS} processes, bell {bell}"
        rows.append(Row(what, await _measured(start, scale, bell) if can_share else "one process", "p99 < 250 ms"))
    return rows


async def _measured(start: Start, scale: Scale, bell: str) -> str:
    with ExitStack() as stack:
        if bell == "valkey":
            if why := Valkey.missing():
                return why
            valkey = Valkey()
            stack.callback(valkey.remove)
            bell = valkey.start().address
        house = start("--workers", str(WORKERS), TASKTIX_BELL=bell)
        stack.enter_context(house.server)
        await house.sign_up()
        list_id, tasks = await house.new_list(1)
        people = People(house, list_id, await house.user_id(), min(scale.beside, scale.people))
        swarm = Swarm(house.address, people.requests(scale.beside))
        flight = await singles(house.address, swarm, house.renames(list_id, tasks[0]), scale.changes)
        swarm.leave()
    return single_words(flight)
