"""`GET /me/audit`: what happened to one's own account."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import key_shapes
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def dan(server: RunningServer) -> Client:
    return Client.newcomer(server.url, "Dan")


def notes_of(person: Client, query: str = "") -> key_shapes.Audit:
    return person.get(f"/me/audit{query}").shows(key_shapes.Audit)


def test_good_and_bad_tries_are_told_with_their_address(dan: Client) -> None:
    thief = Client(dan.url, user=dan.user)
    body = {"login": dan.user.email, "password": "x" * 10}
    thief.ask("POST", "/session", body, headers={"User-Agent": "Evil browser"})
    dan.put("/session/fresh", {"password": "x" * 10}).refuses_field("password")
    dan.sign_in()
    found = notes_of(dan).items
    assert [it.kind for it in found] == [
        "session.started",
        "proof.failed",
        "sign_in.failed",
        "session.started",
        "user.signed_up",
    ]
    assert [it.address for it in found] == ["127.0.0.1"] * 5
    assert found[2].device == "Evil browser"


def test_nobody_learns_of_others(dan: Client, ann: Client) -> None:
    Client(dan.url).post("/session", {"login": "nobody_at_all", "password": PASSWORD})
    before = [it.id for it in notes_of(ann).items]
    Client(dan.url).post("/session", {"login": dan.user.username, "password": "x" * 10})
    assert [it.id for it in notes_of(ann).items] == before


def test_a_page_and_the_next(dan: Client) -> None:
    dan.sign_in()
    whole = notes_of(dan)
    assert whole.next is None
    first = notes_of(dan, "?limit=1")
    assert first.items == whole.items[:1]
    assert notes_of(dan, f"?cursor={first.next}").items == whole.items[1:]
    dan.get("/me/audit?cursor=x").refuses(400, "malformed_request")
    dan.get("/me/audit?limit=0").refuses(400, "malformed_request")


def test_it_is_ones_own_alone(dan: Client, nobody: Client) -> None:
    nobody.get("/me/audit").refuses(401, "not_signed_in")
    _, program = dan.new_token("read")
    program.get("/me/audit").refuses(403, "out_of_scope")
