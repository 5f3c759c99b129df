"""Creating and renaming tasks."""

from __future__ import annotations

import time

from bench.house import House
from bench.load import drive, percentile
from bench.scale import Scale
from bench.table import Row
from bench.wire import Connection

CLIENTS = (1, 8, 32)
TARGETS = {1: "p50 < 4 ms", 8: "MariaDB ≥ 800/s, p99 < 40 ms; SQLite ≥ 1,000/s"}


async def measure(house: House, scale: Scale) -> list[Row]:
    return [
        *[await _rename(house, scale, clients) for clients in CLIENTS],
        await _rename_apart(house, scale),
        *[await _create(house, scale, clients) for clients in CLIENTS],
        await _create_in_small_and_large(house, scale),
    ]


async def _rename(house: House, scale: Scale, clients: int) -> Row:
    list_id, tasks = await house.new_list(clients)
    load = await drive(house.address, [house.renames(list_id, it) for it in tasks], scale.seconds)
    return Row(f"rename, {_clients(clients)}, one list", str(load), TARGETS.get(clients, ""))


async def _rename_apart(house: House, scale: Scale) -> Row:
    lists = [await house.new_list(1) for _ in range(8)]
    renames = [house.renames(list_id, tasks[0]) for list_id, tasks in lists]
    load = await drive(house.address, renames, scale.seconds)
    return Row("rename, 8 clients, a list each", str(load), TARGETS[8])


async def _create(house: House, scale: Scale, clients: int) -> Row:
    list_id, _ = await house.new_list()
    creations = [house.creations(list_id) for _ in range(clients)]
    load = await drive(house.address, creations, scale.seconds)
    return Row(f"create, {_clients(clients)}, one list", str(load))


async def _create_in_small_and_large(house: House, scale: Scale) -> Row:
    """In turns, so that what else the machine does touches both."""
    sizes = (scale.small, scale.large)
    creations = {size: house.creations((await house.new_list(size))[0]) for size in sizes}
    times: dict[int, list[float]] = {size: [] for size in sizes}
    connection = await Connection.open(house.address)
    for _ in range(scale.creations):
        for size in sizes:
            sent = time.monotonic()
            await connection.ask(next(creations[size]))
            times[size].append(time.monotonic() - sent)
    connection.close()
    small, large = (percentile(times[size], 50) for size in sizes)
    return Row(
        f"create among {scale.small:,} and {scale.large:,} tasks",
        f"{small:.2f} and {large:.2f} ms, ratio {large / small:.2f}",
        "ratio 0.9-1.1",
    )


def _clients(count: int) -> str:
    return f"{count} client{'s' if count > 1 else ''}"
