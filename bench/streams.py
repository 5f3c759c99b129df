"""The live stream, from all sides."""

from __future__ import annotations

from bench import fanout, processes, resume, stalled, yardstick
from bench.house import Start
from bench.scale import Scale
from bench.table import Row


async def measure(start: Start, scale: Scale, *, can_share: bool) -> list[Row]:
    """`can_share`: whether several processes can use the database at once."""
    house = start()
    with house.server:
        await house.sign_up()
        rows = [
            *await fanout.measure(house, scale),
            *await yardstick.measure(house, scale),
            *await stalled.beside(house, scale),
            *await fanout.many_lists(house, scale),
        ]
    return [
        *rows,
        *await stalled.cost(start, scale),
        *await resume.measure(start, scale),
        *await processes.measure(start, scale, can_share=can_share),
    ]
