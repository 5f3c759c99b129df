"""The end of a session is the end of its streams, in every process: nothing that is written a second after its
acknowledgement comes to them (promise P7)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.house import BELL, COMMAND, ENVIRONMENT
from tests.feed.stream import Stream
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client

STREAMS = 8
TIMES = 3


@pytest.fixture(params=["one process", "one process, silent bell", "three processes, silent bell"])
def house(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    environment, options = dict(ENVIRONMENT), []
    if "silent" in request.param:
        # Then only the slow look at the log tells of the session's end.
        environment[BELL] = "never"
    if "three" in request.param:
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("sessions")
        options = ["--workers", "3"]
    with RunningServer(*options, command=COMMAND, environment=environment) as server:
        yield server


def test_nothing_comes_to_a_session_that_has_ended(house: RunningServer) -> None:
    ann = Client.newcomer(house.url, "Ann")
    groceries = ann.new_list()
    for number in range(TIMES):
        elsewhere = Client(house.url)
        elsewhere.keep_cookie(elsewhere.post("/session", {"login": ann.user.username, "password": PASSWORD}))
        streams = [Stream(elsewhere) for _ in range(STREAMS)]
        stays = Stream(ann)
        ann.new_task(groceries.id, f"open {number}")
        for stream in [*streams, stays]:
            stream.until("entry", groceries.id)
        elsewhere.delete("/session").is_empty()
        acknowledged = time.monotonic()
        ann.new_task(groceries.id, "still on its way")
        time.sleep(max(0.0, acknowledged + 1 - time.monotonic()))
        ann.new_task(groceries.id, "SECRET")
        assert "SECRET" in stays.until("entry", groceries.id, ann.snapshot(groceries.id).position)[-1].raw.decode()
        for stream in streams:
            with closing(stream):
                assert not [it for it in stream.rest() if b"SECRET" in it.raw]
        stays.close()
