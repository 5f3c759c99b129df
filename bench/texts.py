"""What people write in one line, read."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bench.load import percentile
from bench.scale import Scale
from bench.table import Row
from tasktix import Calendar, Vocabulary, parse, read, zone_of

FILTER: Final = (
    'due<tomorrow & (#infra | @me) & !blocked-words priority:high,medium list:"Semester 1" status:open '
    'expected>2h elapsed>expected "exact words"'
)
QUICK: Final = 'Fix login #auth @ann !high ~2h due:fri 17:00 in:"Sprint 4"'


def measure(scale: Scale) -> list[Row]:
    names = {f"name {number}": f"{number:016}" for number in range(200)}
    vocabulary = Vocabulary(
        tags=names | {"auth": "a"}, people=names | {"ann": "b"}, sections=names | {"sprint 4": "c"}, me="d"
    )
    calendar = Calendar(datetime.now(UTC), zone_of("Europe/Berlin"))
    assert not read(QUICK, vocabulary, calendar).unknown
    return [
        Row("a filter of ten terms, parsed", _each(scale, lambda: parse(FILTER)), "< 1 ms"),
        Row("a line of quick add, read", _each(scale, lambda: read(QUICK, vocabulary, calendar)), "< 1 ms"),
    ]


def _each(scale: Scale, once: Callable[[], object]) -> str:
    times = []
    for _ in range(scale.repeats * 20):
        began = time.perf_counter()
        once()
        times.append(time.perf_counter() - began)
    return f"{percentile(times, 50):.2f} ms"
