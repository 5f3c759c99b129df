"""`python -m bench [--database sqlite|mariadb|both] [--quick]`: prints the performance table of this machine."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import sys
import tempfile
from contextlib import ExitStack

from bench import fanout, limits, page, past, search, snapshots, start, storm, table, texts, writes
from bench.house import House
from bench.scale import FULL, QUICK, Scale
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer


def main() -> int:
    options = _options()
    scale = QUICK if options.quick else FULL
    names = ("sqlite", "mariadb") if options.database == "both" else (options.database,)
    columns = {}
    for name in names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        columns[name] = _measure(name, scale)
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}\n")
    print(table.render(columns))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "mariadb", "both"), default="both")
    parser.add_argument("--quick", action="store_true", help="every row, no number worth reading")
    return parser.parse_args()


def _measure(name: str, scale: Scale) -> list[table.Row]:
    with ExitStack() as stack:
        if name == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tasktix-bench-"))
            numbers = itertools.count(1)
            return asyncio.run(_rows(lambda: f"sqlite:///{folder}/{next(numbers)}.db", None, scale))
        mariadb = MariaDB()
        stack.callback(mariadb.remove)
        mariadb.start()
        return asyncio.run(_rows(lambda: mariadb.new_database("bench"), mariadb.new_database("bare"), scale))


async def _rows(new_database: search.NewDatabase, bare: str | None, scale: Scale) -> list[table.Row]:
    def begin() -> RunningServer:
        return RunningServer(environment={"TASKTIX_DATABASE_URL": new_database()})

    rows = await limits.measure(bare, scale)
    with begin() as server:
        house = House(server)
        await house.sign_up()
        for part in (writes, snapshots, fanout, past, page, storm):
            rows += await part.measure(house, scale)
    rows += await search.measure(new_database, scale)
    return [*rows, *texts.measure(scale), *await start.measure(begin, scale)]


if __name__ == "__main__":
    sys.exit(main())
