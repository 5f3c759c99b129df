"""A line that is cut at the COMMIT: done or not, nobody knows, but the key (contract, section 1: retries)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest

from tests.faults.line import Line
from tests.faults.run import Party, Plan
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import Answer, Client


@attrs.frozen
class House:
    person: Client
    line: Line
    list_id: str

    def add(self, task_id: str, **headers: str) -> Answer:
        body = {"name": task_id} | ({} if headers else {"id": task_id})
        return self.person.ask("POST", f"/lists/{self.list_id}/tasks", body, headers=headers)

    def names(self) -> list[str]:
        return [task.name for task in self.person.snapshot(self.list_id).tasks]


@pytest.fixture
def house(mariadb: MariaDB) -> Iterator[House]:
    party = Party(Plan(0, 0, 0))
    line = Line("127.0.0.1", mariadb.port)
    party.do(line.start())
    url = mariadb.new_database("commit").replace(f":{mariadb.port}/", f":{line.port}/")
    try:
        with RunningServer(environment={"TASKTIX_DATABASE_URL": url}) as server:
            person = Client.newcomer(server.url)
            yield House(person, line, person.new_list().id)
            party.do(line.close())
    finally:
        party.close()


@pytest.mark.parametrize("lost", ["commits_lost", "answers_lost"])
def test_with_a_key_it_is_done_once(house: House, lost: str) -> None:
    setattr(house.line, lost, 1)
    answer = house.add("Bread", Idempotency_Key="bread")
    assert answer.status == 201, answer.raw
    assert getattr(house.line, lost) == 0
    assert house.add("Bread", Idempotency_Key="bread").is_replayed
    assert house.names() == ["Bread"]


@pytest.mark.parametrize(("lost", "there"), [("commits_lost", []), ("answers_lost", ["Milk000000000000"])])
def test_without_a_key_it_is_said_that_nobody_knows(house: House, lost: str, there: list[str]) -> None:
    setattr(house.line, lost, 1)
    house.add("Milk000000000000").refuses(503, "outcome_unknown")
    assert house.names() == there
    # The creator's own id does what a key does.
    assert house.add("Milk000000000000").status == (200 if there else 201)
    assert house.names() == ["Milk000000000000"]
