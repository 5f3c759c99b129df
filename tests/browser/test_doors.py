"""Signing up, in and out, in front of the page."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.test_keys import card, dialog, forget_the_proof, open_profile
from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.github import GitHub
from tests.harness.issuer import Issuer
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD


def test_out_and_in_again(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.create_list("Groceries")
    ann.sign_out("Ann")
    ann.page.reload()
    expect(ann.heading("Sign in")).to_be_visible()
    expect(ann.page.get_by_text("Groceries")).to_have_count(0)

    ann.try_to_sign_in("ANN")
    ann.open_list("Groceries")


def test_a_wrong_password_is_said_and_may_be_mended(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.sign_out("Ann")
    for login, password in (("Ann", PASSWORD + "!"), ("Nobody", PASSWORD)):
        ann.try_to_sign_in(login, password)
        expect(ann.page.get_by_role("alert")).to_have_text("Wrong username, e-mail or password.")
    ann.try_to_sign_in("Ann")
    expect(ann.account("Ann")).to_be_visible()


def test_a_taken_name_is_said_at_its_field(sit_down: Callable[..., Window]) -> None:
    sit_down("Ann")
    other = sit_down(ignoring=("status of 409",))
    other.page.get_by_role("link", name="Create an account").click()
    other.page.get_by_label("Username").fill("ann")
    other.page.get_by_label("E-mail").fill("another@example.org")
    other.page.get_by_label("Password").fill(PASSWORD)
    other.page.get_by_role("button", name="Create account").click()
    expect(other.page.get_by_label("Username")).to_be_focused()
    expect(other.page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
    expect(other.account("ann")).to_have_count(0)


def test_a_session_that_ends_elsewhere_leads_to_the_door(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.create_list("Groceries")
    second = ann.page.context.new_page()
    second.goto(ann.page.url)
    Window(second).sign_out("Ann")
    expect(ann.heading("Sign in")).to_be_visible()


def test_where_passwords_are_off_nobody_is_asked_for_one(serve: Callable[..., RunningServer], people: People) -> None:
    with Issuer() as issuer, GitHub() as github:
        ways = {**issuer.settings(), **github.settings(), "TASKTIX_LOCAL_SIGN_IN": "off"}
        server = serve(environment=ways)
        page = people(server.url, ignoring=("status of 401", "status of 403"))
        for address in ("/sign-in?next=/today", "/sign-up"):
            page.goto(server.url + address)
            expect(page.get_by_role("link", name="Continue with GitHub")).to_be_visible()
            expect(page.get_by_role("link", name="Continue with School")).to_be_visible()
            expect(page.get_by_role("textbox")).to_have_count(0)
            expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
        page.goto(server.url + "/sign-in?error=taken")
        expect(page.get_by_role("alert")).to_contain_text("Somebody here has the e-mail address")
        github.signs_in(1, "ann", "Ann Gardener", "ann@example.org")
        page.goto(server.url + "/sign-in?next=/today")
        page.get_by_role("link", name="Continue with GitHub").click()
        expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()

        ann = Window(page)
        open_profile(ann)
        expect(card(ann, "Password")).to_have_count(0)
        forget_the_proof(server)
        card(ann, "Second factor").get_by_role("button", name="Set up an authenticator app").click()
        proof = dialog(ann, "Is it you?")
        expect(proof.get_by_role("link", name="Prove it with GitHub")).to_be_visible()
        expect(proof.get_by_role("textbox")).to_have_count(0)
        proof.get_by_role("button", name="Cancel").click()
        expect(proof).to_have_count(0)
        server.stop()
