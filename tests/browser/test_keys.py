"""What opens an account, in front of the page: where one is signed in, tokens, the second factor, other ways in,
another password, and the end of it all."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from tests.browser.window import Window
from tests.contract.databases import connected
from tests.harness.chromium import People
from tests.harness.github import GitHub
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD
from tests.http.test_second_factor import App

REFUSALS = ("status of 401", "status of 403", "status of 422")
"""Provoked here, and logged by the browser."""


@pytest.fixture
def ann(sit_down: Callable[..., Window]) -> Window:
    ann = sit_down("Ann", ignoring=REFUSALS)
    open_profile(ann)
    return ann


def open_profile(window: Window) -> None:
    window.page.goto(re.sub(r"(//[^/]+).*", r"\1/profile", window.page.url))
    expect(window.heading("Where you are signed in")).to_be_visible()


def elsewhere(sit_down: Callable[..., Window]) -> Window:
    """Ann in another browser."""
    other = sit_down(ignoring=REFUSALS)
    other.page.get_by_role("link", name="Sign in").first.click()
    other.try_to_sign_in("Ann")
    expect(other.account("Ann")).to_be_visible()
    return other


def card(window: Window, name: str) -> Locator:
    return window.page.get_by_role("region", name=name)


def dialog(window: Window, name: str) -> Locator:
    return window.page.get_by_role("dialog", name=name)


def forget_the_proof(server: RunningServer) -> None:
    with connected(server.database_url) as connection:
        connection.execute(sa.text("UPDATE sessions SET fresh_at = fresh_at - 900001"))
        connection.commit()


def test_where_one_is_signed_in_and_out_again(ann: Window, sit_down: Callable[..., Window]) -> None:
    other = elsewhere(sit_down)
    open_profile(ann)
    sessions = card(ann, "Where you are signed in")
    expect(sessions.get_by_role("listitem")).to_have_count(2)
    expect(sessions.get_by_text("this one")).to_have_count(1)
    sessions.get_by_role("button", name=re.compile("^Sign out Chrome on Linux")).click()
    expect(sessions.get_by_role("listitem")).to_have_count(1)
    expect(other.heading("Sign in")).to_be_visible()


def test_a_token_is_shown_once_reaches_one_list_and_is_revoked(ann: Window) -> None:
    ann.create_list("Groceries")
    open_profile(ann)
    tokens = card(ann, "API tokens")
    tokens.get_by_role("button", name="New token").click()
    asked = dialog(ann, "New token")
    expect(asked.get_by_label("Name")).to_be_focused()
    asked.get_by_label("Name").fill("Backup")
    asked.get_by_label("Where").select_option("Groceries")
    asked.get_by_role("button", name="Make token").click()
    shown = dialog(ann, "Your new token")
    secret = shown.get_by_role("list", name="Token").inner_text().strip()
    assert secret.startswith("tt_")
    shown.get_by_role("button", name="I have kept it").click()
    expect(tokens.get_by_text(re.compile(r"reads Groceries · until .*20\d\d.* · never used"))).to_be_visible()
    expect(ann.page.get_by_text(secret)).to_have_count(0)

    url = re.sub(r"/profile.*", "/api/v1/lists", ann.page.url)
    assert reads(url, secret) == 200
    tokens.get_by_role("button", name="Revoke Backup").click()
    expect(tokens.get_by_text("You have none.")).to_be_visible()
    assert reads(url, secret) == 401


def reads(url: str, secret: str) -> int:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def turn_on(ann: Window) -> tuple[App, list[str]]:
    card(ann, "Second factor").get_by_role("button", name="Set up an authenticator app").click()
    asked = dialog(ann, "Set up an authenticator app")
    expect(asked.get_by_role("img", name="QR code with the key below")).to_be_visible()
    app = App(asked.locator("code").inner_text().replace(" ", ""))
    asked.get_by_role("textbox", name="Code").fill("000000")
    asked.get_by_role("button", name="Turn on").click()
    expect(asked.get_by_text("Code is not right")).to_be_visible()
    asked.get_by_role("textbox", name="Code").fill(app.code())
    asked.get_by_role("button", name="Turn on").click()
    codes = kept_codes(ann)
    expect(card(ann, "Second factor").get_by_text("10 backup codes are left.")).to_be_visible()
    return app, codes


def kept_codes(ann: Window) -> list[str]:
    shown = dialog(ann, "Your backup codes")
    expect(shown.get_by_role("listitem")).to_have_count(10)
    codes = shown.get_by_role("listitem").all_inner_texts()
    shown.get_by_role("button", name="I have kept them").click()
    return codes


def test_the_second_factor_is_set_up_asked_for_and_turned_off(ann: Window) -> None:
    app, codes = turn_on(ann)
    ann.sign_out("Ann")
    ann.try_to_sign_in("Ann")
    expect(ann.heading("One more step")).to_be_visible()
    code = ann.page.get_by_role("textbox", name="Code")
    expect(code).to_be_focused()
    code.fill("000000")
    ann.page.get_by_role("button", name="Sign in").click()
    expect(ann.page.get_by_role("alert")).to_have_text("This code is not right, or was used before.")
    code.fill(app.code())
    ann.page.get_by_role("button", name="Sign in").click()
    expect(ann.account("Ann")).to_be_visible()

    open_profile(ann)
    factor = card(ann, "Second factor")
    factor.get_by_role("button", name="New backup codes").click()
    asked = dialog(ann, "New backup codes")
    asked.get_by_role("textbox", name="Code").fill(codes[0])
    asked.get_by_role("button", name="Make new codes").click()
    fresh = kept_codes(ann)
    factor.get_by_role("button", name="Turn off").click()
    asked = dialog(ann, "Turn the second factor off?")
    asked.get_by_role("textbox", name="Code").fill(codes[1])
    asked.get_by_role("button", name="Turn off").click()
    expect(asked.get_by_text("Code is not right")).to_be_visible()
    asked.get_by_role("textbox", name="Code").fill(fresh[0])
    asked.get_by_role("button", name="Turn off").click()
    expect(factor.get_by_role("button", name="Set up an authenticator app")).to_be_visible()


def test_what_is_dangerous_asks_again_who_one_is(ann: Window, server: RunningServer) -> None:
    _, codes = turn_on(ann)
    forget_the_proof(server)
    card(ann, "API tokens").get_by_role("button", name="New token").click()
    asked = dialog(ann, "New token")
    asked.get_by_label("Name").fill("Backup")
    asked.get_by_role("button", name="Make token").click()
    proof = dialog(ann, "Is it you?")
    expect(proof.get_by_label("Password")).to_be_focused()
    proof.get_by_label("Password").fill(PASSWORD)
    proof.get_by_label("Code of your second factor").fill("000000")
    proof.get_by_role("button", name="Go on").click()
    expect(proof.get_by_text("Code of your second factor is not right")).to_be_visible()
    proof.get_by_label("Code of your second factor").fill(codes[0])
    proof.get_by_role("button", name="Go on").click()
    expect(dialog(ann, "Your new token")).to_be_visible()


def test_who_gives_no_proof_changes_nothing(ann: Window, server: RunningServer) -> None:
    forget_the_proof(server)
    card(ann, "Second factor").get_by_role("button", name="Set up an authenticator app").click()
    dialog(ann, "Is it you?").get_by_role("button", name="Cancel").click()
    asked = dialog(ann, "Set up an authenticator app")
    expect(asked.get_by_role("alert")).to_contain_text("fresh proof")
    asked.get_by_role("button", name="Close").click()
    ann.page.get_by_label("E-mail").fill("other@example.org")
    ann.page.get_by_role("button", name="Save").click()
    proof = dialog(ann, "Is it you?")
    proof.get_by_label("Password").fill(PASSWORD)
    proof.get_by_role("button", name="Go on").click()
    expect(ann.page.get_by_text("Profile changed").first).to_be_visible()


def test_another_password_ends_the_other_sessions(ann: Window, sit_down: Callable[..., Window]) -> None:
    other = elsewhere(sit_down)
    password = card(ann, "Password")
    password.get_by_label("Present password").fill("wrong horse battery")
    password.get_by_label("New password").fill("another horse battery")
    password.get_by_role("button", name="Change password").click()
    expect(password.get_by_text("Present password is not your password")).to_be_visible()
    password.get_by_label("Present password").fill(PASSWORD)
    password.get_by_role("button", name="Change password").click()
    expect(ann.page.get_by_text("Password changed").first).to_be_visible()
    expect(other.heading("Sign in")).to_be_visible()
    other.try_to_sign_in("Ann", "another horse battery")
    expect(other.account("Ann")).to_be_visible()


def test_what_happened_is_told_newest_first_and_page_by_page(ann: Window, sit_down: Callable[..., Window]) -> None:
    stranger = sit_down(ignoring=REFUSALS)
    stranger.page.get_by_role("link", name="Sign in").first.click()
    for number in range(10):
        stranger.try_to_sign_in("Ann", f"guess number {number}")
        expect(stranger.page.get_by_role("alert")).to_have_text("Wrong username, e-mail or password.")
        expect(stranger.page.get_by_role("button", name="Sign in")).to_be_enabled()
    open_profile(ann)
    told = card(ann, "What happened").get_by_role("listitem")
    expect(told).to_have_count(10)
    expect(told.first).to_contain_text("Somebody failed to sign in")
    expect(told.first).to_contain_text("Chrome on Linux · 127.0.0.1")
    card(ann, "What happened").get_by_role("button", name="Earlier").click()
    expect(told.last).to_contain_text("Signed up")


def test_an_account_is_deleted_by_who_is_sure(ann: Window) -> None:
    card(ann, "Delete the account").get_by_role("button").click()
    asked = dialog(ann, "Delete your account?")
    forever = asked.get_by_role("button", name="Delete for ever")
    expect(forever).to_be_disabled()
    asked.get_by_label("Your username, so that you are sure").fill("ann")
    forever.click()
    expect(ann.page.get_by_role("link", name="Sign in").first).to_be_visible()
    ann.page.goto(re.sub(r"/about.*", "/sign-in", ann.page.url))
    ann.try_to_sign_in("Ann")
    expect(ann.page.get_by_role("alert")).to_have_text("Wrong username, e-mail or password.")


@pytest.fixture(scope="module")
def github() -> Iterator[GitHub]:
    with GitHub() as github:
        yield github


@pytest.fixture
def with_github(serve: Callable[..., RunningServer], github: GitHub) -> RunningServer:
    return serve(environment=github.settings())


def test_github_is_a_way_in_that_can_be_linked_and_unlinked(
    people: People, with_github: RunningServer, github: GitHub
) -> None:
    number = time.monotonic_ns() % 10**9
    github.signs_in(number, "ben", "Ben", "ben@example.org")
    page: Page = people(with_github.url, ignoring=(*REFUSALS, "status of 409"))
    ben = Window(page)
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_role("link", name="Continue with GitHub").click()
    expect(ben.account("Ben")).to_be_visible()
    open_profile(ben)
    accounts = card(ben, "Linked accounts")
    accounts.get_by_role("button", name="Unlink GitHub: Ben").click()
    expect(accounts.get_by_role("alert")).to_contain_text("last way to sign in")
    github.signs_in(number + 1, "ben2", "Ben at work")
    accounts.get_by_role("link", name="Link GitHub").click()
    expect(accounts.get_by_role("listitem")).to_have_count(2)
    accounts.get_by_role("button", name="Unlink GitHub: Ben at work").click()
    expect(accounts.get_by_role("listitem")).to_have_count(1)

    # Somebody else's e-mail address opens nothing.
    github.signs_in(number + 2, "mallory", "Mallory", "ben@example.org")
    mallory = Window(people(with_github.url + "/sign-in", ignoring=REFUSALS))
    mallory.page.get_by_role("link", name="Continue with GitHub").click()
    expect(mallory.page.get_by_role("alert")).to_contain_text("sign in as you are used to")
