"""The settings of a list, its sections, and what a role may not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.window import Window


def test_settings_reach_everybody(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.set_due("Apples", "2031-05-17")
    expect(bob.row("Apples").get_by_role("button", name="Due:")).to_be_visible()
    settings = ann.open_settings()
    settings.get_by_role("textbox", name="Name", exact=True).fill("Market")
    settings.get_by_role("textbox", name="Description").fill("For Saturday")
    settings.get_by_role("radio", name="violet").check()
    settings.get_by_role("switch", name="Due dates").uncheck()
    expect(bob.page.get_by_role("heading", level=1, name="Market")).to_be_visible()
    expect(bob.page.get_by_text("For Saturday")).to_be_visible()
    expect(bob.row("Apples").get_by_role("button", name="Due:")).to_have_count(0)
    settings.get_by_role("switch", name="Time tracking").uncheck()
    expect(bob.row("Apples").get_by_role("button", name="Start: Apples")).to_have_count(0)
    settings.get_by_role("button", name="Close").click()
    for _ in range(2):
        ann.page.keyboard.press("Control+z")
    expect(bob.row("Apples").get_by_role("button", name="Due:")).to_be_visible()


def test_sections_are_ordered_and_folded(sit_down: Callable[..., Window]) -> None:
    window = sit_down("Ann")
    window.create_list("Groceries")
    window.add_task("Apples")
    window.add_section("Later")
    settings = window.open_settings()
    settings.get_by_role("textbox", name="Rename section: Later").fill("Soon")
    window.page.keyboard.press("Enter")
    settings.get_by_role("button", name="Move Soon up").click()
    settings.get_by_role("button", name="Close").click()
    window.sees_in_order(["Soon", "Tasks", "Apples"])

    window.page.get_by_role("button", name="Collapse section: Tasks").click()
    window.sees_in_order(["Soon", "Tasks"])
    window.is_in_step()
    window.page.reload()
    window.sees_in_order(["Soon", "Tasks"])
    window.page.get_by_role("button", name="Expand section: Tasks").click()
    window.sees_in_order(["Soon", "Tasks", "Apples"])


def test_a_viewer_is_offered_nothing_that_would_be_refused(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.page.get_by_role("button", name="Members").click()
    members = ann.page.get_by_role("dialog", name="Members")
    members.get_by_role("combobox", name="Role of Bob").select_option("Viewer")
    members.get_by_role("button", name="Close").click()

    expect(bob.page.get_by_text("View only")).to_be_visible()
    expect(bob.page.get_by_role("textbox")).to_have_count(0)
    expect(bob.checkbox("Apples")).to_be_disabled()
    for key in "edlas1x":
        bob.press_on("Apples", key)
    expect(bob.page.get_by_role("textbox")).to_have_count(0)
    bob.is_in_step()
    expect(bob.checkbox("Apples")).not_to_be_checked()
    panel = bob.open_task("Apples")
    expect(panel.get_by_text("You are here as Viewer")).to_be_visible()
    for name in ("Assignees:", "Tags:", "Due:", "Time:"):
        expect(panel.get_by_role("button", name=name)).to_be_disabled()
