"""On a phone: the panel is a sheet, and what opens over it can be pressed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer


def test_a_task_is_changed_in_a_sheet(people: People, server: RunningServer) -> None:
    page = people(
        server.url,
        ignoring=("status of 401",),
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    window = Window(page)
    page.get_by_role("link", name="Create an account").tap()
    page.get_by_label("Username").fill("Ann")
    page.get_by_label("E-mail").fill("ann@example.org")
    page.get_by_label("Password").fill("a sturdy horse on a roof")
    page.get_by_role("button", name="Create account").tap()
    page.get_by_role("button", name="New list").first.tap()
    page.get_by_role("dialog", name="New list").get_by_label("Name", exact=True).fill("Groceries")
    page.get_by_role("button", name="Create list").tap()
    window.add_task("Apples")
    window.row("Apples").get_by_role("button", name="Apples", exact=True).tap()

    sheet = page.get_by_role("dialog", name="Task: Apples")
    sheet.get_by_role("button", name="Due:").tap()
    page.get_by_role("dialog", name="Due date").get_by_role("button", name="Tomorrow").tap()
    expect(sheet.get_by_role("button", name="Due: Tomorrow")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).tap()
    expect(sheet.get_by_role("button", name="Due: No date")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_have_count(0)
    expect(window.row("Apples")).to_be_focused()
