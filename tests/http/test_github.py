"""Signing in with GitHub."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tasktix.adapters.http import key_shapes
from tests.harness.github import GitHub
from tests.harness.issuer import Issuer
from tests.harness.server import RunningServer
from tests.http.browser import Browser

NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def github() -> Iterator[GitHub]:
    with GitHub() as github:
        yield github


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def server(github: GitHub, issuer: Issuer) -> Iterator[RunningServer]:
    with RunningServer(environment=github.settings() | issuer.settings()) as running:
        yield running
        assert "Traceback" not in running.errors(), running.errors()


@pytest.fixture
def browser(server: RunningServer) -> Browser:
    return Browser(server.url, provider="github")


def test_who_is_not_known_signs_up_and_then_in(server: RunningServer, browser: Browser, github: GitHub) -> None:
    number = next(NUMBERS)
    github.signs_in(number, "ann", "Ann Gardener", "ann@example.org")
    assert browser.go(github, "/lists") == "/lists"
    me = browser.me()
    assert (me.name, me.email) == ("Ann Gardener", "ann@example.org")
    # Another name and address there change nothing here: it is the number that counts.
    github.signs_in(number, "renamed", "Renamed", "renamed@example.org")
    again = Browser(server.url, provider="github")
    again.go(github)
    assert again.me() == me
    [account] = again.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    assert (account.provider, account.name) == ("github", "Renamed")


def test_who_took_over_a_login_name_is_somebody_else(server: RunningServer, browser: Browser, github: GitHub) -> None:
    github.signs_in(next(NUMBERS), "famous")
    browser.go(github)
    github.signs_in(next(NUMBERS), "famous")
    other = Browser(server.url, provider="github")
    other.go(github)
    assert (browser.me().username, other.me().username) == ("famous", "famous_2")


def test_only_a_verified_primary_address_counts(browser: Browser, github: GitHub) -> None:
    github.signs_in(next(NUMBERS), "hidden")
    github.emails = [
        {"email": "unverified@example.org", "primary": True, "verified": False},
        {"email": "other@example.org", "primary": False, "verified": True},
    ]
    assert browser.go(github) == "/"
    assert browser.me().email.endswith("@no-email.invalid")


@pytest.mark.parametrize("person", [{}, {"id": None}, {"id": "1"}, {"id": True}, [], "x"])
def test_nobody_without_a_number(browser: Browser, github: GitHub, person: object) -> None:
    github.signs_in(1, "ann")
    github.person = person  # type: ignore[assignment]
    assert browser.go(github) == "/sign-in?error=provider_failed"


def test_a_code_that_is_not_for_us(browser: Browser, github: GitHub) -> None:
    github.signs_in(next(NUMBERS), "ann")
    back = browser.to_the_provider(github).replace("code=", "code=x")
    assert browser.visit(back).headers["Location"] == "/sign-in?error=provider_failed"


def test_the_answer_of_one_provider_is_none_of_the_other(browser: Browser, github: GitHub) -> None:
    """A mix-up: the state is of one, the address of the other."""
    github.signs_in(next(NUMBERS), "ann")
    back = browser.to_the_provider(github)
    assert browser.visit(back.replace("/github/", "/oidc/")).headers["Location"] == "/sign-in?error=expired"
    back = browser.to_the_provider(github)
    assert browser.visit(f"{back}&iss=https://evil.example").headers["Location"] == "/sign-in?error=provider_failed"


def test_both_providers_are_told(browser: Browser) -> None:
    assert [it["id"] for it in browser.visit("/auth/providers").json()] == ["github", "oidc"]


def test_an_account_of_each_is_two_ways_in(browser: Browser, github: GitHub, issuer: Issuer) -> None:
    github.signs_in(next(NUMBERS), "both")
    browser.go(github)
    issuer.person = {"sub": "both"}
    me, browser.provider = browser.me(), "oidc"
    browser.go(issuer)
    assert browser.me().id == me.id
    accounts = browser.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    assert [it.provider for it in accounts] == ["github", "oidc"]
    browser.delete(f"/me/accounts/{accounts[0].id}").is_empty()
