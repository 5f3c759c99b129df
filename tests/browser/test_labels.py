"""Tags and people on tasks."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.window import Window


def test_a_tag_is_made_while_it_is_typed_and_everybody_sees_it(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.press_on("Apples", "l")
    ann.page.get_by_role("combobox", name="Find or create a tag").fill("market")
    ann.page.get_by_role("radio", name="cyan").check()
    ann.page.get_by_role("combobox", name="Find or create a tag").press("Enter")
    ann.page.keyboard.press("Escape")
    expect(ann.row("Apples")).to_be_focused()
    expect(bob.row("Apples").get_by_role("button", name="Tags: market")).to_be_visible()
    expect(bob.row("Apples").locator(".chip")).to_have_attribute("data-color", "cyan")


def test_tags_are_managed_in_the_settings(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    settings = ann.open_settings()
    settings.get_by_role("textbox", name="New tag name").fill("market")
    ann.page.keyboard.press("Enter")
    settings.get_by_role("button", name="Close").click()
    ann.press_on("Apples", "l")
    ann.page.get_by_role("option", name="market").click()
    ann.page.keyboard.press("Escape")
    expect(bob.row("Apples").locator(".chip")).to_have_text("market")

    settings = ann.open_settings()
    settings.get_by_role("textbox", name="Rename tag: market").fill("shop")
    ann.page.keyboard.press("Enter")
    expect(bob.row("Apples").locator(".chip")).to_have_text("shop")
    settings.get_by_role("button", name="Delete tag: shop").click()
    expect(bob.row("Apples").locator(".chip")).to_have_count(0)
    settings.get_by_role("button", name="Close").click()
    ann.page.keyboard.press("Control+z")
    expect(bob.row("Apples").locator(".chip")).to_have_text("shop")


def test_people_are_put_to_a_task_and_taken_off(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.press_on("Apples", "a")
    ann.page.get_by_role("combobox", name="Find a member").press_sequentially("bob")
    ann.page.keyboard.press("Enter")
    ann.page.keyboard.press("Escape")
    faces = bob.row("Apples").get_by_role("button", name="Assignees: Bob")
    expect(faces).to_be_visible()
    ann.press_on("Apples", "a")
    ann.page.get_by_role("option", name="Bob").click()
    expect(faces).to_have_count(0)
