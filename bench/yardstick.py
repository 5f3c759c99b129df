"""The live stream beside nginx with nchan: one swarm program, one run, in turns.

Compared is handing out: deliveries a second from the first screen that has something to the last that has all. nchan
keeps its messages in memory, so our server runs beside it twice: with the database, and with the memory store.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import attrs

from bench import nchan
from bench.fanout import WRITERS, burst, singles
from bench.house import House
from bench.nchan import Installed, Nchan
from bench.scale import Scale
from bench.swarm import END_OF_ENTRY, Swarm
from bench.table import Row
from bench.wire import Address
from tests.harness.server import RunningServer

IN_MEMORY: Final = Path(__file__).with_name("in_memory.py")


@attrs.frozen
class Lane:
    """A server with its swarm; `writers` are what is sent to it. `alone` and `together` are deliveries a second."""

    address: Address
    swarm: Swarm
    writers: Sequence[Iterator[bytes]]
    alone: list[float] = attrs.field(factory=list)
    together: list[float] = attrs.field(factory=list)

    async def round(self, scale: Scale) -> None:
        few = max(1, scale.changes // scale.rounds)
        self.alone.append((await singles(self.address, self.swarm, self.writers[0], few)).fan_rate)
        self.together.append((await burst(self.address, self.swarm, self.writers, scale.burst)).fan_rate)


async def measure(house: House, scale: Scale) -> list[Row]:
    installed = nchan.find() or (nchan.fetch() if scale.fetches else None)
    cells = await _measured(house, installed, scale) if installed else ["nchan is not installed"] * 4
    alone = f"single changes to {scale.beside:,}: ours, nchan"
    together = f"bursts of {scale.burst} changes to {scale.beside:,}: ours, nchan"
    whats = [alone, together, f"{alone}; in memory", f"{together}; in memory"]
    return [Row(*row) for row in zip(whats, cells, ["≥ 1.0 x", "", "≥ 1.0 x", "≥ 5 x"], strict=True)]


async def _measured(house: House, installed: Installed, scale: Scale) -> list[str]:
    with ExitStack() as stack:
        memory = House(RunningServer(command=[sys.executable, IN_MEMORY]), "")
        stack.enter_context(memory.server)
        await memory.sign_up()
        ours, ours_in_memory = await _lane(house, scale), await _lane(memory, scale)
        server = Nchan(installed)
        stack.callback(server.remove)
        messages = nchan.messages(await _length(house))
        theirs = Lane(
            server.address,
            Swarm(server.address, [nchan.SUBSCRIBE] * scale.beside, nchan.OPENED),
            [messages] * WRITERS,
        )
        for _ in range(scale.rounds):
            for lane in (ours, theirs, ours_in_memory):
                await lane.round(scale)
        for lane in (ours, theirs, ours_in_memory):
            lane.swarm.leave()
    return [
        _compared(mine, its)
        for lane in (ours, ours_in_memory)
        for mine, its in ((lane.alone, theirs.alone), (lane.together, theirs.together))
    ]


async def _lane(house: House, scale: Scale) -> Lane:
    list_id, tasks = await house.new_list(WRITERS)
    swarm = Swarm(house.address, [house.request("GET", f"/feed?list={list_id}")] * scale.beside)
    return Lane(house.address, swarm, [house.renames(list_id, task_id) for task_id in tasks])


async def _length(house: House) -> int:
    """Bytes of the data of an entry, as a subscriber gets it."""
    list_id, (task_id,) = await house.new_list(1)
    before = await house.position(list_id)
    await house.ask("PATCH", f"/lists/{list_id}/tasks/{task_id}", {"name": "Name 100"})
    reader, writer = await asyncio.open_connection(*house.address)
    writer.write(house.request("GET", f"/feed?list={list_id}&after={list_id}:{before}"))
    frame = await reader.readuntil(END_OF_ENTRY)
    writer.close()
    return len(frame.rpartition(b"data: ")[2].rstrip())


def _compared(ours: list[float], theirs: list[float]) -> str:
    """The medians of the rounds."""
    mine, its = statistics.median(ours), statistics.median(theirs)
    return f"{mine:,.0f} and {its:,.0f} deliveries/s, ratio {mine / its:.2f}"
