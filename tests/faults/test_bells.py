"""A bell that rings late, twice or never: the slow look at the log finds what it left out, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.house import BELL, COMMAND, ENVIRONMENT
from tests.feed.stream import Stream
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.harness.valkey import Valkey
from tests.http.client import Client

CHANGES = 12
STREAMS = 6


@pytest.fixture(
    params=[
        ("in-process", "never"),
        ("in-process", "moody"),
        ("local", "late"),
        ("local", "twice"),
        ("local", "never"),
        ("valkey", "moody"),
    ],
    ids=" ".join,
)
def house(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    bell, habit = request.param
    environment, options = {**ENVIRONMENT, BELL: habit, "TASKTIX_BELL": bell}, []
    if bell == "valkey":
        valkey: Valkey = request.getfixturevalue("valkey")
        environment["TASKTIX_BELL"] = valkey.address
    if bell != "in-process":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("bells")
        options = ["--workers", "2"]
    with RunningServer(*options, command=COMMAND, environment=environment) as server:
        yield server


def test_nothing_is_lost_and_nothing_comes_twice(house: RunningServer) -> None:
    ann = Client.newcomer(house.url, "Ann")
    groceries = ann.new_list()
    start = ann.snapshot(groceries.id).position
    streams = [Stream(ann, f"?after={groceries.id}:{start}") for _ in range(STREAMS)]
    for number in range(CHANGES):
        ann.new_task(groceries.id, f"{number}")
    end = ann.snapshot(groceries.id).position
    for stream in streams:
        with closing(stream):
            told = [it.data for it in stream.until("entry", groceries.id, end) if it.event == "entry"]
            positions = [it["position"] for it in told if it["audience"] == groceries.id]
            assert positions == list(range(start + 1, end + 1))
