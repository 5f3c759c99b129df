"""What this machine can do at best: the numbers that all others are to be read against."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import mysql.connector

from bench.load import drive
from bench.scale import Scale
from bench.table import Row
from bench.wire import request
from tests.harness.process import kill, spawn

CONNECTIONS = 8
NO_OP = Path(__file__).with_name("no_op.py")

Commit = Callable[[], None]
"""One UPDATE of a row of one's own, made durable."""


async def measure(database: str | None, scale: Scale) -> list[Row]:
    """`database` is an empty MariaDB database, or None for SQLite."""
    alone, together = _sqlite(scale) if database is None else _mariadb(database, scale)
    return [
        Row("machine: bare durable commits, 1 connection", alone),
        Row(f"machine: bare durable commits, {CONNECTIONS} connections", together),
        Row("machine: aiohttp that does nothing, 8 clients", await _no_op(scale)),
    ]


def _sqlite(scale: Scale) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(f"{folder}/bare.db", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE row (number INTEGER)")
        database.execute("INSERT INTO row VALUES (0)")

        def commit() -> None:
            database.execute("UPDATE row SET number = number + 1")

        rate = _rate(commit, scale.seconds)
        database.close()
    return f"{rate:,.0f}/s", "one writer at a time"


def _mariadb(url: str, scale: Scale) -> tuple[str, str]:
    parts = urlsplit(url)
    connections = [
        mysql.connector.connect(
            host=parts.hostname,
            port=parts.port,
            user=parts.username,
            password=parts.password,
            database=parts.path[1:],
            use_pure=False,
        )
        for _ in range(CONNECTIONS)
    ]
    setup = connections[0].cursor()
    setup.execute("CREATE TABLE bare (id INT PRIMARY KEY, number INT) ENGINE = InnoDB")
    setup.executemany("INSERT INTO bare VALUES (%s, 0)", [(each,) for each in range(CONNECTIONS)])
    connections[0].commit()

    def commit_with(number: int) -> Commit:
        connection = connections[number]
        cursor = connection.cursor()

        def commit() -> None:
            cursor.execute(f"UPDATE bare SET number = number + 1 WHERE id = {number}")
            connection.commit()

        return commit

    commits = [commit_with(number) for number in range(CONNECTIONS)]
    alone = _rate(commits[0], scale.seconds)
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        together = sum(threads.map(lambda commit: _rate(commit, scale.seconds), commits))
    for connection in connections:
        connection.close()
    return f"{alone:,.0f}/s", f"{together:,.0f}/s"


def _rate(commit: Commit, seconds: float) -> float:
    began = time.monotonic()
    done = 0
    while (took := time.monotonic() - began) < seconds:
        commit()
        done += 1
    return done / took


async def _no_op(scale: Scale) -> str:
    process = spawn([sys.executable, NO_OP], stdout=subprocess.PIPE)
    assert process.stdout
    with process.stdout:
        port = int(process.stdout.readline())
        clients = [itertools.repeat(request("GET", "/")) for _ in range(8)]
        load = await drive(("127.0.0.1", port), clients, scale.seconds)
    kill(process)
    return str(load)
