"""Several server processes on one port: one tracker, whichever of them answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tasktix.entrypoints.workers import SHORT_LIFE
from tests.feed.stream import Ended, Stream
from tests.harness.mariadb import MariaDB
from tests.harness.process import wait_until
from tests.harness.server import RunningServer
from tests.http.client import Client

WORKERS = 3
STREAMS = 24
"""So many that each process has some: that all of them went to the same has a chance of 3 in 3^24."""


@pytest.fixture
def house(mariadb: MariaDB) -> Iterator[RunningServer]:
    environment = {"TASKTIX_DATABASE_URL": mariadb.new_database("workers")}
    with RunningServer("--workers", str(WORKERS), environment=environment) as running:
        yield running
        assert "Traceback" not in running.errors(), running.errors()


def children_of(pid: int) -> list[int]:
    """The processes, not the threads, that it started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_a_change_through_one_reaches_the_streams_of_all(house: RunningServer) -> None:
    ann = Client.newcomer(house.url, "Ann")
    shared = ann.new_list("Shared")
    streams = [Stream(ann, f"?list={shared.id}") for _ in range(STREAMS)]
    try:
        task = [ann.new_task(shared.id, f"{number}") for number in range(10)][-1]
        position = ann.snapshot(shared.id).position
        for stream in streams:
            seen = stream.until("entry", shared.id, position)
            positions = [it.data["position"] for it in seen if it.event == "entry"]
            assert positions == list(range(positions[0], position + 1))
            assert task.id in seen[-1].raw.decode()
    finally:
        for stream in streams:
            stream.close()


def test_signing_out_at_one_ends_the_streams_at_all(house: RunningServer) -> None:
    ann = Client.newcomer(house.url, "Ann")
    streams = [Stream(ann) for _ in range(STREAMS)]
    ann.delete("/session").is_empty()
    for stream in streams:
        with closing(stream), pytest.raises(Ended):
            stream.until("never")
    # Each process trusts a session that it has seen alive for a second.
    wait_until(lambda: ann.get("/session").status == 401, patience=5, what=lambda: "still signed in")


def test_one_that_is_killed_is_replaced_and_the_others_serve_on(house: RunningServer) -> None:
    ann = Client.newcomer(house.url, "Ann")
    groceries = ann.new_list()
    first, *others = children_of(house.pid)
    os.kill(first, signal.SIGKILL)

    def is_replaced() -> bool:
        return first not in (children := children_of(house.pid)) and len(children) == WORKERS

    wait_until(is_replaced, patience=20, what=house.errors)
    assert set(others) < set(children_of(house.pid))
    for number in range(20):
        ann.new_task(groceries.id, f"{number}")
    assert len(ann.snapshot(groceries.id).tasks) == 20


def test_one_that_begins_while_the_database_is_away_says_so_and_is_begun_again(own_mariadb: MariaDB) -> None:
    environment = {"TASKTIX_DATABASE_URL": own_mariadb.new_database("away")}
    with RunningServer("--workers", "2", environment=environment) as house:
        ann = Client.newcomer(house.url, "Ann")
        own_mariadb.kill()
        begun = set(children_of(house.pid))
        for child in begun:
            os.kill(child, signal.SIGKILL)
        line = "a worker failed: cannot use the database: "
        wait_until(lambda: line in house.errors(), patience=30, what=house.errors)
        own_mariadb.start()

        def serves() -> bool:
            with suppress(OSError):
                return not begun & set(children_of(house.pid)) and ann.get("/session").status == 200
            return False

        wait_until(serves, patience=60, what=house.errors)
        assert house.stop() == 0
        assert "Traceback" not in house.errors(), house.errors()


def test_it_ends_with_all_of_them(house: RunningServer) -> None:
    children = children_of(house.pid)
    assert len(children) == WORKERS
    begin = time.monotonic()
    assert house.stop() == 0
    assert time.monotonic() - begin < 10
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_one_that_has_just_begun_ends_with_them_and_all_is_well(house: RunningServer) -> None:
    begun = set(children_of(house.pid))
    # The watch does not hurry to replace one that lived a moment only.
    time.sleep(SHORT_LIFE)
    os.kill(min(begun), signal.SIGKILL)
    wait_until(lambda: bool(set(children_of(house.pid)) - begun), patience=20, what=house.errors)
    assert house.stop() == 0


def test_one_that_ends_badly_when_it_is_told_to_stop_is_told_of(house: RunningServer) -> None:
    frozen = children_of(house.pid)[0]
    os.kill(frozen, signal.SIGSTOP)
    os.kill(house.pid, signal.SIGTERM)
    os.kill(frozen, signal.SIGKILL)
    assert house.stop() == 1
    assert f"worker {frozen} ended (-9) when it was told to stop" in house.errors()


def test_none_outlives_the_one_that_watches(house: RunningServer) -> None:
    children = children_of(house.pid)
    house.kill()
    wait_until(lambda: not any(map(is_alive, children)), patience=10, what=lambda: f"alive: {children}")


@pytest.mark.parametrize("workers", ["0", "65", "many", "1.5"])
def test_a_wrong_number_stops_the_start(serve: Callable[..., RunningServer], workers: str) -> None:
    with pytest.raises(RuntimeError, match=re.escape("expected a number of processes from 1 to 64")):
        serve("--workers", workers)


def test_sqlite_has_one_writer(serve: Callable[..., RunningServer]) -> None:
    with pytest.raises(RuntimeError, match="SQLite has one writer"):
        serve("--workers", "2")


def test_a_port_that_is_taken_stops_the_start(house: RunningServer, mariadb: MariaDB) -> None:
    port = house.url.rpartition(":")[2]
    command = [*house._command, "--port", port]
    del command[command.index("--workers") : command.index("--workers") + 2]
    found = subprocess.run(command, env=house._environment, capture_output=True, text=True, timeout=30, check=False)
    assert found.returncode == 2
    assert "expected a free address" in found.stderr
