"""Two people in front of one list: each sees at once, without reloading, what the other does."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.window import Window
from tests.harness.server import RunningServer


def test_each_sees_what_the_other_does(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    expect(bob.row("Apples")).to_be_visible()
    bob.add_task("Bread")
    expect(ann.row("Bread")).to_be_visible()

    bob.rename_task("Apples", "Red apples")
    expect(ann.row("Red apples")).to_be_visible()
    expect(ann.row("Apples")).to_have_count(0)

    ann.tick("Bread")
    expect(bob.checkbox("Bread")).to_be_checked()
    bob.tick("Bread")
    expect(ann.checkbox("Bread")).not_to_be_checked()

    bob.set_priority("Bread", "High")
    expect(ann.row("Bread").get_by_role("button", name="Priority: high")).to_be_visible()
    ann.set_due("Bread", "2031-05-17")
    expect(bob.row("Bread").get_by_role("button", name="Due:")).to_contain_text("17")

    ann.delete_task("Red apples")
    expect(bob.row("Red apples")).to_have_count(0)
    for window in pair:
        window.is_in_step()
        window.sees_in_order(["Tasks", "Bread"])


def test_sections_and_moves_between_them(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.add_task("Bread")
    ann.add_section("Later")
    expect(bob.heading("Later")).to_be_visible()
    bob.move("Apples", "Later")
    for window in pair:
        window.sees_in_order(["Tasks", "Bread", "Later", "Apples"])


def test_a_reload_shows_the_same(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.add_task("Bread")
    ann.tick("Apples")
    expect(bob.checkbox("Apples")).to_be_checked()
    for window in pair:
        window.is_in_step()
        window.page.reload()
        window.sees_in_order(["Tasks", "Bread", "Apples"])
        expect(window.checkbox("Apples")).to_be_checked()


def test_both_come_back_after_the_server_did(pair: tuple[Window, Window], server: RunningServer) -> None:
    ann, bob = pair
    ann.add_task("Before")
    expect(bob.row("Before")).to_be_visible()
    server.stop()
    for window in pair:
        expect(window.page.get_by_text("Offline")).to_be_visible(timeout=20_000)
    ann.add_task("Meanwhile")
    server.start()
    for window in pair:
        window.is_in_step()
    expect(bob.row("Meanwhile")).to_be_visible()
    bob.add_task("After")
    expect(ann.row("After")).to_be_visible()
    for window in pair:
        window.sees_in_order(["Tasks", "Before", "Meanwhile", "After"])


def test_a_removed_member_is_shown_out(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.page.get_by_role("button", name="Members").click()
    ann.page.get_by_role("button", name="Remove Bob").click()
    expect(bob.page.get_by_role("heading", level=1, name="Groceries")).to_have_count(0)
    expect(bob.page.get_by_role("link", name="Groceries")).to_have_count(0)
