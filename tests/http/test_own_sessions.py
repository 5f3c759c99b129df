"""Where one is signed in, ending that, another password, and proving again who one is (contract, section 2)."""

from __future__ import annotations

from typing import Final

import pytest
import sqlalchemy as sa

from tasktix.adapters.http import key_shapes, shapes
from tests.contract.databases import connected
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, PASSWORD, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

MINUTE, DAY = 60_000, 86_400_000
"""In milliseconds."""

NEW: Final = "another horse in the barn"


@pytest.fixture
def dan(server: RunningServer) -> Client:
    """Somebody new, whose sessions a test may end."""
    return Client.newcomer(server.url, "Dan")


def sessions_of(person: Client) -> list[key_shapes.OwnSession]:
    return person.get("/me/sessions").shows(list[key_shapes.OwnSession])


def is_in(person: Client) -> bool:
    return person.get("/me").status == 200


def test_the_list_says_from_where_and_which_one_is_this(dan: Client) -> None:
    other = Client(dan.url, user=dan.user)
    login = {"login": dan.user.username, "password": PASSWORD}
    other.keep_cookie(other.ask("POST", "/session", login, headers={"User-Agent": "Netscape/4.0"}))
    found = sessions_of(dan)
    assert [it.current for it in found].count(True) == 1
    assert {it.device for it in found} == {"", "Netscape/4.0"}
    assert {it.address for it in found} == {"127.0.0.1"}
    assert [it.device for it in sessions_of(other) if it.current] == ["Netscape/4.0"]


def test_no_list_of_sessions_opens_one(dan: Client) -> None:
    token = dan.cookie.partition("=")[2]
    assert token.encode() not in dan.get("/me/sessions").raw


def test_one_session_is_ended(dan: Client) -> None:
    other = Client.of(dan)
    [its_id] = [it.id for it in sessions_of(dan) if not it.current]
    dan.delete(f"/me/sessions/{its_id}").is_empty()
    assert (is_in(dan), is_in(other)) == (True, False)
    dan.delete(f"/me/sessions/{its_id}").refuses(404, "not_found")


def test_ending_this_one_is_signing_out(dan: Client) -> None:
    [this] = sessions_of(dan)
    answer = dan.delete(f"/me/sessions/{this.id}")
    answer.is_empty()
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert not is_in(dan)


def test_nobody_ends_the_session_of_another(dan: Client, ann: Client) -> None:
    for its_id in (sessions_of(dan)[0].id, NOBODY):
        ann.delete(f"/me/sessions/{its_id}").refuses(404, "not_found")
    assert is_in(dan)


def test_all_others_are_ended(dan: Client) -> None:
    others = [Client.of(dan) for _ in range(3)]
    dan.delete("/me/sessions").is_empty()
    assert is_in(dan)
    assert not any(is_in(it) for it in others)
    dan.delete("/me/sessions").is_empty()


def test_another_password_ends_every_other_session(dan: Client) -> None:
    other, stolen = Client.of(dan), Client(dan.url, dan.cookie)
    answer = dan.put("/me/password", {"current": PASSWORD, "new": NEW})
    answer.is_empty()
    dan.keep_cookie(answer)
    assert [is_in(it) for it in (dan, other, stolen)] == [True, False, False]
    dan.sign_in().refuses(401, "bad_credentials")
    assert Client.of(dan, NEW).get("/me").status == 200


def test_a_wrong_password_is_not_changed(dan: Client) -> None:
    for body, field in (
        ({"current": "x" * 10, "new": NEW}, "current"),
        ({"current": PASSWORD, "new": "short"}, "new"),
        ({"current": PASSWORD, "new": "x" * 257}, "new"),
    ):
        dan.put("/me/password", body).refuses_field(field)
    assert is_in(dan)
    assert dan.sign_in().status == 200


def test_a_proof_turns_the_token(dan: Client) -> None:
    stolen = Client(dan.url, dan.cookie)
    dan.put("/session/fresh", {"password": "x" * 10}).refuses_field("password")
    answer = dan.put("/session/fresh", {"password": PASSWORD})
    assert answer.shows(shapes.SignedIn).user == dan.user
    dan.keep_cookie(answer)
    assert (is_in(dan), is_in(stolen)) == (True, False)


def test_a_remembered_session_stays_remembered(dan: Client) -> None:
    login = {"login": dan.user.username, "password": PASSWORD, "remember": True}
    dan.keep_cookie(dan.post("/session", login))
    for path, body in (
        ("/session/fresh", {"password": PASSWORD}),
        ("/me/password", {"current": PASSWORD, "new": NEW}),
    ):
        answer = dan.put(path, body)
        assert "Max-Age" in answer.headers["Set-Cookie"]
        dan.keep_cookie(answer)


def age(server: RunningServer, person: Client, **columns: int) -> None:
    """Their sessions are as though so many milliseconds had passed for these columns."""
    with connected(server.database_url) as connection:
        for column, by in columns.items():
            statement = f"UPDATE sessions SET {column} = {column} - :by WHERE user_id = :user"
            connection.execute(sa.text(statement), {"by": by, "user": person.user.id})
        connection.commit()


def test_who_has_not_proved_it_lately_is_asked_to(server: RunningServer, dan: Client) -> None:
    body = {"email": f"new_{dan.user.email}"}
    age(server, dan, fresh_at=15 * MINUTE + 1)
    dan.patch("/me", body).refuses(403, "not_fresh")
    dan.patch("/me", {"color": "cyan"}).shows(shapes.User)
    dan.keep_cookie(dan.put("/session/fresh", {"password": PASSWORD}))
    assert dan.patch("/me", body).shows(shapes.User).email == body["email"]


@pytest.mark.parametrize("columns", [{"seen_at": 7 * DAY + 1}, {"created_at": 30 * DAY + 1}])
def test_an_expired_session_is_worthless_before_the_cleaner_comes(
    server: RunningServer, dan: Client, columns: dict[str, int]
) -> None:
    unknown = Client.of(dan)
    age(server, dan, **columns)
    assert not is_in(unknown), "to a server that has not met it"
    # The server may still know this one; but not in what counts.
    dan.put("/me/password", {"current": PASSWORD, "new": NEW}).refuses(401, "not_signed_in")
    dan.get("/session").refuses(401, "not_signed_in")
