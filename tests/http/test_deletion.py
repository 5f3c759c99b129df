"""Deleting one's account (contract, section 2)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tasktix.adapters.http import shapes
from tests.contract.databases import connected
from tests.feed.stream import Stream
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def dan(server: RunningServer) -> Client:
    return Client.newcomer(server.url, "Dan")


def test_by_the_password(dan: Client) -> None:
    dan.ask("DELETE", "/me", {"password": "x" * 10}).refuses_field("password")
    answer = dan.ask("DELETE", "/me", {"password": PASSWORD})
    answer.is_empty()
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    dan.get("/me").refuses(401, "not_signed_in")
    dan.sign_in().refuses(401, "bad_credentials")
    body = {"username": dan.user.username, "email": dan.user.email, "password": PASSWORD}
    assert Client(dan.url).post("/users", body).shows(shapes.User, 201).id != dan.user.id


def test_without_the_password_one_must_have_proved_it_lately(server: RunningServer, dan: Client) -> None:
    with connected(server.database_url) as connection:
        statement = sa.text("UPDATE sessions SET fresh_at = fresh_at - 900001 WHERE user_id = :user")
        connection.execute(statement, {"user": dan.user.id})
        connection.commit()
    dan.delete("/me").refuses(403, "not_fresh")
    dan.keep_cookie(dan.put("/session/fresh", {"password": PASSWORD}))
    dan.delete("/me").is_empty()


def test_the_only_admin_of_others_stays(ann: Client, dan: Client) -> None:
    mine, shared = dan.new_list("Mine"), dan.new_list("Shared")
    dan.add_member(shared.id, ann)
    refusal = dan.delete("/me").refuses(409, "sole_admin")
    assert [(it.id, it.name) for it in refusal.lists] == [(shared.id, "Shared")]
    assert dan.get(f"/lists/{mine.id}").status == 200
    dan.patch(f"/lists/{shared.id}/members/{ann.user.id}", {"role": "Admin"}).shows(shapes.Member)
    dan.delete("/me").is_empty()
    assert [it.id for it in ann.snapshot(shared.id).members] == [ann.user.id]


def test_every_stream_and_token_ends(dan: Client) -> None:
    _, program = dan.new_token("write")
    streams = [Stream(dan), Stream(Client.of(dan)), Stream(program)]
    try:
        dan.delete("/me").is_empty()
        for stream in streams:
            stream.rest()
            assert stream.ended_cleanly
        program.get("/me").refuses(401, "not_signed_in")
    finally:
        for stream in streams:
            stream.close()


def test_no_token_deletes_an_account(dan: Client) -> None:
    _, program = dan.new_token("read", "write")
    for body in (None, {"password": PASSWORD}):
        program.ask("DELETE", "/me", body).refuses(403, "out_of_scope")
    dan.get("/me").shows(shapes.User)
