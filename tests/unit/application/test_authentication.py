"""Signing up and in."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.adapters.memory.store import MemoryStore
from tasktix.application import sessions
from tasktix.application.authentication import Authentication, Browser
from tasktix.domain.errors import BadCredentials, Invalid, SignUpClosed, Taken
from tests.builders import STRANGER, new_application
from tests.fakes import FakeClock, FakePasswords, SeededChance

ANN = {"username": "Ann", "email": "ann@example.org", "password": "correct horse"}
FIREFOX = Browser(device="Firefox", address="192.0.2.1", remember=True)


@pytest.fixture
def passwords() -> FakePasswords:
    return FakePasswords()


def new_authentication(passwords: FakePasswords, *, sign_up_open: bool = True) -> Authentication:
    clock, chance = FakeClock(), SeededChance()
    application = new_application(MemoryStore(clock, chance), clock, chance)
    return Authentication(application, passwords, chance, sign_up_open)


@pytest.fixture
def authentication(passwords: FakePasswords) -> Authentication:
    """Ann has an account."""
    it = new_authentication(passwords)
    it.sign_up(STRANGER, FIREFOX, ANN)
    return it


def test_who_signs_up_is_signed_in(passwords: FakePasswords) -> None:
    authentication = new_authentication(passwords)
    user, token = authentication.sign_up(STRANGER, FIREFOX, ANN)
    session = authentication.application.look(STRANGER, sessions.with_token, token=token)
    assert session
    assert session.user_id == user.id
    assert (session.device, session.address, session.remember) == ("Firefox", "192.0.2.1", True)


def test_where_sign_up_is_closed_nobody_signs_up(passwords: FakePasswords) -> None:
    with pytest.raises(SignUpClosed):
        new_authentication(passwords, sign_up_open=False).sign_up(STRANGER, FIREFOX, ANN)


def test_a_closed_sign_up_does_not_even_look_at_the_fields(passwords: FakePasswords) -> None:
    with pytest.raises(SignUpClosed):
        new_authentication(passwords, sign_up_open=False).sign_up(STRANGER, FIREFOX, {"username": ""})


def test_every_field_at_fault_is_named_the_password_too(passwords: FakePasswords) -> None:
    with pytest.raises(Invalid) as refusal:
        new_authentication(passwords).sign_up(
            STRANGER, FIREFOX, {"username": "", "email": "", "password": "short", "color": "black"}
        )
    assert [error.field for error in refusal.value.errors] == ["username", "email", "password", "color"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "other@example.org"}, "username"),
        ({"email": "other@example.org", "username": "ANN"}, "username"),
        ({"username": "Other", "email": "ANN@example.org"}, "email"),
        ({}, "username"),
    ],
)
def test_what_somebody_has_is_taken(authentication: Authentication, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Taken) as refusal:
        authentication.sign_up(STRANGER, FIREFOX, {**ANN, **changes})
    assert refusal.value.field == field


@pytest.mark.parametrize("login", ["Ann", "ANN", "ann@example.org", "ANN@Example.org ", " ann"])
def test_username_and_email_both_sign_in(authentication: Authentication, login: str) -> None:
    signed_in, token = authentication.sign_in(STRANGER, FIREFOX, login=login, password=ANN["password"])
    assert signed_in.user.username == "Ann"
    session = authentication.application.look(STRANGER, sessions.with_token, token=token)
    assert session
    assert session.id == signed_in.session.id


def test_each_sign_in_is_a_session_of_its_own(authentication: Authentication) -> None:
    tokens = {authentication.sign_in(STRANGER, FIREFOX, login="Ann", password=ANN["password"])[1] for _ in range(2)}
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("login", "password"), [("Ann", "wrong horse"), ("Ben", ANN["password"]), ("", ""), ("Ann", "correct horse ")]
)
def test_whatever_was_wrong_is_not_told(authentication: Authentication, login: str, password: str) -> None:
    with pytest.raises(BadCredentials) as refusal:
        authentication.sign_in(STRANGER, FIREFOX, login=login, password=password)
    assert str(refusal.value) == str(BadCredentials())


def test_an_unknown_user_costs_the_same_verification(authentication: Authentication, passwords: FakePasswords) -> None:
    for login in ("Ann", "Ben"):
        with pytest.raises(BadCredentials):
            authentication.sign_in(STRANGER, FIREFOX, login=login, password="wrong horse")
    assert passwords.verified == [passwords.hash(ANN["password"]), None]


def test_a_failed_sign_in_makes_no_session(authentication: Authentication) -> None:
    user_position = authentication.sign_in(STRANGER, FIREFOX, login="Ann", password=ANN["password"])[0].position
    with pytest.raises(BadCredentials):
        authentication.sign_in(STRANGER, FIREFOX, login="Ann", password="wrong horse")
    after = authentication.sign_in(STRANGER, FIREFOX, login="Ann", password=ANN["password"])[0].position
    assert after == user_position + 1
