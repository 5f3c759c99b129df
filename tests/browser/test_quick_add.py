"""A line of text is a task."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.window import Window


def test_tokens_are_shown_as_typed_and_become_fields(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_section("Tasks")
    settings = ann.open_settings()
    settings.get_by_role("textbox", name="New tag name").fill("market")
    ann.page.keyboard.press("Enter")
    settings.get_by_role("button", name="Close").click()

    field = ann.page.get_by_role("textbox", name="Add task", exact=True)
    field.fill("Buy apples #market @bob !high ~1h30m due:tomorrow #nothing")
    expect(ann.page.locator("mark:not(.unknown)")).to_have_text(["#market", "@bob", "!high", "~1h30m", "due:tomorrow"])
    expect(ann.page.locator("mark.unknown")).to_have_text("#nothing")
    expect(ann.page.get_by_text("#nothing stays in the name")).to_be_visible()
    field.press("Enter")
    expect(field).to_be_focused()

    row = bob.row("Buy apples #nothing")
    for name in ("Tags: market", "Assignees: Bob", "Priority: high", "Due: Tomorrow"):
        expect(row.get_by_role("button", name=name)).to_be_visible()
    expect(row.get_by_role("button", name="Time:")).to_contain_text("1h 30m")


def test_quotes_keep_a_token(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task('Read "#5" first')
    for window in pair:
        expect(window.row("Read #5 first")).to_be_visible()
    bob.add_task('Read "War and Peace"')
    expect(ann.row('Read "War and Peace"')).to_be_visible()
