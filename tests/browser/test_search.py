"""The filter bar: across all lists, on one list's page, and kept under a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.household import sign_in
from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer
from tests.http.client import Client

NEWS = 20_000


@pytest.fixture
def ann(server: RunningServer) -> Client:
    ann = Client.newcomer(server.url, "ann")
    home, work = ann.new_list("Home"), ann.new_list("Work")
    bug = ann.new_tag(work.id, "bug").id
    ann.new_task(work.id, "Fix the login", tags=[bug], priority="high")
    ann.new_task(work.id, "Redirect the addresses", tags=[bug])
    ann.new_task(home.id, "Fix the drawer")
    return ann


@pytest.fixture
def page(people: People, server: RunningServer, ann: Client) -> Page:
    page = people(ignoring=["status of 422"])
    sign_in(page, ann)
    page.goto(server.url + "/search")
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search tasks")


def sees(page: Page, *names: str) -> None:
    expect(page.get_by_role("list", name="Found tasks").get_by_role("link")).to_have_text(list(names), timeout=NEWS)


def test_text_and_chips_are_the_same_thing(page: Page) -> None:
    expect(field(page)).to_be_focused()
    field(page).press_sequentially("fix")
    sees(page, "Fix the login", "Fix the drawer")
    page.get_by_role("button", name="Add priority:high").click()
    expect(field(page)).to_have_value("fix priority:high")
    sees(page, "Fix the login")
    page.get_by_role("button", name="Remove fix").click()
    expect(field(page)).to_have_value("priority:high")
    page.reload()
    expect(field(page)).to_have_value("priority:high")
    sees(page, "Fix the login")


def test_what_can_be_said_is_suggested(page: Page) -> None:
    field(page).press_sequentially("#")
    expect(page.get_by_role("option", name="bug")).to_be_visible(timeout=NEWS)
    field(page).press("ArrowDown")
    expect(page.get_by_role("option", name="bug")).to_have_attribute("aria-selected", "true")
    field(page).press("Enter")
    expect(field(page)).to_have_value("#bug ")
    field(page).press_sequentially("prio")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    suggestions.get_by_role("option", name="priority").click()
    suggestions.get_by_role("option", name="high").click()
    expect(field(page)).to_have_value("#bug priority:high ")
    sees(page, "Fix the login")
    field(page).press("Escape")
    expect(field(page)).to_have_value("")


def test_a_fault_is_told_at_its_place(page: Page) -> None:
    field(page).fill("fix due<")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("At character 9: expected a value", timeout=NEWS)
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Save filter")).to_be_disabled()
    field(page).press_sequentially("tomorrow")
    expect(alert).to_have_count(0, timeout=NEWS)


def test_pages_and_orders(page: Page, ann: Client) -> None:
    home = next(it["id"] for it in ann.get("/lists").json() if it["name"] == "Home")
    for number in range(55):
        ann.new_task(home, f"Page {number:02}")
    field(page).fill("page")
    shown = page.get_by_role("list", name="Found tasks").get_by_role("link")
    expect(shown).to_have_count(50, timeout=NEWS)
    page.get_by_role("button", name="Show more").click()
    expect(shown).to_have_count(55, timeout=NEWS)
    page.get_by_label("Order").select_option("Name, reversed")
    expect(shown.first).to_have_text("Page 54", timeout=NEWS)


def test_a_filter_is_kept_renamed_changed_and_deleted_in_every_window(page: Page) -> None:
    field(page).fill("#bug")
    page.get_by_role("button", name="Save filter").click()
    dialog = page.get_by_role("dialog", name="Save filter")
    dialog.get_by_label("Name").fill("Bugs")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Bugs")).to_be_visible()
    sees(page, "Fix the login", "Redirect the addresses")

    other = page.context.new_page()
    other.goto(page.url)
    kept = other.get_by_role("navigation", name="Filters")
    expect(kept.get_by_role("link", name="Bugs")).to_have_attribute("aria-current", "page")
    Window(other).is_in_step()

    page.get_by_role("button", name="Add priority:high").click()
    page.get_by_role("button", name="Save changes").click()
    expect(other.get_by_role("combobox", name="Search tasks")).to_have_value("#bug priority:high", timeout=NEWS)
    page.get_by_role("button", name="Filter menu").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Bad bugs")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(kept.get_by_role("link", name="Bad bugs")).to_be_visible(timeout=NEWS)

    page.get_by_role("button", name="Filter menu").click()
    page.get_by_role("menuitem", name="Delete filter").click()
    expect(kept).to_have_count(0, timeout=NEWS)
    expect(other.get_by_role("heading", name="This filter is not here")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(kept.get_by_role("link", name="Bad bugs")).to_be_visible(timeout=NEWS)


def test_a_kept_filter_is_there_on_a_phone_too(people: People, server: RunningServer, ann: Client) -> None:
    kept = ann.new_filter("Bugs", "#bug")
    page = people(viewport={"width": 390, "height": 844}, has_touch=True)
    sign_in(page, ann)
    page.goto(f"{server.url}/filters/{kept.id}")
    expect(page.get_by_role("heading", level=1, name="Bugs")).to_be_visible()
    sees(page, "Fix the login", "Redirect the addresses")
    page.get_by_role("button", name="Lists").tap()
    page.get_by_role("navigation", name="Filters").get_by_role("link", name="Bugs").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_list_is_filtered_on_its_own_page(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=("status of 422",))
    for name in ("Home", 'The "other" home'):
        ann.create_list(name)
        ann.add_task(f"Fix the drawer of {name}")
        ann.add_task(f"Sweep {name}")
    ann.is_in_step()
    ann.page.keyboard.press("Escape")
    ann.page.get_by_role("button", name="Filter", exact=True).click()
    bar = ann.page.get_by_role("combobox", name="Filter this list")
    expect(bar).to_be_focused()
    bar.fill("fix")
    expect(ann.row('Sweep The "other" home')).to_have_count(0, timeout=NEWS)
    expect(ann.row('Fix the drawer of The "other" home')).to_be_visible()
    expect(ann.page.get_by_text("1 of 2 tasks")).to_be_visible()

    ann.page.get_by_role("button", name="Show as board").click()
    expect(ann.page.get_by_role("group", name='Fix the drawer of The "other" home')).to_be_visible()
    expect(ann.page.get_by_role("group", name='Sweep The "other" home')).to_have_count(0)
    ann.page.get_by_role("button", name="Show as list").click()

    bar.fill("fix due<")
    expect(ann.page.get_by_role("alert")).to_contain_text("At character 9:", timeout=NEWS)
    bar.press("Escape")
    ann.page.get_by_role("button", name="Close filter").click()
    expect(ann.row('Sweep The "other" home')).to_be_visible()
    expect(ann.page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
