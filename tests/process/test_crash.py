"""kill -9 at any moment loses nothing that was answered with success (contract, section 1: acknowledgement)."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Iterator
from http.client import HTTPException

import pytest

from tasktix.adapters.http import shapes
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import Client

KILLS = 15
WRITERS = 4
MOST_WRITES = 60


class Writer(threading.Thread):
    """Adds tasks and renames them until the server is gone, and remembers what it was promised.

    `names` are those that each task may have: the last one promised, and the one whose answer never came.
    """

    def __init__(self, person: Client, list_id: str, prefix: str, acknowledged: threading.Semaphore) -> None:
        super().__init__(daemon=True)
        self.names: dict[str, set[str]] = {}
        self.promised: set[str] = set()
        self.refusals: list[int] = []
        self._person, self._path, self._prefix = person, f"/lists/{list_id}/tasks", prefix
        self._acknowledged = acknowledged

    def run(self) -> None:
        try:
            for number in itertools.count():
                task_id = f"{self._prefix}{number:08}"
                self._write(task_id, "POST", self._path, {"id": task_id, "name": "New"})
                self._write(task_id, "PATCH", f"{self._path}/{task_id}", {"name": f"Name {number}"})
        except (OSError, HTTPException):
            pass  # the server is gone: what the test is about

    def _write(self, task_id: str, method: str, path: str, body: dict[str, str]) -> None:
        self.names.setdefault(task_id, set()).add(body["name"])
        answer = self._person.ask(method, path, body)
        if answer.status >= 300:
            self.refusals.append(answer.status)
            return
        self.names[task_id] = {body["name"]}
        self.promised.add(task_id)
        self._acknowledged.release()


@pytest.fixture(params=["sqlite", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    environment = {}
    if request.param == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("crash")
    with RunningServer(environment=environment) as running:
        yield running


def test_nothing_promised_is_lost(server: RunningServer) -> None:
    chance = random.Random(20261122)
    person = Client.newcomer(server.url)
    created = person.new_list()
    person.new_section(created.id)
    names: dict[str, set[str]] = {}
    promised: set[str] = set()
    for kill in range(KILLS):
        acknowledged = threading.Semaphore(0)
        writers = [Writer(person, created.id, f"0K{kill:03}w{number:02}", acknowledged) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(chance.randint(1, MOST_WRITES)):
            assert acknowledged.acquire(timeout=30)
        server.kill()
        for writer in writers:
            writer.join()
            assert writer.refusals == []
            names |= writer.names
            promised |= writer.promised
        server.start()
        assert_kept(person.snapshot(created.id), names, promised)
    assert len(promised) > KILLS


def assert_kept(snapshot: shapes.Snapshot, names: dict[str, set[str]], promised: set[str]) -> None:
    stored = {task.id: task.name for task in snapshot.tasks}
    assert promised <= stored.keys()
    assert stored.keys() <= names.keys(), "nothing that nobody asked for"
    assert [task_id for task_id, name in stored.items() if name not in names[task_id]] == []
