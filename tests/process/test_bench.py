"""The benchmark prints every row. Its numbers are for people: no test looks at a time."""

from __future__ import annotations

import re
import subprocess
import sys

from bench.search import FILTERS
from tests.harness.mariadb import MariaDB
from tests.harness.server import ROOT

STREAMS = [
    *[r"\d+ single changes to \d+ subscribers", r"burst of \d+ changes to \d+ subscribers"] * 3,
    r"single changes to \d+: ours, nchan",
    r"bursts of \d+ changes to \d+: ours, nchan",
    r"single changes to \d+: ours, nchan; in memory",
    r"bursts of \d+ changes to \d+: ours, nchan; in memory",
    r"\d+ single changes to \d+ beside \d+ that do not read",
    r"\d+ single changes in \d+ lists with \d+ subscribers each",
    r"burst of \d+ changes in \d+ lists with \d+ subscribers each",
    r"a reader that does not read, before it is cut",
    r"\d+ clients back at once, \d+ changes missed",
    r"\d+ single changes to \d+ at \d+ processes, bell local",
    r"\d+ single changes to \d+ at \d+ processes, bell valkey",
]


def large(many: str) -> list[str]:
    return [
        rf"screen: list of {many}, visible",
        rf"screen: key to screen, {many}",
        rf"screen: key to screen while typing a task, {many}",
        rf"screen: frames, 100 entries/s, {many}",
        rf"screen: frames, scrolling {many}",
    ]


ROWS = [
    r"machine: bare durable commits, 1 connection",
    r"machine: bare durable commits, 8 connections",
    r"machine: aiohttp that does nothing, 8 clients",
    r"rename, 1 client, one list",
    r"rename, 8 clients, one list",
    r"rename, 32 clients, one list",
    r"rename, 8 clients, a list each",
    r"create, 1 client, one list",
    r"create, 8 clients, one list",
    r"create, 32 clients, one list",
    r"create among \d+ and \d+ tasks",
    *[r"snapshot of \d+ tasks"] * 3,
    *STREAMS,
    r"history: a page of \d+ of \d+ entries",
    r"undo of the deletion of a section with \d+ tasks",
    r"page: JavaScript of the list page",
    r"page: styles of the list page",
    r"page: list of \d+ visible after a cold load",
    r"screen: list of \d+ visible, 4 × slower",
    r"screen: list of \d+ interactive, 4 × slower",
    *large(r"\S+ tasks"),
    *large(r"\S+ tasks, 4 × slower"),
    r"\d+ sign-ins/s, no limit: other calls",
    r"a password verified, processor time",
    r"50 deliveries/s of GitHub: answered",
    r"\d+ stored deliveries, worked off",
    *[r"first page of \d+ of \d+ tasks: .+"] * len(FILTERS),
    r"Today of the same",
    r"calibration of the same",
    r"calibration of three months of it",
    r"a filter of ten terms, parsed",
    r"a line of quick add, read",
    r"start, fresh database",
    r"start, known database",
    r"memory at rest",
    r"memory of each of \d+ subscribers",
]


def test_every_row_is_measured_on_both_databases(mariadb: MariaDB) -> None:
    command = [sys.executable, "-m", "bench", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len({len(line) for line in lines}) == 1, "the columns are aligned"
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    assert head == ["", "sqlite", "mariadb", "target"]
    assert len(rows) == len(ROWS)
    for pattern, (what, sqlite, mariadb_cell, _) in zip(ROWS, rows, strict=True):
        assert re.fullmatch(pattern, what)
        assert sqlite
        assert mariadb_cell
