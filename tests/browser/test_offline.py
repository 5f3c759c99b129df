"""What is done while the server is away: the browser keeps it, and it is done once, whatever becomes of the tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.household import sign_in
from tests.browser.window import GONE, Window
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client

AWAY = (*GONE, "ERR_FAILED", "status of 503", "status of 404", "status of 409")


def by_api(server: RunningServer, username: str) -> Client:
    """The same person at a program, in a session of its own."""
    program = Client(server.url)
    program.keep_cookie(program.post("/session", {"login": username, "password": PASSWORD}))
    return program


def names(program: Client, list_id: str) -> list[str]:
    return [task.name for task in program.snapshot(list_id).tasks]


@pytest.fixture
def ann(sit_down: Callable[..., Window]) -> Window:
    """In front of the list "Groceries", with the task "Apples"."""
    window = sit_down("Ann", ignoring=AWAY)
    window.create_list("Groceries")
    window.add_task("Apples")
    window.is_in_step()
    return window


def list_of(window: Window) -> str:
    return window.page.url.rpartition("/")[2]


def new_tab(window: Window, address: str) -> Window:
    page: Page = window.page.context.new_page()
    page.goto(address)
    return Window(page)


def waits(window: Window, words: str) -> None:
    expect(window.page.get_by_text(f"Offline · {words}")).to_be_visible(timeout=60_000)


def test_a_tab_that_was_closed_is_finished_by_the_next(ann: Window, server: RunningServer) -> None:
    groceries, address = list_of(ann), ann.page.url
    server.stop()
    ann.add_task("Bread")
    ann.tick("Apples")
    ann.rename_task("Bread", "Rye bread")
    waits(ann, "3 changes wait")
    ann.page.close()

    server.start()
    again = new_tab(ann, address)
    expect(again.row("Rye bread")).to_be_visible()
    expect(again.checkbox("Apples")).to_be_checked()
    again.is_in_step()
    program = by_api(server, "Ann")
    assert sorted(names(program, groceries)) == ["Apples", "Rye bread"]
    done = [entry["facts"][0]["type"] for entry in program.get(f"/lists/{groceries}/history").json()["items"]]
    assert done[:3] == ["task.renamed", "task.completed", "task.added"]
    again.page.reload()
    again.is_in_step()
    assert program.get(f"/lists/{groceries}/history").json()["items"][0]["facts"][0]["type"] == "task.renamed"


def test_a_tab_beside_it_goes_on_for_one_that_is_closed(ann: Window, server: RunningServer) -> None:
    groceries = list_of(ann)
    beside = new_tab(ann, ann.page.url)
    beside.is_in_step()
    server.stop()
    ann.add_task("Bread")
    waits(ann, "1 change waits")
    ann.page.close()
    expect(beside.row("Bread")).to_be_visible()
    server.start()
    beside.is_in_step()
    assert names(by_api(server, "Ann"), groceries) == ["Apples", "Bread"]


def test_two_undone_at_once_are_both_undone(ann: Window, server: RunningServer) -> None:
    keys = ann.page.keyboard
    ann.add_task("Bread")
    keys.press("Escape")
    ann.is_in_step()
    server.stop()
    ann.rename_task("Apples", "Pears")
    ann.rename_task("Pears", "Plums")
    ann.delete_task("Bread")
    for _ in range(3):
        keys.press("Control+z")
    # At once, and not when the server is back.
    expect(ann.row("Apples")).to_be_visible()
    expect(ann.row("Bread")).to_be_visible()
    server.start()
    ann.is_in_step()
    ann.sees_in_order(["Tasks", "Apples", "Bread"])
    assert names(by_api(server, "Ann"), list_of(ann)) == ["Apples", "Bread"]
    keys.press("Control+Shift+z")
    expect(ann.row("Pears")).to_be_visible()
    ann.is_in_step()


def test_a_conflict_is_asked_after_a_reload_too(
    ann: Window, server: RunningServer, sit_down: Callable[..., Window]
) -> None:
    groceries, address = list_of(ann), ann.page.url
    sit_down("Bob", ignoring=AWAY)
    ann.add_member("Bob")
    ann.is_in_step()
    bob = by_api(server, "Bob")
    [apples] = bob.snapshot(groceries).tasks
    server.stop()
    ann.rename_task("Apples", "Pears")
    waits(ann, "1 change waits")
    # While it is closed, Bob is faster.
    ann.page.goto("about:blank")
    server.start()
    bob.patch(f"/lists/{groceries}/tasks/{apples.id}", {"name": "Plums"})
    ann.page.goto(address)
    dialog = ann.page.get_by_role("dialog", name="Bob was faster")
    expect(dialog).to_be_visible()
    ann.page.reload()
    expect(dialog.get_by_text("Plums")).to_be_visible()
    dialog.get_by_role("radio", name="Mine").check()
    dialog.get_by_role("button", name="Keep what is chosen").click()
    expect(ann.row("Pears")).to_be_visible()
    ann.is_in_step()
    assert names(bob, groceries) == ["Pears"]
    ann.page.reload()
    ann.is_in_step()
    expect(dialog).to_have_count(0)


def test_what_is_refused_is_told_until_it_was_read(ann: Window, server: RunningServer) -> None:
    groceries, address = list_of(ann), ann.page.url
    program = by_api(server, "Ann")
    [apples] = program.snapshot(groceries).tasks
    server.stop()
    ann.rename_task("Apples", "Pears")
    ann.add_task("Bread")
    waits(ann, "2 changes wait")
    ann.page.goto("about:blank")
    server.start()
    program.delete(f"/lists/{groceries}/tasks/{apples.id}")
    told = ann.page.get_by_role("region", name="Changes that were not taken")
    ann.page.goto(address)
    expect(told).to_contain_text("Renamed to “Pears”, in Groceries")
    expect(ann.row("Bread")).to_be_visible()
    ann.page.reload()
    expect(told.get_by_role("listitem")).to_have_count(1)
    assert violations(ann.page) == []
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)
    ann.page.reload()
    ann.is_in_step()
    expect(told).to_have_count(0)
    assert names(program, groceries) == ["Bread"]


def test_nobody_else_sends_it(ann: Window, server: RunningServer) -> None:
    groceries, page = list_of(ann), ann.page
    bob = Client.newcomer(server.url, "bob")
    server.stop()
    ann.add_task("Bread")
    waits(ann, "1 change waits")
    # Bob has signed in at another tab of the same browser.
    page.context.clear_cookies()
    sign_in(page, bob)
    server.start()
    expect(ann.account("bob")).to_be_visible(timeout=60_000)
    page.goto(server.url)
    expect(ann.heading("Make your first list")).to_be_visible()
    assert names(by_api(server, "Ann"), groceries) == ["Apples"]
    # Nor are they asked about it.
    ann.sign_out("bob")
    ann.try_to_sign_in("Ann")
    ann.open_list("Groceries")
    expect(ann.row("Bread")).to_be_visible()
    ann.is_in_step()
    assert names(by_api(server, "Ann"), groceries) == ["Apples", "Bread"]


def test_signing_out_asks_about_it(ann: Window, server: RunningServer) -> None:
    groceries, page = list_of(ann), ann.page
    # The stream goes on, but no change gets through.
    page.route("**/api/v1/lists/*/tasks", lambda route: route.abort())
    ann.add_task("Bread")
    waits(ann, "1 change waits")
    ann.account("Ann").click()
    page.get_by_role("menuitem", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="Sign out?")
    expect(dialog).to_contain_text("A change is not on the server yet")
    dialog.get_by_role("button", name="Cancel").click()
    expect(ann.row("Bread")).to_be_visible()
    ann.account("Ann").click()
    page.get_by_role("menuitem", name="Sign out").click()
    dialog.get_by_role("button", name="Sign out and lose it").click()
    expect(ann.heading("Sign in")).to_be_visible()
    page.unroute("**/api/v1/lists/*/tasks")
    ann.try_to_sign_in("Ann")
    ann.open_list("Groceries")
    expect(ann.row("Apples")).to_be_visible()
    ann.is_in_step()
    assert names(by_api(server, "Ann"), groceries) == ["Apples"]
