"""The smaller pages: estimates, profile, palette, help, the page for strangers, the first list."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.household import sign_in
from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer
from tests.http.client import Client

NEWS = 20_000


# estimates


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "tasktix.db"


def _complete(ann: Client, database: Path, list_id: str, name: str, expected: int, spent: int) -> None:
    task = ann.new_task(list_id, name, expected=expected)
    ann.put(f"/lists/{list_id}/tasks/{task.id}/completion")
    with sqlite3.connect(database, timeout=30) as connection:
        connection.execute("UPDATE tasks SET elapsed_ms = ? WHERE id = ?", (spent * 1000, task.id))


def test_estimates_are_compared_with_what_things_took(
    people: People, serve: Callable[..., RunningServer], database: Path
) -> None:
    server = serve("--database", f"sqlite:///{database}")
    ann = Client.newcomer(server.url, "ann")
    home, work = ann.new_list("Home"), ann.new_list("Work")
    page = people(ignoring=["status of 422"])
    sign_in(page, ann)
    page.goto(server.url + "/report")
    expect(page.get_by_role("heading", name="Nothing to compare yet")).to_be_visible()
    Window(page).is_in_step()

    for number in range(5):
        _complete(ann, database, home.id, f"At home {number}", 3600, 7200)
    _complete(ann, database, work.id, "At work", 3600, 1800)
    # The last of them was told before its time was put in: another change tells of that.
    ann.new_task(work.id, "Another")
    table = page.get_by_role("region", name="By list").get_by_role("table")
    expect(table.get_by_role("row", name="Home")).to_contain_text("2 ×", timeout=NEWS)
    expect(table.get_by_role("row", name="Work")).to_contain_text("0.5 ×", timeout=NEWS)
    expect(page.get_by_text("Tasks take longer than expected")).to_be_visible()

    page.get_by_label("You expect a new task to take").fill("1:00")
    expect(page.get_by_text("Say 2h")).to_be_visible()
    page.get_by_label("You expect a new task to take").fill("soon")
    expect(page.get_by_text("Write it like 90m")).to_be_visible()

    bar = page.get_by_role("combobox", name="Filter completed tasks")
    bar.fill("list:Work")
    expect(table.get_by_role("row", name="Home")).to_have_count(0, timeout=NEWS)
    bar.fill("list:")
    expect(page.get_by_role("alert")).to_contain_text("At character 6", timeout=NEWS)


# the profile


def test_a_profile_is_changed_and_taken_back(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.account("Ann").click()
    ann.page.get_by_role("menuitem", name="Profile").click()
    ann.page.get_by_label("Username").fill("Anna")
    ann.page.get_by_role("radio", name="emerald").check()
    ann.page.get_by_role("button", name="Save").click()
    expect(ann.account("Anna")).to_be_visible(timeout=NEWS)
    expect(ann.page.get_by_role("button", name="Save")).to_be_disabled()
    ann.page.get_by_role("button", name="Undo").click()
    expect(ann.account("Ann")).to_be_visible(timeout=NEWS)
    expect(ann.page.get_by_label("Username")).to_have_value("Ann", timeout=NEWS)


def test_a_taken_name_is_told_at_its_field(people: People, server: RunningServer) -> None:
    ann, ben = Client.newcomer(server.url, "ann"), Client.newcomer(server.url, "ben")
    page = people(ignoring=["status of 409"])
    sign_in(page, ann)
    page.goto(server.url + "/profile")
    page.get_by_label("Username").fill(ben.user.username.upper())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true", timeout=NEWS)


def test_the_time_zone_of_the_browser_is_offered(people: People, server: RunningServer) -> None:
    ann = Client.newcomer(server.url, "ann")
    page = people(timezone_id="Asia/Tokyo")
    sign_in(page, ann)
    page.goto(server.url + "/profile")
    page.get_by_role("button", name="Use this browser’s: Asia/Tokyo").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo", timeout=NEWS)
    assert ann.get("/me").json()["timezone"] == "Asia/Tokyo"
    page.get_by_label("Dates and numbers as in").select_option("Deutsch")
    page.goto(server.url + "/today")
    expect(page.get_by_text(re.compile(r"(tag|woch), \d+\. "))).to_be_visible(timeout=NEWS)


def test_any_time_zone_can_be_chosen(people: People, server: RunningServer) -> None:
    ann = Client.newcomer(server.url, "ann")
    page = people()
    sign_in(page, ann)
    page.goto(server.url + "/profile")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("UTC")
    zone.focus()
    zone.select_option("Europe/Lisbon")
    expect(page.get_by_text("There it is")).to_be_visible()
    page.wait_for_function(
        "() => fetch('/api/v1/me').then(it => it.json()).then(it => it.timezone === 'Europe/Lisbon')"
    )
    page.reload()
    expect(zone).to_have_value("Europe/Lisbon")


def test_who_signs_up_gets_the_zone_of_the_browser(people: People, server: RunningServer) -> None:
    window = Window(people(server.url, ignoring=["status of 401"], timezone_id="Asia/Tokyo"))
    window.sign_up("Ann")
    window.page.goto(server.url + "/profile")
    expect(window.page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


def test_a_theme_is_chosen_and_remembered(people: People, server: RunningServer) -> None:
    page = people(color_scheme="light")
    sign_in(page, Client.newcomer(server.url, "ann"))
    page.goto(server.url + "/profile")
    background = "getComputedStyle(document.documentElement).colorScheme"
    page.get_by_role("radio", name="Dark").check()
    assert page.evaluate(background) == "dark"
    page.reload()
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    assert page.evaluate(background) == "dark"
    page.get_by_role("radio", name="As the system").check()
    page.reload()
    expect(page.get_by_role("radio", name="As the system")).to_be_checked()
    assert page.evaluate(background) == "light dark"


# the palette and the keys


def test_the_palette_goes_anywhere(people: People, server: RunningServer) -> None:
    ann = Client.newcomer(server.url, "ann")
    home, work = ann.new_list("Home"), ann.new_list("Work")
    ann.new_task(work.id, "Fix the (old) login")
    ann.new_filter("Soon", "due<=+1w")
    page = people()
    sign_in(page, ann)
    page.goto(f"{server.url}/lists/{home.id}")
    expect(page.get_by_role("heading", level=1, name="Home")).to_be_visible()

    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Go to a list")
    expect(field).to_be_focused()
    field.fill("wor")
    expect(page.get_by_role("option", name="Work")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Work")).to_be_visible()

    page.keyboard.press("Control+k")
    field.fill("soon")
    page.get_by_role("option", name="Soon", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Soon")).to_be_visible()

    page.keyboard.press("Control+k")
    field.fill("(old")
    page.get_by_role("option", name="Fix the (old) login").click(timeout=NEWS)
    expect(page.get_by_role("heading", level=1, name="Work")).to_be_visible()
    opened = page.get_by_label("Task: Fix the (old) login")
    expect(opened).to_be_visible()
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(page).not_to_have_url(re.compile("task="))

    page.keyboard.press("Control+k")
    field.fill("new list")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New list").get_by_label("Name", exact=True)).to_be_focused()


def test_single_keys_lead_around_and_can_be_switched_off(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.create_list("Home")
    keys = ann.page.keyboard
    keys.press("Escape")
    ann.page.get_by_role("heading", level=1).click()
    for key, title in (("t", "Today"), ("s", "Search"), ("r", "Estimates"), ("p", "Profile")):
        ann.page.evaluate("document.activeElement.blur()")
        keys.press("g")
        keys.press(key)
        expect(ann.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    keys.press("?")
    sheet = ann.page.get_by_role("dialog", name="Keyboard shortcuts")
    sheet.get_by_role("switch").uncheck()
    keys.press("Escape")
    expect(sheet).to_have_count(0)
    ann.page.reload()
    expect(ann.page.get_by_role("heading", level=1, name="Profile")).to_be_visible()
    for key in ("n", "?", "g", "t"):
        keys.press(key)
    expect(ann.page.get_by_role("dialog")).to_have_count(0)
    expect(ann.page.get_by_role("heading", level=1, name="Profile")).to_be_visible()
    keys.press("Control+k")
    expect(ann.page.get_by_role("dialog", name="Commands")).to_be_visible()


# at the door


def test_a_stranger_is_told_what_this_is(people: People, server: RunningServer) -> None:
    page = people(server.url, ignoring=["status of 401"])
    expect(page).to_have_url(server.url + "/about")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lists that everyone")
    for picture in page.get_by_role("img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("it => it.naturalWidth") > 0
    page.get_by_role("link", name="The interface for programs").click()
    expect(page.get_by_role("heading", level=1, name="Tasktix API")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(server.url + "/today")
    expect(page).to_have_url(server.url + "/sign-in?next=%2Ftoday")


def test_the_first_list_teaches(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.page.get_by_role("button", name="Or start with a list that shows you around").click()
    expect(ann.page.get_by_role("heading", level=1, name="Getting to know Tasktix")).to_be_visible(timeout=NEWS)
    ann.tick("Tick this task off")
    expect(ann.checkbox("Tick this task off")).to_be_checked()
    expect(ann.page.get_by_role("row", name="Start the timer")).to_be_visible()
    ann.is_in_step()


def test_it_can_be_installed(server: RunningServer) -> None:
    with urlopen(server.url + "/manifest.webmanifest") as answer:
        assert answer.headers.get_content_type() == "application/manifest+json"
        manifest = json.loads(answer.read())
    assert manifest["display"] == "standalone"
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    for icon in manifest["icons"]:
        with urlopen(server.url + icon["src"]) as answer:
            assert answer.headers.get_content_type() == icon["type"]
            raw = answer.read()
        if icon["type"] == "image/png":
            width, height = (int.from_bytes(raw[at : at + 4]) for at in (16, 20))
            assert icon["sizes"] == f"{width}x{height}"


def test_what_searches_the_web_is_told_where_there_is_nothing_for_it(server: RunningServer) -> None:
    with urlopen(server.url + "/robots.txt") as answer:
        assert answer.headers.get_content_type() == "text/plain"
        lines = answer.read().decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /api/", "Disallow: /auth/"]


def test_the_scale_of_letters_is_counted_from_what_the_reader_chose(sit_down: Callable[..., Window]) -> None:
    page = sit_down("Ann").page
    size = "it => parseFloat(getComputedStyle(document.querySelector(it)).fontSize)"
    assert page.evaluate(size, "html") == 16
    assert page.evaluate(size, "body") == 14
