"""Signing in, signing up and linking by an account elsewhere, and what a provider or a stranger may try (contract,
section 2)."""

from __future__ import annotations

import json
from functools import partial

import pytest
import sqlalchemy as sa

from tasktix.adapters.http import key_shapes, shapes
from tests.contract.databases import connected
from tests.harness.issuer import Issuer
from tests.harness.server import RunningServer
from tests.http.browser import Browser
from tests.http.client import Client
from tests.http.school import browser, honest, issuer, newcomer, server
from tests.http.test_second_factor import half_signed_in, show, turn_on
from tests.http.together import together

__all__ = ["browser", "honest", "issuer", "server"]


def test_the_providers_are_told(browser: Browser) -> None:
    assert browser.visit("/auth/providers").json() == [{"id": "oidc", "name": "School"}]
    browser.visit("/auth/github/start").refuses(404, "not_found")
    browser.visit("/auth/github/callback").refuses(404, "not_found")


def test_who_is_not_known_signs_up_and_then_in(browser: Browser, issuer: Issuer) -> None:
    person = newcomer(issuer)
    assert browser.go(issuer, "/list/x%3Fy=1") == "/list/x?y=1"
    me = browser.me()
    assert (me.name, me.email) == ("Ann Gardener", person["email"])
    again = Browser(browser.url)
    assert again.go(issuer) == "/"
    assert again.me().id == me.id
    [account] = again.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    assert (account.provider, account.name) == ("oidc", "Ann Gardener")


def test_what_is_asked_of_the_provider(browser: Browser, issuer: Issuer) -> None:
    browser.to_the_provider(issuer)
    browser.to_the_provider(issuer)
    first, second = issuer.asked[-2:]
    assert first["redirect_uri"] == f"{browser.url}/auth/oidc/callback"
    assert (first["response_type"], first["code_challenge_method"]) == ("code", "S256")
    assert first["scope"].split()[0] == "openid"
    for chance in ("state", "nonce", "code_challenge"):
        assert first[chance] != second[chance]
        assert len(first[chance]) >= 43


def test_our_address_is_never_taken_from_a_request(browser: Browser, issuer: Issuer) -> None:
    answer = browser.send("GET", "/auth/oidc/start", None, {"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil" not in answer.headers["Location"]


def test_people_with_the_same_name_have_usernames_of_their_own(server: RunningServer, issuer: Issuer) -> None:
    names = set()
    for _ in range(3):
        newcomer(issuer, name="Jo Same")
        browser = Browser(server.url)
        browser.go(issuer)
        names.add(browser.me().username)
        assert browser.me().name == "Jo Same"
    assert names == {"Jo_Same", "Jo_Same_2", "Jo_Same_3"}


@pytest.mark.parametrize("name", ["", " ", "李", "<script>", "x" * 500, "\u202e\x00", 7])
def test_whatever_the_name_there_is_an_account(browser: Browser, issuer: Issuer, name: object) -> None:
    newcomer(issuer, name=name)
    assert browser.go(issuer) == "/"
    assert 3 <= len(browser.me().username) <= 32


@pytest.mark.parametrize("email", [None, "", "no address", "x" * 200 + "@example.org", 7])
def test_without_an_email_there_is_an_account_all_the_same(browser: Browser, issuer: Issuer, email: object) -> None:
    newcomer(issuer, email=email)
    assert browser.go(issuer) == "/"
    assert browser.me().email == f"{browser.me().id}@no-email.invalid"


def test_an_address_that_is_not_verified_is_none(browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer, email_verified=False)
    browser.go(issuer)
    assert browser.me().email.endswith(".invalid")


def test_an_email_that_somebody_has_links_nothing(server: RunningServer, browser: Browser, issuer: Issuer) -> None:
    """Neither way: who has the address here is not taken over, and does not wait in an account made for another."""
    local = Client.newcomer(server.url, "Local")
    newcomer(issuer, email=local.user.email.upper(), email_verified=True)
    assert browser.go(issuer) == "/sign-in?error=taken"
    browser.get("/me").refuses(401, "not_signed_in")
    assert local.get("/me/accounts").json() == []


def test_no_is_told_as_such(browser: Browser, issuer: Issuer) -> None:
    issuer.answer = {"error": "access_denied", "code": None}
    assert browser.go(issuer) == "/sign-in?error=provider_refused"


def test_two_tabs_of_one_newcomer_are_one_account(browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer)
    backs = [browser.to_the_provider(issuer) for _ in range(6)]
    asks = [partial(Client(browser.url, browser.cookie).send, "GET", back, None, {}) for back in backs]
    answers = together(*asks)
    assert {it.headers["Location"] for it in answers} == {"/"}
    cookies = [it.headers["Set-Cookie"].partition(";")[0] for it in answers]
    assert len({Browser(browser.url, cookie).me().id for cookie in cookies}) == 1


def test_a_local_account_is_linked_and_then_opens(server: RunningServer, issuer: Issuer) -> None:
    local = Client.newcomer(server.url, "Local")
    newcomer(issuer)
    browser = Browser(server.url, local.cookie)
    assert browser.go(issuer, "/profile") == "/profile"
    assert browser.me().id == local.user.id
    other = Browser(server.url)
    other.go(issuer)
    assert other.me().id == local.user.id
    [account] = other.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    other.delete(f"/me/accounts/{account.id}").is_empty()
    assert other.get("/me/accounts").json() == []
    local.delete(f"/me/accounts/{account.id}").refuses(404, "not_found")


def stale(server: RunningServer, user_id: str) -> None:
    with connected(server.database_url) as connection:
        statement = sa.text("UPDATE sessions SET fresh_at = fresh_at - 900001 WHERE user_id = :user")
        connection.execute(statement, {"user": user_id})
        connection.commit()


def test_linking_and_unlinking_need_a_fresh_proof(server: RunningServer, issuer: Issuer) -> None:
    local = Client.newcomer(server.url, "Local")
    newcomer(issuer)
    browser = Browser(server.url, local.cookie)
    stale(server, local.user.id)
    assert browser.go(issuer) == "/profile?error=not_fresh"
    local.keep_cookie(local.put("/session/fresh", {"password": "a sturdy horse on a roof"}))
    browser = Browser(server.url, local.cookie)
    assert browser.go(issuer) == "/"
    [account] = browser.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    stale(server, local.user.id)
    browser.delete(f"/me/accounts/{account.id}").refuses(403, "not_fresh")
    # The provider's word is a fresh proof, too: it makes a session in the place of the one there was.
    stolen = Client(browser.url, browser.cookie)
    assert browser.go(issuer) == "/"
    stolen.get("/me").refuses(401, "not_signed_in")
    browser.delete(f"/me/accounts/{account.id}").is_empty()


def test_the_account_of_another_user_is_not_linked(server: RunningServer, issuer: Issuer) -> None:
    newcomer(issuer)
    first = Browser(server.url)
    first.go(issuer)
    second = Browser(server.url, Client.newcomer(server.url, "Second").cookie)
    assert second.go(issuer) == "/profile?error=account_taken"
    assert second.get("/me/accounts").json() == []


def test_a_journey_that_began_signed_in_does_not_end_as_another(server: RunningServer, issuer: Issuer) -> None:
    """Else whoever signs in meanwhile would have the account of somebody else linked to theirs."""
    newcomer(issuer)
    first = Browser(server.url, Client.newcomer(server.url, "First").cookie)
    back = first.to_the_provider(issuer)
    door = next(it for it in first.cookie.split("; ") if "door" in it)
    second = Browser(server.url, f"{Client.newcomer(server.url, 'Second').cookie}; {door}")
    assert second.visit(back).headers["Location"] == "/profile?error=expired"


def test_the_last_way_in_stays(browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer)
    browser.go(issuer)
    [account] = browser.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    browser.delete(f"/me/accounts/{account.id}").refuses(409, "last_way_in")
    newcomer(issuer)
    browser.go(issuer)
    accounts = browser.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    asks = [partial(Client(browser.url, browser.cookie).delete, f"/me/accounts/{it.id}") for it in accounts]
    assert sorted(it.status for it in together(*asks)) == [204, 409]


def test_the_second_factor_is_asked_on_this_way_too(server: RunningServer, issuer: Issuer) -> None:
    local = Client.newcomer(server.url, "Local")
    newcomer(issuer)
    Browser(server.url, local.cookie).go(issuer)
    _, codes = turn_on(local)
    browser = Browser(server.url)
    assert browser.go(issuer, "/list") == "/sign-in?second_factor=1&next=%2Flist"
    browser.get("/me").refuses(401, "not_signed_in")
    show(browser, codes[0]).shows(shapes.SignedIn)
    show(half_signed_in(local), codes[1]).shows(shapes.SignedIn)


def test_the_providers_tokens_are_not_found_in_the_database(
    server: RunningServer, browser: Browser, issuer: Issuer
) -> None:
    newcomer(issuer)
    browser.go(issuer)
    with connected(server.database_url) as connection:
        text = str([tuple(row) for row in connection.execute(sa.text("SELECT * FROM linked_accounts"))])
    assert "Ann Gardener" in text
    assert "access" not in text.lower().replace("access_", "")
    assert json.dumps("id_token") not in text


def test_an_account_without_a_password_has_none_to_guess(browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer)
    browser.go(issuer)
    login = browser.me().username
    for password in ("!", "", "a sturdy horse on a roof"):
        Client(browser.url).post("/session", {"login": login, "password": password}).refuses(401, "bad_credentials")


def test_where_sign_up_is_closed_nobody_comes_in_by_another_door(issuer: Issuer) -> None:
    environment = {**issuer.settings(), "TASKTIX_SIGN_UP": "closed"}
    with RunningServer(environment=environment) as closed:
        newcomer(issuer)
        assert Browser(closed.url).go(issuer) == "/sign-in?error=sign_up_closed"


def test_with_passwords_off_and_one_provider_the_page_leads_straight_there(issuer: Issuer) -> None:
    environment = {**issuer.settings(), "TASKTIX_LOCAL_SIGN_IN": "off"}
    with RunningServer(environment=environment) as alone:
        browser = Browser(alone.url)
        assert browser.visit("/sign-in?next=/list/x").headers["Location"] == "/auth/oidc/start?next=%2Flist%2Fx"
        assert browser.visit("/sign-in?next=//evil").headers["Location"] == "/auth/oidc/start?next=%2F"
        assert browser.visit("/sign-in?error=taken").status in (200, 404)
        newcomer(issuer)
        browser.go(issuer)
        [account] = browser.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
        browser.delete(f"/me/accounts/{account.id}").refuses(409, "last_way_in")
