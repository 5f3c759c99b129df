"""`python -m bench [--database sqlite|mariadb|both] [--quick]`: prints the performance table of this machine."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
from contextlib import ExitStack

from bench import fanout, limits, page, snapshots, start, table, writes
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
        mariadb = None
        if name == "mariadb":
            mariadb = MariaDB()
            stack.callback(mariadb.remove)
            mariadb.start()

        def begin() -> RunningServer:
            url = {"TASKTIX_DATABASE_URL": mariadb.new_database("bench")} if mariadb else {}
            return RunningServer(environment=url)

        return asyncio.run(_rows(begin, mariadb.new_database("bare") if mariadb else None, scale))


async def _rows(begin: start.Start, bare: str | None, scale: Scale) -> list[table.Row]:
    rows = await limits.measure(bare, scale)
    with begin() as server:
        house = House(server)
        await house.sign_up()
        for part in (writes, snapshots, fanout, page):
            rows += await part.measure(house, scale)
    return rows + await start.measure(begin, scale)


if __name__ == "__main__":
    sys.exit(main())
