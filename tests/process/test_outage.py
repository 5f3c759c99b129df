"""The database goes away and comes back under a running server (contract, sections 1 and 8)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tests.feed.stream import Stream
from tests.harness.mariadb import MariaDB
from tests.harness.process import wait_until
from tests.harness.server import RunningServer
from tests.http.client import API, Answer, Client


def readiness(person: Client) -> Answer:
    return person.send("GET", "/readyz", None, {})


def assert_unavailable(answer: Answer) -> None:
    assert answer.status == 503, f"{answer.status}: {answer.raw!r}"
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers.get_content_type() == "application/problem+json"
    assert b"Traceback" not in answer.raw
    assert b"mysql" not in answer.raw.lower()


@pytest.mark.parametrize("end", [MariaDB.stop, MariaDB.kill])
def test_an_outage_is_said_and_passes(own_mariadb: MariaDB, end: object) -> None:
    assert callable(end)
    with RunningServer(environment={"TASKTIX_DATABASE_URL": own_mariadb.new_database()}) as server:
        person = Client.newcomer(server.url)
        created = person.new_list()
        task = person.new_task(created.id)
        stream = Stream(person)
        path = f"/lists/{created.id}/tasks/{task.id}"

        end(own_mariadb)
        assert_unavailable(readiness(person))
        assert person.send("GET", "/healthz", None, {}).status == 200, "the process lives"
        for answer in (
            Client(server.url, person.cookie).get(path),
            person.patch(path, {"name": "Lost"}),
            person.post("/session", {"login": person.user.username, "password": "whatever it is"}),
            Client(server.url, "tasktix=somebody").get("/me"),
        ):
            assert_unavailable(answer)
        assert person.send("GET", "/", None, {}).status == 200, "the page needs no database"

        own_mariadb.start()
        wait_until(lambda: readiness(person).status == 200, patience=20, what=server.errors)
        assert person.get(path).shows(shapes.Task) == task
        assert person.patch(path, {"name": "Back"}).shows(shapes.Task).name == "Back"
        assert stream.until("entry", created.id)[-1].data["changes"][0]["set"]["name"] == "Back"
        stream.close()


def test_a_schema_from_elsewhere_is_not_ready(mariadb: MariaDB) -> None:
    url = mariadb.new_database()
    with RunningServer(environment={"TASKTIX_DATABASE_URL": url}) as server:
        mariadb.execute("UPDATE alembic_version SET version_num = '9999'", url.rpartition("/")[2])
        answer = readiness(Client(server.url))
        assert_unavailable(answer)
        assert answer.json()["detail"]
        assert Client(server.url).send("GET", f"{API}/openapi.json", None, {}).status == 200
