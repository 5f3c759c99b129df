"""The main job without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.window import Window


def test_a_list_and_its_tasks_by_keys_alone(sit_down: Callable[..., Window]) -> None:
    window = sit_down("Ann")
    keys = window.page.keyboard
    expect(window.heading("Make your first list")).to_be_visible()

    keys.press("n")
    expect(window.page.get_by_role("dialog", name="New list").get_by_label("Name", exact=True)).to_be_focused()
    keys.type("Groceries")
    keys.press("Enter")
    expect(window.page.get_by_role("heading", level=1, name="Groceries")).to_be_visible()

    keys.press("c")
    for name in ("Apples", "Bread", "Milk"):
        keys.type(name)
        keys.press("Enter")
        expect(window.row(name)).to_be_visible()
    keys.press("Escape")

    window.row("Apples").focus()
    keys.press("j")
    expect(window.row("Bread")).to_be_focused()
    keys.press("1")
    expect(window.row("Bread").get_by_role("button", name="Priority: high")).to_be_visible()
    keys.press("e")
    window.page.get_by_role("textbox", name="Task name").fill("Rye bread")
    keys.press("Enter")
    expect(window.row("Rye bread")).to_be_focused()
    keys.press("x")
    expect(window.checkbox("Rye bread")).to_be_checked()
    keys.press("Delete")
    expect(window.row("Rye bread")).to_have_count(0)
    window.is_in_step()


def test_a_question_begins_at_the_harmless_answer(sit_down: Callable[..., Window]) -> None:
    window = sit_down("Ann")
    window.create_list("Groceries")
    window.page.get_by_role("button", name="List menu").click()
    window.page.get_by_role("menuitem", name="Delete list").click()
    expect(window.page.get_by_role("button", name="Cancel")).to_be_focused()
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("heading", level=1, name="Groceries")).to_be_visible()
