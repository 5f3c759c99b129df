"""What is expected, and what it takes: the timer runs for everybody who looks."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.window import Window


def test_a_timer_runs_in_every_window(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.row("Apples").hover()
    ann.row("Apples").get_by_role("button", name="Start: Apples").click()
    expect(bob.row("Apples").get_by_role("button", name="Pause: Apples")).to_be_visible()
    time = bob.row("Apples").get_by_role("button", name="Time:")
    expect(time).to_have_text(re.compile(r"0:0[2-9]|0:[1-5]\d"))

    bob.press_on("Apples", "s")
    expect(ann.row("Apples").get_by_role("button", name="Pause: Apples")).to_have_count(0)
    expect(ann.row("Apples").get_by_role("button", name="Time:")).to_have_text(re.compile(r"\d+[sm]"))

    panel = ann.open_task("Apples")
    expect(panel.get_by_text("Time spent")).to_be_visible()
    expect(panel.get_by_role("listitem").filter(has_text="Ann").first).to_contain_text(re.compile(r"\d+[sm]"))
    panel.get_by_role("button", name="Time:").click()
    ann.page.get_by_role("button", name="Reset to zero").click()
    expect(bob.row("Apples").get_by_role("button", name="Time:")).to_have_count(0)


def test_what_is_expected(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.press_on("Apples", "t")
    ann.page.get_by_label("Expected").fill("soon")
    ann.page.keyboard.press("Enter")
    expect(ann.page.get_by_label("Expected")).to_have_attribute("aria-invalid", "true")
    ann.page.get_by_label("Expected").fill("1h30")
    ann.page.get_by_label("Expected").fill("1h30m")
    ann.page.keyboard.press("Enter")
    expect(bob.row("Apples").get_by_role("button", name="Time:")).to_contain_text("1h 30m")


def test_a_due_date_in_words(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    ann.add_task("Apples")
    ann.press_on("Apples", "d")
    ann.page.get_by_label("When").fill("never")
    expect(ann.page.get_by_text("Not a day")).to_be_visible()
    ann.page.get_by_label("When").fill("tomorrow")
    ann.page.keyboard.press("Enter")
    expect(bob.row("Apples").get_by_role("button", name="Due: Tomorrow")).to_be_visible()
    expect(ann.row("Apples")).to_be_focused()
