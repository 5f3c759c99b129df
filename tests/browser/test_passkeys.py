"""Passkeys in a real browser, with a device that Chromium makes up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.test_keys import REFUSALS, card, dialog, forget_the_proof, open_profile, turn_on
from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer

DEVICE: Final[dict[str, Any]] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(serve: Callable[..., RunningServer]) -> RunningServer:
    """Passkeys are of a site with a name: at an address of numbers there are none."""
    server = serve()
    server.stop()
    server.set(TASKTIX_BASE_URL=f"http://localhost:{server.url.rpartition(':')[2]}")
    server.start()
    return server


def give_device(page: Page) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def is_for_everybody(page: Page) -> None:
    """Views of tests/browser/screens.py have no passkeys: they are at an address of numbers."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Colours go over; nothing on the page says that they are there.
        page.wait_for_timeout(600)
        assert axe.violations(page) == []
        assert axe.small_targets(page, least=24) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert axe.overflow(page) == 0
    page.set_viewport_size({"width": 1280, "height": 720})


def test_a_passkey_is_added_named_a_way_in_a_proof_and_removed(at_localhost: RunningServer, people: People) -> None:
    assert at_localhost.url.startswith("http://localhost:")
    page = people(at_localhost.url, ignoring=REFUSALS)
    give_device(page)
    ann = Window(page)
    ann.sign_up("Ann")
    open_profile(ann)
    passkeys = card(ann, "Passkeys")
    passkeys.get_by_role("button", name="Add a passkey").click()
    passkeys.get_by_role("button", name="Rename Chrome on Linux").click()
    asked = dialog(ann, "Name of this passkey")
    is_for_everybody(page)
    asked.get_by_label("Name").fill("Laptop")
    asked.get_by_role("button", name="Rename").click()
    expect(passkeys.get_by_text("never used")).to_be_visible()
    passkeys.get_by_role("button", name="Add a passkey").click()
    expect(passkeys.get_by_role("alert")).to_have_text("This device has a passkey of yours already.")

    turn_on(ann)
    is_for_everybody(page)
    ann.sign_out("Ann")
    is_for_everybody(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(ann.account("Ann")).to_be_visible()

    open_profile(ann)
    expect(passkeys.get_by_text("last used")).to_be_visible()
    forget_the_proof(at_localhost)
    passkeys.get_by_role("button", name="Remove Laptop").click()
    dialog(ann, "Is it you?").get_by_role("button", name="Prove it with a passkey").click()
    expect(passkeys.get_by_text("You have none.")).to_be_visible()
    ann.sign_out("Ann")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("not known here")


def test_at_an_address_of_numbers_there_are_none(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=REFUSALS)
    open_profile(ann)
    expect(card(ann, "Passkeys").get_by_text("a name for this site")).to_be_visible()
    ann.sign_out("Ann")
    expect(ann.page.get_by_role("button", name="Use a passkey")).to_have_count(0)
