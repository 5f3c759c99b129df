"""Two people change the same: the slower one sees both, and chooses."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.window import Window


@pytest.fixture
def asked(pair: tuple[Window, Window]) -> tuple[Window, Window, Locator]:
    """Bob was renaming a task when Ann did."""
    ann, bob = pair
    ann.add_task("Apples")
    bob.row("Apples").get_by_role("button", name="Apples", exact=True).click()
    bob.page.get_by_role("textbox", name="Task name").fill("Plums")
    ann.rename_task("Apples", "Pears")
    expect(ann.row("Pears")).to_be_visible()
    expect(bob.row("Pears")).to_be_visible()
    bob.page.keyboard.press("Enter")
    dialog = bob.page.get_by_role("dialog", name="Ann was faster")
    expect(dialog.get_by_role("radio", name="Ann")).to_be_checked()
    expect(dialog.get_by_text("Pears")).to_be_visible()
    return ann, bob, dialog


def test_mine(asked: tuple[Window, Window, Locator]) -> None:
    ann, bob, dialog = asked
    dialog.get_by_role("radio", name="Mine").check()
    dialog.get_by_role("button", name="Keep what is chosen").click()
    for window in (ann, bob):
        expect(window.row("Plums")).to_be_visible()


def test_theirs(asked: tuple[Window, Window, Locator]) -> None:
    ann, bob, dialog = asked
    dialog.get_by_role("button", name="Keep what is chosen").click()
    expect(dialog).to_have_count(0)
    for window in (ann, bob):
        expect(window.row("Pears")).to_be_visible()
        window.is_in_step()


def test_different_fields_are_no_conflict(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    bob.row("Apples").get_by_role("button", name="Apples", exact=True).click()
    bob.page.get_by_role("textbox", name="Task name").fill("Plums")
    ann.set_priority("Apples", "High")
    expect(bob.row("Apples").get_by_role("button", name="Priority: high")).to_be_visible()
    bob.page.keyboard.press("Enter")
    expect(ann.row("Plums").get_by_role("button", name="Priority: high")).to_be_visible()
