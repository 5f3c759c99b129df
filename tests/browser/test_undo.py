"""Whatever was done can be taken back, and done again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.window import Window


def test_keys_undo_and_redo_one_by_one(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    keys = ann.page.keyboard
    ann.add_task("Apples")
    ann.add_task("Bread")
    keys.press("Escape")
    ann.tick("Apples")
    ann.delete_task("Bread")
    expect(bob.row("Bread")).to_have_count(0)
    ann.row("Apples").focus()
    keys.press("Control+z")
    expect(bob.row("Bread")).to_be_visible()
    keys.press("Control+z")
    expect(bob.checkbox("Apples")).not_to_be_checked()
    keys.press("Control+Shift+z")
    expect(bob.checkbox("Apples")).to_be_checked()
    keys.press("Control+Shift+z")
    expect(bob.row("Bread")).to_have_count(0)
    keys.press("Control+z")
    for window in pair:
        window.sees_in_order(["Tasks", "Bread", "Apples"])


def test_a_toast_offers_it(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.add_section("Later")
    ann.move("Apples", "Later")
    bob.sees_in_order(["Tasks", "Later", "Apples"])
    ann.page.get_by_role("button", name="Undo").click()
    bob.sees_in_order(["Tasks", "Apples", "Later"])
    ann.page.get_by_role("button", name="Redo").click()
    bob.sees_in_order(["Tasks", "Later", "Apples"])


def test_a_section_comes_back_with_its_tasks(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    expect(bob.row("Apples")).to_be_visible()
    ann.page.get_by_role("button", name="Section menu: Tasks").click()
    ann.page.get_by_role("menuitem", name="Delete section").click()
    ann.page.get_by_role("button", name="Delete section").click()
    expect(bob.row("Apples")).to_have_count(0)
    ann.page.get_by_role("button", name="Undo").click()
    for window in pair:
        window.sees_in_order(["Tasks", "Apples"])


def test_a_list_comes_back(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    expect(bob.row("Apples")).to_be_visible()
    ann.page.get_by_role("button", name="List menu").click()
    ann.page.get_by_role("menuitem", name="Delete list").click()
    ann.page.get_by_role("button", name="Delete list").click()
    expect(bob.page.get_by_role("link", name="Groceries")).to_have_count(0)
    ann.page.get_by_role("button", name="Undo").click()
    bob.page.get_by_role("link", name="Groceries").click()
    expect(bob.row("Apples")).to_be_visible()


def test_what_others_changed_since_stands(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    expect(bob.row("Apples")).to_be_visible()
    ann.rename_task("Apples", "Pears")
    expect(bob.row("Pears")).to_be_visible()
    bob.rename_task("Pears", "Plums")
    expect(ann.row("Plums")).to_be_visible()
    ann.row("Plums").focus()
    ann.page.keyboard.press("Control+z")
    expect(ann.page.get_by_text("This cannot be undone. Others have changed it since.").last).to_be_visible()
    for window in pair:
        expect(window.row("Plums")).to_be_visible()
