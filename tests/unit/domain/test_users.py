"""Who can be a user."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasktix.domain.errors import Invalid
from tasktix.domain.users import User, email, login_key, password, username
from tests.fakes import NOON

Rule = Callable[[str], str]


@pytest.mark.parametrize(
    ("rule", "value", "kept"),
    [
        (username, "Ann", "Ann"),
        (username, " Ann_9 ", "Ann_9"),
        (username, "x" * 32, "x" * 32),
        (email, " Ann@Example.org ", "Ann@Example.org"),
        (email, "ann+tag@mail.example.co.uk", "ann+tag@mail.example.co.uk"),
        (email, "ann@localhost", "ann@localhost"),
        (email, "änn@exämple.org", "änn@exämple.org"),
        (email, "x" * 116 + "@example.org", "x" * 116 + "@example.org"),
        (password, " ten chars", " ten chars"),
        (password, "🧑‍🌾" * 4, "🧑‍🌾" * 4),
        (password, "x" * 256, "x" * 256),
    ],
)
def test_what_fits_is_kept(rule: Rule, value: str, kept: str) -> None:
    assert rule(value) == kept


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        *((username, value) for value in ["", "ab", "x" * 33, "a b", "änn", "a-b", "a@b", "ann\nb", "ａｎｎ"]),
        *((email, value) for value in ["", "ann", "@example.org", "ann@", "ann@@example.org", "a b@example.org"]),
        *((email, value) for value in ["ann@example..org", "ann@.org", "ann@example.", "x" * 117 + "@example.org"]),
        *((email, value) for value in ["ann@exa\x00mple.org", "ann@b\ud800.org", "ann@example.org\nBcc: b@c.de"]),
        *((password, value) for value in ["", "nine char", "x" * 257, "ten chars \ud800"]),
    ],
)
def test_what_does_not_fit_is_refused_in_words(rule: Rule, value: str) -> None:
    with pytest.raises(ValueError, match="must"):
        rule(value)


@pytest.mark.parametrize(
    ("one", "other"), [("Ann", "aNN"), (" ann ", "ann"), ("ÄNN@x.org", "änn@X.org"), ("STRASSE", "straße")]
)
def test_two_spellings_of_a_login_are_one(one: str, other: str) -> None:
    assert login_key(one) == login_key(other)


def test_a_new_user_is_called_by_their_username() -> None:
    user = User.sign_up("U" * 16, now=NOON, fields={"username": "Ann", "email": "a@b.org", "color": "red"})
    assert (user.name, user.created_at) == ("Ann", NOON)
    assert [(it.audience, it.fact.type) for it in user.recorded] == [(user.id, "user.signed_up")]


def test_all_fields_at_fault_are_named() -> None:
    with pytest.raises(Invalid) as refusal:
        User.sign_up("U" * 16, now=NOON, fields={"username": "", "email": "", "color": ""})
    assert [error.field for error in refusal.value.errors] == ["username", "email", "color"]


def test_others_see_neither_email_nor_settings_of_a_user() -> None:
    user = User.sign_up("U" * 16, now=NOON, fields={"username": "Ann", "email": "a@b.org", "color": "red"})
    assert "a@b.org" not in repr(user.as_person())
