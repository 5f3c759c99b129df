"""Readers that do not read: what each costs before it is cut, and whether the others notice."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator, Sequence
from typing import Final

from bench.fanout import WRITERS, burst, singles
from bench.house import House, Start
from bench.load import percentile
from bench.people import People
from bench.scale import Scale
from bench.swarm import OPENED, Swarm
from bench.table import Row
from bench.wire import Address
from tests.harness.process import find_program

TEXT: Final = "x" * 4000
"""In each change of the floods."""

BACKLOG: Final = 216
"""Changes that make a backlog just short of the longest."""

FULL: Final = 64
"""Changes that are more than the kernel takes for one reader."""


async def cost(start: Start, scale: Scale) -> list[Row]:
    return [Row("a reader that does not read, before it is cut", await _cost(start, scale), "≤ 128 KiB")]


async def beside(house: House, scale: Scale) -> list[Row]:
    what = f"{scale.changes} single changes to {scale.beside:,} beside {scale.stalled} that do not read"
    return [Row(what, await _beside(house, scale), "as without")]


class Stalled:
    """Subscribers that read no more once their streams are open."""

    def __init__(self, address: Address, requests: Sequence[bytes]) -> None:
        self._sockets = [_open(address, raw) for raw in requests]

    def leave(self) -> None:
        for connection in self._sockets:
            connection.close()


def _open(address: Address, raw: bytes) -> socket.socket:
    connection = socket.socket()
    # As little as there can be, or it would be this side that keeps what nobody reads.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    connection.connect(address)
    connection.sendall(raw)
    received = b""
    while OPENED not in received:
        received += connection.recv(1 << 12)
    return connection


async def _cost(start: Start, scale: Scale) -> str:
    house = start()
    with house.server:
        await house.sign_up()
        list_id, tasks = await house.new_list(WRITERS)
        writers = [_long(house, list_id, task_id) for task_id in tasks]
        people = People(house, list_id, await house.user_id(), scale.dead)
        swarm = Swarm(house.address, people.requests(1))
        # What the writing itself takes is there before.
        for _ in range(2):
            await burst(house.address, swarm, writers, BACKLOG)
        before = house.resident()
        stalled = Stalled(house.address, people.requests(scale.dead))
        await burst(house.address, swarm, writers, BACKLOG)
        ours = (house.resident() - before) / scale.dead
        kernels = _in_kernel(house.address[1])
        stalled.leave()
        swarm.leave()
    if kernels is None:
        return f"{ours:.0f} KiB and what the kernel keeps (no program `ss`)"
    # All of them are there yet, and the one who reads.
    assert len(kernels) == scale.dead + 1
    return f"{ours + sum(kernels) / scale.dead:.0f} KiB, {sum(kernels) / scale.dead:.0f} of them the kernel's"


async def _beside(house: House, scale: Scale) -> str:
    list_id, tasks = await house.new_list(WRITERS)
    people = People(house, list_id, await house.user_id(), min(scale.beside, scale.people))
    swarm = Swarm(house.address, people.requests(scale.beside))
    renames = house.renames(list_id, tasks[0])
    alone = await singles(house.address, swarm, renames, scale.changes)
    stalled = Stalled(house.address, people.requests(scale.stalled))
    await burst(house.address, swarm, [_long(house, list_id, task_id) for task_id in tasks], FULL)
    beside = await singles(house.address, swarm, renames, scale.changes)
    stalled.leave()
    swarm.leave()
    return f"p99 {percentile(beside.last, 99):.1f} ms, without {percentile(alone.last, 99):.1f} ms"


def _long(house: House, list_id: str, task_id: str) -> Iterator[bytes]:
    number = 0
    while True:
        number += 1
        yield house.request("PATCH", f"/lists/{list_id}/tasks/{task_id}", {"description": f"{number} {TEXT}"})


def _in_kernel(port: int) -> list[float] | None:
    """KiB that the kernel keeps to be sent, for each connection to this port of ours."""
    program = find_program("ss")
    if program is None:
        return None
    command = [str(program), "-tnmH", "state", "established", "sport", f"= :{port}"]
    sockets = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [int(kept) / 1024 for kept in re.findall(r"skmem:\(\S*,w(\d+),", sockets)]
