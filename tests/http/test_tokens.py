"""API tokens: what they are made for, and that alone (contract, section 2)."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import pytest
import sqlalchemy as sa

from tasktix.adapters.http import key_shapes, shapes
from tests.contract.databases import connected
from tests.harness.server import RunningServer
from tests.http.client import API, NOBODY, PASSWORD, Client
from tests.http.together import statuses, together
from tests.http.village import ON_BOTH
from tests.http.walk import CALLS, SMALLEST, Call

pytestmark = ON_BOTH

KEYS: Final = (
    "/me/tokens",
    "/me/sessions",
    "/me/password",
    "/me/second-factor",
    "/me/accounts",
    "/me/passkeys",
    "/session",
)


@pytest.fixture
def dan(server: RunningServer) -> Client:
    """Somebody new, whose tokens are those of the test."""
    return Client.newcomer(server.url, "Dan")


def tokens_of(person: Client) -> list[key_shapes.ApiToken]:
    return person.get("/me/tokens").shows(list[key_shapes.ApiToken])


def test_a_secret_is_shown_once_and_recognised_by_its_beginning(dan: Client) -> None:
    made, _ = dan.new_token("read", "write")
    assert re.fullmatch(r"tt_[\w-]{43}[0-9a-f]{8}", made.secret)
    [listed] = tokens_of(dan)
    assert (listed.id, listed.hint, listed.scopes) == (made.id, made.secret[: len(made.hint)], ["read", "write"])
    assert made.secret.encode() not in dan.get("/me/tokens").raw
    assert made.secret.encode() not in dan.get("/me/history").raw


def test_a_token_acts_for_its_user(dan: Client) -> None:
    _, program = dan.new_token("write")
    created = program.new_list("By a script")
    assert dan.get(f"/lists/{created.id}").status == 200
    [entry] = program.history(created.id).items
    assert (entry.actor.user, entry.actor.via) == (dan.user.id, "token")


def test_a_token_needs_no_page_of_ours(dan: Client) -> None:
    """A browser sends no Authorization by itself, so no other site can make it."""
    _, program = dan.new_token("write")
    body = b'{"name": "From elsewhere"}'
    headers = {
        "Content-Type": "application/json",
        "Origin": "https://elsewhere.example",
        "Sec-Fetch-Site": "cross-site",
    }
    program.send("POST", f"{API}/lists", body, headers).shows(shapes.List, 201)
    # With a cookie besides, it is still the token that counts.
    both = Client(dan.url, dan.cookie, secret="tt_invented")
    both.get("/me").refuses(401, "not_signed_in")


@pytest.mark.parametrize("secret", ["tt_", "tt_x", "x", "", "tt_" + "x" * 4000, "tt_\xe9"])
def test_an_invented_secret_is_nobody(dan: Client, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    Client(dan.url).ask("GET", "/me", headers=headers).refuses(401, "not_signed_in")


def test_another_scheme_is_a_proxys_own_matter(dan: Client) -> None:
    assert dan.ask("GET", "/me", headers={"Authorization": "Basic YW5uOnB3"}).status == 200


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["admin"]}, "scopes"),
        ({"scopes": ["list:x:read"]}, "scopes"),
        ({"scopes": [f"list:{NOBODY}:read"]}, "scopes"),
        ({"scopes": [f"list:{NOBODY}:delete"]}, "scopes"),
        ({"scopes": ["read\n"]}, "scopes"),
        ({"name": " "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2030-01-01"}, "expires_at"),
        ({"expires_at": "0001-01-01T00:00:00+14:00"}, "expires_at"),
    ],
    ids=str,
)
def test_what_is_no_token(dan: Client, fields: dict[str, object], wrong: str) -> None:
    dan.post("/me/tokens", {"name": "Script", "scopes": ["read"], **fields}).refuses_field(wrong)
    assert tokens_of(dan) == []


def test_a_token_of_a_list_of_others_is_not_made(dan: Client, groceries: shapes.List) -> None:
    """Refused in the same words as one of a list that is not there."""
    answers = [
        dan.post("/me/tokens", {"name": "A", "scopes": [f"list:{list_id}:read"]}) for list_id in (groceries.id, NOBODY)
    ]
    answers[0].refuses_field("scopes")
    assert answers[0].raw == answers[1].raw


def test_a_life_is_ninety_days_unless_told(dan: Client) -> None:
    usual, _ = dan.new_token("read")
    assert usual.expires_at
    life = datetime.fromisoformat(usual.expires_at) - datetime.now(UTC)
    assert timedelta(days=89) < life <= timedelta(days=90)
    assert dan.new_token("read", expires_at=None)[0].expires_at is None
    assert dan.new_token("read", expires_at="2999-01-01T01:00:00+01:00")[0].expires_at == "2999-01-01T00:00:00.000Z"


def sql(server: RunningServer, statement: str, **values: object) -> None:
    with connected(server.database_url) as connection:
        connection.execute(sa.text(statement), values)
        connection.commit()


def test_an_expired_token_is_worthless_before_the_cleaner_comes(server: RunningServer, dan: Client) -> None:
    made, program = dan.new_token("read")
    sql(server, "UPDATE tokens SET expires_at = :now WHERE id = :id", now=int(time.time() * 1000), id=made.id)
    program.get("/me").refuses(401, "not_signed_in")
    assert tokens_of(dan) == []


def test_a_token_is_made_by_who_has_proved_it_lately(server: RunningServer, dan: Client) -> None:
    sql(server, "UPDATE sessions SET fresh_at = fresh_at - 900001 WHERE user_id = :user", user=dan.user.id)
    dan.post("/me/tokens", {"name": "A", "scopes": ["read"]}).refuses(403, "not_fresh")
    dan.keep_cookie(dan.put("/session/fresh", {"password": PASSWORD}))
    dan.new_token("read")


def test_the_last_use_is_written_down(dan: Client) -> None:
    made, program = dan.new_token("read")
    assert made.used_at is None
    program.get("/me").shows(shapes.User)
    [listed] = tokens_of(dan)
    assert listed.used_at


def test_a_revoked_token_is_worthless_at_once(dan: Client) -> None:
    made, program = dan.new_token("write")
    program.get("/me").shows(shapes.User)
    dan.delete(f"/me/tokens/{made.id}").is_empty()
    asks = [partial(program.get, "/me"), partial(program.post, "/lists", {"name": "Too late"})] * 25
    assert set(statuses(together(*asks))) == {401}
    dan.delete(f"/me/tokens/{made.id}").refuses(404, "not_found")


def test_nobody_revokes_or_sees_the_token_of_another(dan: Client, ann: Client) -> None:
    made, program = dan.new_token("read")
    ann.delete(f"/me/tokens/{made.id}").refuses(404, "not_found")
    assert made.id not in {it.id for it in tokens_of(ann)}
    program.get("/me").shows(shapes.User)


def test_a_token_does_what_it_was_made_for_and_nothing_else(dan: Client) -> None:
    mine, other = dan.new_list("Mine"), dan.new_list("Other")
    task = dan.new_task(mine.id)
    _, reader = dan.new_token(f"list:{mine.id}:read")
    assert [it.id for it in reader.get("/lists").shows(list[shapes.Overview])] == [mine.id]
    reader.get(f"/lists/{other.id}").refuses(404, "not_found")
    reader.get("/me").refuses(403, "out_of_scope")
    reader.post("/lists", {"name": "New"}).refuses(403, "out_of_scope")
    refused = reader.put(f"/lists/{mine.id}/tasks/{task.id}/completion").refuses(403, "forbidden")
    assert refused.permission == "tasks:complete"
    _, writer = dan.new_token(f"list:{mine.id}:write", f"list:{other.id}:read")
    assert writer.put(f"/lists/{mine.id}/tasks/{task.id}/completion").status == 200
    writer.patch(f"/lists/{other.id}", {"name": "Renamed"}).refuses(403, "forbidden")


@pytest.mark.parametrize("call", [it for it in CALLS if it.route.path.startswith(KEYS)], ids=str)
def test_no_token_manages_what_opens_the_account(dan: Client, call: Call) -> None:
    made, program = dan.new_token("read", "write")
    session_id = dan.get("/session").json()["session"]["id"]
    path = call.route.path.format(token_id=made.id, session_id=session_id, account_id=NOBODY, passkey_id=NOBODY)
    program.ask(call.method, path, SMALLEST.get(str(call))).refuses(403, "out_of_scope")
    assert dan.get("/me").status == program.get("/me").status == 200


def test_a_narrow_token_is_not_told_what_its_user_was_answered(dan: Client) -> None:
    """A repeat of a request is answered from what is kept; that is its sender's alone."""
    key = {"Idempotency-Key": "the same"}
    dan.ask("POST", "/lists", {"name": "Secret"}, headers=key).shows(shapes.List, 201)
    _, reader = dan.new_token("read")
    answer = reader.ask("POST", "/lists", {"name": "Secret"}, headers=key)
    assert answer.status in (403, 422)
    assert b"Secret" not in answer.raw


def test_another_password_leaves_tokens_alone(dan: Client) -> None:
    """They are no sessions: they have names, and are revoked by name."""
    _, program = dan.new_token("read")
    dan.keep_cookie(dan.put("/me/password", {"current": PASSWORD, "new": "another horse in the barn"}))
    program.get("/me").shows(shapes.User)
