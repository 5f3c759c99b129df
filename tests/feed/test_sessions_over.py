"""A stream ends with what it was opened by, in every process (contract, section 5; promise P7)."""

from __future__ import annotations

from collections.abc import Callable

from tests.feed.stream import Stream, until_mentioned
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client

Watch = Callable[..., Stream]
Serve = Callable[..., RunningServer]


def two_processes(mariadb: MariaDB, serve: Serve) -> list[RunningServer]:
    """With no bell between them: what one does, the other learns by its poll."""
    environment = {"TASKTIX_DATABASE_URL": mariadb.new_database("over")}
    return [serve(environment=environment) for _ in range(2)]


def test_another_password_ends_the_streams_of_other_sessions(mariadb: MariaDB, serve: Serve, watch: Watch) -> None:
    here, there = two_processes(mariadb, serve)
    dan = Client.newcomer(here.url, "Dan")
    other = Client.of(dan)
    its = [watch(Client(it.url, other.cookie)) for it in (here, there)]
    own = [watch(Client(it.url, dan.cookie)) for it in (here, there)]
    dan.keep_cookie(dan.put("/me/password", {"current": PASSWORD, "new": "another horse in the barn"}))
    for stream in its:
        stream.rest()
        assert stream.ended_cleanly
    created = dan.new_list()
    for stream in own:
        until_mentioned(stream, created.id)
