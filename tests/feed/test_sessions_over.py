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


def test_a_revoked_token_ends_its_streams(mariadb: MariaDB, serve: Serve, watch: Watch) -> None:
    here, there = two_processes(mariadb, serve)
    dan = Client.newcomer(here.url, "Dan")
    made, program = dan.new_token("read")
    streams = [watch(Client(it.url, secret=program.secret)) for it in (here, there)]
    dan.delete(f"/me/tokens/{made.id}").is_empty()
    for stream in streams:
        stream.rest()
        assert stream.ended_cleanly


def test_a_narrow_token_hears_of_its_list_alone(ann: Client, watch: Watch) -> None:
    mine, other = ann.new_list("Mine"), ann.new_list("Other")
    _, program = ann.new_token(f"list:{mine.id}:read")
    start = ann.get("/session").json()["position"]
    live = watch(program)
    replayed = watch(program, f"?after=me:{start}&after={mine.id}:1")
    ann.new_filter("Private")
    ann.new_section(other.id, "Private")
    ann.new_list("Private")
    ann.new_section(mine.id, "Shared")
    for stream in (live, replayed):
        seen = stream.until("entry", mine.id)
        assert "Private" not in "".join(it.raw.decode() for it in seen)
        assert {it.data["audience"] for it in seen if it.event == "entry"} == {mine.id}
