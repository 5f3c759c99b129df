"""From one person's change to everybody's screen."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from bench.house import House
from bench.load import percentile
from bench.people import People
from bench.scale import Scale
from bench.swarm import Arrival, Swarm
from bench.table import Row
from bench.wire import Address, Connection

WRITERS: Final = 8


@attrs.define
class Flight:
    """Deliveries under way: of changes that were sent one after another, or of a burst."""

    deliveries: int = 0
    last: list[float] = attrs.field(factory=list)
    """Seconds until the last screen has what was sent: each change, or all of a burst."""
    fanning: float = 0.0
    """Seconds between the first screen that had something and the last that had all."""

    def land(self, sent: float, arrivals: Sequence[Arrival]) -> None:
        first, last = min(moment for moment, _ in arrivals), max(moment for moment, _ in arrivals)
        self.deliveries += sum(entries for _, entries in arrivals)
        self.last.append(last - sent)
        self.fanning += last - first

    @property
    def rate(self) -> float:
        """Deliveries a second, from sending on."""
        return self.deliveries / sum(self.last)

    @property
    def fan_rate(self) -> float:
        """Deliveries a second, from the first screen on: what came before it, a durable write, does not count."""
        return self.deliveries / self.fanning


async def measure(house: House, scale: Scale) -> list[Row]:
    rows = []
    for count in scale.swarms:
        list_id, tasks = await house.new_list(WRITERS)
        renames = [house.renames(list_id, task_id) for task_id in tasks]
        people = People(house, list_id, await house.user_id(), min(count, scale.people))
        swarm = Swarm(house.address, people.requests(count))
        rows.append(_single_row(scale, await singles(house.address, swarm, renames[0], scale.changes), count))
        rows.append(_burst_row(scale, await burst(house.address, swarm, renames, scale.burst), count))
        swarm.leave()
    return rows


async def singles(
    address: Address, swarm: Swarm, requests: Iterator[bytes], changes: int, readers: int | None = None
) -> Flight:
    """One change after another; each is seen by all of the swarm, or by so many `readers` of it."""
    connection = await Connection.open(address)
    flight = Flight()
    for raw in itertools.islice(requests, changes):
        swarm.expect(readers or swarm.count)
        sent = time.monotonic()
        _, arrivals = await asyncio.gather(connection.ask(raw), asyncio.to_thread(swarm.arrivals))
        flight.land(sent, arrivals)
    connection.close()
    return flight


async def burst(
    address: Address, swarm: Swarm, writers: Sequence[Iterator[bytes]], changes: int, readers: int | None = None
) -> Flight:
    """As fast as the writers can, each of whom waits for its answers."""
    each = changes // len(writers)

    async def write(requests: Iterator[bytes]) -> None:
        connection = await Connection.open(address)
        for raw in itertools.islice(requests, each):
            await connection.ask(raw)
        connection.close()

    swarm.expect(each * len(writers) * (readers or swarm.count))
    sent = time.monotonic()
    arriving = asyncio.create_task(asyncio.to_thread(swarm.arrivals))
    await asyncio.gather(*map(write, writers))
    flight = Flight()
    flight.land(sent, await arriving)
    return flight


async def many_lists(house: House, scale: Scale) -> list[Row]:
    lists = [await house.new_list(1) for _ in range(scale.lists)]
    requests = [house.request("GET", f"/feed?list={list_id}") for list_id, _ in lists for _ in range(scale.readers)]
    swarm = Swarm(house.address, requests)
    renames = [house.renames(list_id, tasks[0]) for list_id, tasks in lists]
    spread = (next(each) for each in itertools.cycle(renames[:: max(1, len(renames) // scale.changes)]))
    alone = await singles(house.address, swarm, spread, scale.changes, scale.readers)
    # Each writer goes from list to list, none of which is another's.
    writers = [(next(each) for each in itertools.cycle(renames[number::WRITERS])) for number in range(WRITERS)]
    together = await burst(house.address, swarm, writers, scale.burst, scale.readers)
    swarm.leave()
    where = f"{scale.lists:,} lists with {scale.readers} subscribers each"
    return [
        Row(f"{scale.changes} single changes in {where}", single_words(alone), "p99 < 60 ms"),
        Row(f"burst of {scale.burst} changes in {where}", _burst_words(together)),
    ]


def single_words(flight: Flight) -> str:
    """The times are those of the last screens."""
    last = flight.last
    return f"p50 {percentile(last, 50):.1f} ms, p99 {percentile(last, 99):.1f} ms, {flight.rate:,.0f} deliveries/s"


def _burst_words(flight: Flight) -> str:
    return f"{flight.rate:,.0f} deliveries/s, all there after {1000 * max(flight.last):,.0f} ms"


def _single_row(scale: Scale, flight: Flight, count: int) -> Row:
    target = "p99 < 60 ms" if count <= 1000 else ""
    return Row(f"{scale.changes} single changes to {count:,} subscribers", single_words(flight), target)


def _burst_row(scale: Scale, flight: Flight, count: int) -> Row:
    return Row(f"burst of {scale.burst} changes to {count:,} subscribers", _burst_words(flight))
