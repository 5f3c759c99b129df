"""`python -m bench [--database sqlite|mariadb] [--part NAME ...] [--quick]`: the performance table of this machine."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import sys
import tempfile
from collections.abc import Awaitable, Callable, Collection
from contextlib import ExitStack
from typing import Final

import attrs

from bench import (
    hooks,
    limits,
    page,
    past,
    screen,
    search,
    snapshots,
    start,
    storm,
    streams,
    table,
    texts,
    writes,
)
from bench.house import House, Start
from bench.scale import FULL, QUICK, Scale
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer


@attrs.frozen
class Ground:
    """What the parts stand on. `bare` is an empty MariaDB database, or None where the store is SQLite."""

    scale: Scale
    house: House
    start: Start
    bare: str | None


async def _texts(on: Ground) -> list[table.Row]:
    return texts.measure(on.scale)


PARTS: Final[dict[str, Callable[[Ground], Awaitable[list[table.Row]]]]] = {
    "machine": lambda on: limits.measure(on.bare, on.scale),
    "writes": lambda on: writes.measure(on.house, on.scale),
    "snapshots": lambda on: snapshots.measure(on.house, on.scale),
    "streams": lambda on: streams.measure(on.start, on.scale, can_share=on.bare is not None),
    "past": lambda on: past.measure(on.house, on.scale),
    "page": lambda on: page.measure(on.house, on.scale),
    "screen": lambda on: screen.measure(on.house, on.scale),
    "storm": lambda on: storm.measure(on.house, on.scale),
    "hooks": lambda on: hooks.measure(on.start, on.scale),
    "search": lambda on: search.measure(on.start, on.scale),
    "texts": _texts,
    "start": lambda on: start.measure(on.start, on.scale),
}


def main() -> int:
    options = _options()
    scale = QUICK if options.quick else FULL
    names = ("sqlite", "mariadb") if options.database == "both" else (options.database,)
    columns = {}
    for name in names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        columns[name] = _measure(name, scale, options.part or PARTS)
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}\n")
    print(table.render(columns))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "mariadb", "both"), default="both")
    parser.add_argument("--part", choices=PARTS, action="append", help="repeatable; all of them where none is named")
    parser.add_argument("--quick", action="store_true", help="every row, no number worth reading")
    return parser.parse_args()


def _measure(name: str, scale: Scale, parts: Collection[str]) -> list[table.Row]:
    with ExitStack() as stack:
        if name == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tasktix-bench-"))
            numbers = itertools.count(1)
            return asyncio.run(_rows(lambda: f"sqlite:///{folder}/{next(numbers)}.db", None, scale, parts))
        mariadb = MariaDB(binary_log=True)
        stack.callback(mariadb.remove)
        mariadb.start()
        bare = mariadb.new_database("bare")
        return asyncio.run(_rows(lambda: mariadb.new_database("bench"), bare, scale, parts))


async def _rows(
    new_database: Callable[[], str], bare: str | None, scale: Scale, parts: Collection[str]
) -> list[table.Row]:
    def begin(*arguments: str, **environment: str) -> House:
        database = new_database()
        return House(RunningServer(*arguments, environment={"TASKTIX_DATABASE_URL": database, **environment}), database)

    rows = []
    house = begin()
    with house.server:
        await house.sign_up()
        on = Ground(scale, house, begin, bare)
        for name, part in PARTS.items():
            if name in parts:
                rows += await part(on)
    return rows


if __name__ == "__main__":
    sys.exit(main())
