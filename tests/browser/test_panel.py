"""The panel beside the list: all of one task."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.window import Window

MARKDOWN = """**Red** ones, see [the shop](https://shop.example).

- [x] bag
- [ ] money

<script>window.hurt = 1</script> <img src=x onerror="window.hurt = 2">
![bait](https://bait.example/pixel.png) [run](javascript:window.hurt=3)
"""


def test_a_description_is_rendered_and_nothing_in_it_runs(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    panel = ann.open_task("Apples")
    panel.get_by_role("button", name="Notes, links").click()
    panel.get_by_role("textbox", name="Description").fill(MARKDOWN)
    ann.page.keyboard.press("Control+Enter")

    theirs = bob.open_task("Apples")
    expect(theirs.locator("strong")).to_have_text("Red")
    link = theirs.get_by_role("link", name="the shop")
    expect(link).to_have_attribute("href", "https://shop.example")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(theirs.get_by_text("<script>")).to_be_visible()
    expect(theirs.locator(".markdown img, .markdown script, a[href^='javascript']")).to_have_count(0)
    assert bob.page.evaluate("window.hurt") is None


def test_the_panel_follows_and_gives_the_focus_back(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.add_task("Bread")
    ann.row("Apples").focus()
    ann.page.keyboard.press("Enter")
    panel = ann.panel("Apples")
    panel.get_by_role("textbox", name="Name").fill("Green apples")
    ann.page.keyboard.press("Enter")
    expect(bob.row("Green apples")).to_be_visible()
    panel = ann.panel("Green apples")
    panel.get_by_role("radio", name="High").check()
    panel.get_by_role("switch", name="Unclear").check()
    expect(bob.row("Green apples").get_by_role("button", name="Priority: high")).to_be_visible()
    expect(bob.row("Green apples").get_by_text("Unclear")).to_be_visible()

    panel.get_by_role("button", name="Next task").click()
    expect(ann.panel("Bread")).to_be_visible()
    ann.page.keyboard.press("Escape")
    expect(ann.row("Bread")).to_be_focused()


def test_the_history_of_a_task_with_an_undo_at_each_entry(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.add_task("Bread")
    bob.rename_task("Apples", "Pears")
    panel = ann.open_task("Pears")
    line = panel.get_by_role("listitem").filter(has_text="Bob renamed “Apples” to “Pears”")
    expect(line).to_be_visible()
    expect(panel.get_by_role("listitem").filter(has_text="Bread")).to_have_count(0)
    line.get_by_role("button", name="Undo").click()
    expect(bob.row("Apples")).to_be_visible()
    expect(ann.panel("Apples").get_by_text("undid a change")).to_be_visible()


def test_the_history_of_the_list(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    bob.add_task("Apples")
    ann.page.get_by_role("button", name="List menu").click()
    ann.page.get_by_role("menuitem", name="History").click()
    history = ann.page.get_by_role("complementary", name="History")
    expect(history.get_by_text("added Bob to the list")).to_be_visible()
    expect(history.get_by_role("listitem").filter(has_text="Bob added “Apples”")).to_be_visible()
    bob.tick("Apples")
    expect(history.get_by_role("listitem").filter(has_text="Bob completed “Apples”")).to_be_visible()
