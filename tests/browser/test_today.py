"""Today: what presses, from all lists, while others change them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.household import sign_in
from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer
from tests.http.client import Client

NEWS = 20_000
"""Milliseconds to wait for what somebody else did: a second is promised, two slow cores are given more."""


def day(offset: int) -> str:
    return (datetime.now(UTC) + timedelta(days=offset)).date().isoformat()


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name=name).get_by_role("listitem")


def test_what_presses_is_there_in_groups_and_stays_true(people: People, server: RunningServer) -> None:
    ann, ben = Client.newcomer(server.url, "ann"), Client.newcomer(server.url, "ben")
    home, work = ann.new_list("Home"), ben.new_list("Work")
    ben.add_member(work.id, ann)
    ann.new_task(home.id, "Descale the kettle", due=day(-1))
    ann.new_task(home.id, "Not yet", due=day(5))
    report = ben.new_task(work.id, "Write the report", due=day(0))
    page = people()
    sign_in(page, ann)
    page.goto(server.url + "/today")
    expect(group(page, "Overdue")).to_have_count(1)
    expect(group(page, "Due today")).to_contain_text(["Write the report"])
    Window(page).is_in_step()

    urgent = ben.new_task(work.id, "Call the bank", priority="high")
    expect(group(page, "High priority, no date")).to_contain_text(["Call the bank"], timeout=NEWS)
    ben.put(f"/lists/{work.id}/tasks/{urgent.id}/timer")
    expect(group(page, "Running")).to_contain_text(["Call the bank"], timeout=NEWS)
    ben.patch(f"/lists/{work.id}/tasks/{report.id}", {"name": "Write the long report"})
    expect(group(page, "Due today")).to_contain_text(["Write the long report"], timeout=NEWS)
    ben.put(f"/lists/{work.id}/tasks/{report.id}/completion")
    expect(group(page, "Due today")).to_have_count(0, timeout=NEWS)


def test_a_task_is_ticked_off_and_opened_from_there(people: People, server: RunningServer) -> None:
    ann = Client.newcomer(server.url, "ann")
    home = ann.new_list("Home")
    kettle = ann.new_task(home.id, "Descale the kettle", due=day(0))
    ann.new_task(home.id, "Bring the tree inside", priority="high")
    page = people()
    sign_in(page, ann)
    page.goto(server.url + "/today")
    page.get_by_role("checkbox", name="Complete: Descale the kettle").check()
    expect(page.get_by_role("link", name="Descale the kettle")).to_have_count(0, timeout=NEWS)
    assert ann.task(home.id, kettle.id).status == "completed"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Descale the kettle")).to_be_visible(timeout=NEWS)
    assert ann.task(home.id, kettle.id).status == "unstarted"

    page.get_by_role("link", name="Bring the tree inside").click()
    expect(page.get_by_role("heading", level=1, name="Home")).to_be_visible()
    expect(page.get_by_label("Task: Bring the tree inside")).to_be_visible()


def test_keys_lead_from_task_to_task(people: People, server: RunningServer) -> None:
    ann = Client.newcomer(server.url, "ann")
    home = ann.new_list("Home")
    ann.new_task(home.id, "Descale the kettle", due=day(-1))
    ann.new_task(home.id, "Sweep", due=day(0))
    page = people()
    sign_in(page, ann)
    page.goto(server.url + "/today")
    expect(page.get_by_role("link", name="Sweep")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Descale the kettle")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Sweep")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.get_by_role("link", name="Descale the kettle")).to_have_count(0, timeout=NEWS)
    expect(page.get_by_role("link", name="Sweep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Task: Sweep")).to_be_visible()


def test_a_viewer_cannot_tick_off_and_is_told_why(people: People, server: RunningServer) -> None:
    ann, eve = Client.newcomer(server.url, "ann"), Client.newcomer(server.url, "eve")
    home = ann.new_list("Home")
    ann.add_member(home.id, eve, "Viewer")
    ann.new_task(home.id, "Descale the kettle", due=day(0))
    page = people()
    sign_in(page, eve)
    page.goto(server.url + "/today")
    box = page.get_by_role("checkbox", name="Complete: Descale the kettle")
    expect(box).to_be_disabled()
    expect(page.get_by_title("Your role in this list may not complete tasks")).to_be_visible()


def test_an_empty_day_is_said_to_be_one(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.page.get_by_role("link", name="Today").click()
    expect(ann.heading("Nothing presses today")).to_be_visible()
    ann.page.get_by_role("link", name="See the next seven days").click()
    expect(ann.page.get_by_role("combobox", name="Search tasks")).to_have_value("status:open due<=+1w")
