"""Parts of the page that are fetched when somebody wants them: what if they do not come, and what opens above what."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.window import GONE, Window

MISSING = (*GONE, "status of 404", "dynamically imported module", "ERR_FAILED")


def test_a_page_that_does_not_arrive_says_so_and_is_tried_again(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=MISSING)
    page = ann.page
    page.route("**/assets/TodayPage*.js", lambda route: route.abort())
    page.get_by_role("link", name="Today").click()
    expect(ann.heading("This page did not arrive")).to_be_visible()
    page.unroute("**/assets/TodayPage*.js")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()


def test_a_dialog_that_does_not_arrive_says_so_and_can_be_closed(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=MISSING)
    page = ann.page
    page.route("**/assets/HelpSheet*.js", lambda route: route.abort())
    page.keyboard.press("?")
    failed = page.get_by_role("dialog", name="This did not arrive")
    expect(failed.get_by_role("button", name="Try again")).to_be_focused()
    page.keyboard.press("Escape")
    expect(failed).to_have_count(0)
    page.unroute("**/assets/HelpSheet*.js")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_a_key_pressed_just_after_a_dialog_was_dismissed_opens_it_anew(sit_down: Callable[..., Window]) -> None:
    """A browser tells that a dialog has closed some time after it was dismissed: then it must be gone already."""
    ann = sit_down("Ann")
    page = ann.page
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    page.evaluate(
        """async () => {
            const dialog = document.querySelector('dialog[open]');
            dialog.dispatchEvent(new Event('cancel', { cancelable: true })) && dialog.close();
            await Promise.resolve();
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }));
        }"""
    )
    expect(keys).to_be_visible()


def test_a_page_of_an_older_version_is_loaded_anew(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=MISSING)
    page = ann.page
    ann.create_list("Groceries")
    page.evaluate("window.isOld = true")
    # The server has been upgraded: its page names other parts, and the old ones are gone.
    page.route("**/assets/TodayPage*.js", lambda route: route.fulfill(status=404))

    def upgraded(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"index-\w+\.js", "index-0123abcd.js", answer.text()))

    page.route(re.compile(r":\d+/$"), upgraded)
    with page.expect_event("load"):
        page.get_by_role("link", name="Today").click()
    assert page.evaluate("window.isOld") is None
    assert page.url.endswith("/today")
    # Servers that do not agree about their version make it no endless wheel.
    expect(ann.heading("This page did not arrive")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()


def test_commands_and_keys_open_above_a_dialog(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    page = ann.page
    ann.create_list("Groceries")
    settings = ann.open_settings()
    settings.get_by_role("button", name="Close").focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    expect(settings.get_by_role("button", name="Close")).to_be_focused()
    # Of a field a letter is a letter; Ctrl+K is no letter.
    name = settings.get_by_role("textbox", name="Name", exact=True)
    name.focus()
    page.keyboard.press("?")
    expect(keys).to_have_count(0)
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Commands")
    expect(palette.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(palette).to_have_count(0)
    expect(name).to_be_focused()
    page.keyboard.press("Control+k")
    palette.get_by_role("combobox").fill("today")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
    expect(settings).to_have_count(0)
