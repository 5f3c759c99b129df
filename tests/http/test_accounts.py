"""Signing up, in and out, and the profile (contract, section 2)."""

from __future__ import annotations

import itertools

import pytest

from tasktix.adapters.http import shapes
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

NUMBERS = itertools.count(1)


def test_sign_up_answers_the_user_and_signs_in(nobody: Client) -> None:
    answer = nobody.post(
        "/users",
        {"username": "Zoe_1", "email": "zoe@example.org", "password": PASSWORD, "color": "cyan"},
    )
    user = answer.shows(shapes.User, 201)
    assert (user.username, user.email, user.color) == ("Zoe_1", "zoe@example.org", "cyan")
    nobody.keep_cookie(answer)
    assert nobody.get("/me").shows(shapes.User) == user


def test_a_repeated_sign_up_is_answered_as_the_first_and_signs_in(server: RunningServer) -> None:
    body = {"username": "Yan_1", "email": "yan@example.org", "password": PASSWORD}
    key = {"Idempotency-Key": "a new person"}
    first, again = (Client(server.url).ask("POST", "/users", body, headers=key) for _ in range(2))
    user = first.shows(shapes.User, 201)
    assert not first.is_replayed
    assert again.is_replayed
    assert (again.status, again.raw, again.headers["ETag"]) == (201, first.raw, first.headers["ETag"])
    for answer in (first, again):
        person = Client(server.url)
        person.keep_cookie(answer)
        assert person.get("/me").shows(shapes.User) == user
    assert first.headers["Set-Cookie"] != again.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"password": "another sturdy horse"}, "a person"),
        ({}, "another key"),
        ({"username": "Somebody_new"}, "a person"),
    ],
)
def test_a_key_alone_opens_no_account(server: RunningServer, changes: dict[str, str], key: str) -> None:
    body = {"username": f"Xia_{next(NUMBERS)}", "email": f"xia{next(NUMBERS)}@example.org", "password": PASSWORD}
    made = Client(server.url).ask("POST", "/users", body, headers={"Idempotency-Key": "a person"})
    made.shows(shapes.User, 201)
    other = Client(server.url).ask("POST", "/users", {**body, **changes}, headers={"Idempotency-Key": key})
    other.refuses(409, "taken")
    assert "Set-Cookie" not in other.headers


def test_a_key_of_another_sign_up_is_refused(server: RunningServer) -> None:
    body = {"username": "Wen_1", "email": "wen@example.org", "password": PASSWORD}
    key = {"Idempotency-Key": "a person called Wen"}
    Client(server.url).ask("POST", "/users", body, headers=key).shows(shapes.User, 201)
    other = Client(server.url).ask("POST", "/users", {**body, "color": "red"}, headers=key)
    other.refuses_field("key")
    assert "Set-Cookie" not in other.headers


@pytest.mark.parametrize("field", ["username", "email"])
def test_what_somebody_has_is_taken_in_any_case(ann: Client, nobody: Client, field: str) -> None:
    user = {"username": "somebody_else", "email": "else@example.org", "password": PASSWORD}
    user[field] = getattr(ann.user, field).upper()
    assert nobody.post("/users", user).refuses(409, "taken").field == field


@pytest.mark.parametrize("field", ["username", "email"])
@pytest.mark.parametrize("spell", [str.upper, str.lower, "  {}  ".format])
def test_sign_in_by_either_name_in_any_case(ann: Client, nobody: Client, field: str, spell: object) -> None:
    assert callable(spell)
    login = {"login": spell(getattr(ann.user, field)), "password": PASSWORD}
    answer = nobody.post("/session", login)
    assert answer.shows(shapes.SignedIn).user == ann.user
    nobody.keep_cookie(answer)
    assert nobody.get("/me").shows(shapes.User).id == ann.user.id


def test_wrong_either_way_is_the_same_answer(ann: Client, nobody: Client) -> None:
    wrong_password = nobody.post("/session", {"login": ann.user.username, "password": "x" * 10})
    wrong_login = nobody.post("/session", {"login": "nobody_at_all", "password": PASSWORD})
    wrong_password.refuses(401, "bad_credentials")
    assert wrong_login.raw == wrong_password.raw
    assert "Set-Cookie" not in wrong_password.headers


def test_password_counts_to_the_letter(ann: Client, nobody: Client) -> None:
    for password in (PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD):
        nobody.post("/session", {"login": ann.user.username, "password": password}).refuses(401, "bad_credentials")


def test_session_says_who_and_from_where(ann: Client) -> None:
    signed_in = ann.ask("GET", "/session", headers={"User-Agent": "a test"}).shows(shapes.SignedIn)
    assert signed_in.user == ann.user
    assert signed_in.session.address == "127.0.0.1"
    assert signed_in.position >= 1


def test_signed_out_cookie_is_worthless_at_once(ann: Client, nobody: Client) -> None:
    answer = nobody.post("/session", {"login": ann.user.username, "password": PASSWORD})
    nobody.keep_cookie(answer)
    nobody.get("/me").shows(shapes.User)
    nobody.delete("/session").is_empty()
    for path in ("/me", "/session", "/lists", "/feed"):
        nobody.get(path).refuses(401, "not_signed_in")
    ann.get("/me").shows(shapes.User)


def test_profile_is_ones_own(ann: Client, bob: Client) -> None:
    assert ann.get("/me").shows(shapes.User) == ann.user
    assert bob.get("/me").shows(shapes.User) == bob.user


def test_no_answer_holds_a_secret(ann: Client, nobody: Client) -> None:
    answer = nobody.post("/session", {"login": ann.user.username, "password": PASSWORD})
    token = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    for raw in (answer.raw, ann.get("/me").raw):
        assert PASSWORD.encode() not in raw
        assert token.encode() not in raw
        assert b"argon2" not in raw


@pytest.mark.parametrize("password", ["password123", "Qwertyuiop", "0000000000"])
def test_a_common_password_is_refused(nobody: Client, ann: Client, password: str) -> None:
    body = {"username": "careless", "email": "careless@example.org", "password": password}
    nobody.post("/users", body).refuses_field("password")
    ann.put("/me/password", {"current": PASSWORD, "new": password}).refuses_field("new")
