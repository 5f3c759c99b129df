"""kill -9 at every named point of a unit of work: what was asked is done once, and everybody ends with what is stored.

Which side of the COMMIT a point is on shows in the answer to the repeat.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import attrs
import pytest

from tasktix.client import Replica
from tests.faults import checker
from tests.faults.commands import COMMANDS, Request, Scene
from tests.faults.house import AFTER_COMMIT, COMMAND, CRASH_AT, ENVIRONMENT, POINTS
from tests.faults.nemesis import children_of
from tests.faults.people import Desk
from tests.faults.run import IS_LONG, Party, Plan, read_database
from tests.harness.mariadb import MariaDB
from tests.harness.process import wait_until
from tests.harness.server import RunningServer

KINDS = (
    "add a task",
    "change a list",
    "make a list",
    "save a filter",
    "delete a list",
    "add a tag",
    "add a section",
    "add a role",
    "add a task, quickly",
)
"""Of one audience, of two, and of many rows; all of them always change something."""

EACH = 3 if IS_LONG else 1
"""Kinds of command for each point."""


@attrs.frozen
class House:
    server: RunningServer
    party: Party
    desk: Desk
    crash_at: Path
    database: str


@pytest.fixture(params=["sqlite", "mariadb"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    crash_at = tmp_path / "crash-at"
    environment = {**ENVIRONMENT, CRASH_AT: str(crash_at)}
    url, options = "", []
    if request.param == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = url = mariadb.new_database("points")
        # One of them is killed, another answers the repeat.
        options = ["--workers", "2"]
    party = Party(Plan(0, 0, 0, writers=0, followers=3, people=2, lists=1, traps=0))
    try:
        with RunningServer(*options, command=COMMAND, environment=environment) as server:
            party.do(party.begin(server.url))
            desk = party._desk(server.url, party.people[0], "points")
            known = party.followers[0].following.replicas
            wait_until(lambda: len(known) == 2, patience=30, what=lambda: f"{known}")
            yield House(server, party, desk, crash_at, url or f"sqlite:///{next(server.home.rglob('*.db'))}")
    finally:
        party.close()


def request_of(house: House, what: str, chance: random.Random) -> Request:
    replicas = house.party.followers[0].following.replicas
    short_lived = []
    if what == "delete a list":
        made = Request("POST", "/lists", {"name": "Short-lived"})
        short_lived = [house.party.do(house.desk.send("make a list", made))["id"]]
    known: Replica = replicas[house.party.lists[0]]
    return COMMANDS[what][1](Scene(chance, known, {}, replicas["me"], short_lived))


def test_a_crash_at_any_point_is_no_more_than_a_repeat(house: House) -> None:
    chance = random.Random(20261123)
    for number, point in enumerate(POINTS * EACH):
        what = KINDS[number % len(KINDS)] if number < len(POINTS) else KINDS[-1 - number % len(KINDS)]
        wanted = request_of(house, what, chance)
        house.crash_at.write_text(point)
        answered: Future[object] = house.party.begin_to(house.desk.send(what, wanted))
        wait_until(lambda: not house.crash_at.exists(), patience=30, what=house.crash_at.read_text)
        if not children_of(house.server.pid):
            wait_until(lambda: not house.server.is_running(), patience=30, what=lambda: "it lives")
            house.server.start()
        assert answered.result(60), (what, point)
        write = house.party.record.writes[-1]
        assert write.is_acknowledged, write
        assert write.is_repeat == (point in AFTER_COMMIT), (write, point)
    party, record = house.party, house.party.record
    party.do(party.stop_writing())
    read_database(house.database, record)
    party.do(party.come_to_rest(record.positions))
    party.do(party.finish(house.server.url))
    assert checker.faults(record) == []
    assert "Traceback" not in house.server.errors(), house.server.errors()
