"""What the page asks for before its scripts are there: once, and of nobody else than who is signed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Route, expect

from tests.browser.window import GONE, Window


def test_the_session_and_the_first_list_are_asked_for_once(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann")
    ann.create_list("Groceries")
    ann.add_task("Milk")
    ann.is_in_step()
    asked: Counter[str] = Counter()
    ann.page.on("request", lambda request: asked.update([urlsplit(request.url).path]))
    ann.page.reload()
    expect(ann.row("Milk")).to_be_visible()
    ann.is_in_step()
    assert asked["/api/v1/session"] == 1
    assert asked["/api/v1" + urlsplit(ann.page.url).path] == 1


def test_who_signs_in_at_the_address_of_a_list_is_not_told_what_the_stranger_was(
    sit_down: Callable[..., Window],
) -> None:
    ann = sit_down("Ann")
    page = ann.page
    ann.create_list("Groceries")
    ann.add_task("Milk")
    ann.is_in_step()
    address = page.url
    page.context.clear_cookies()
    page.goto(address)
    ann.try_to_sign_in("Ann")
    expect(ann.row("Milk")).to_be_visible()
    assert page.url == address


def test_what_did_not_arrive_is_asked_for_again(sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=(*GONE, "ERR_FAILED"))
    page = ann.page
    ann.create_list("Groceries")
    ann.add_task("Milk")
    ann.is_in_step()
    lost: Counter[str] = Counter()

    def lose_the_first(route: Route) -> None:
        path = urlsplit(route.request.url).path
        lost.update([path])
        if lost[path] == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/session", lose_the_first)
    page.route("**/api/v1" + urlsplit(page.url).path, lose_the_first)
    page.reload()
    expect(ann.row("Milk")).to_be_visible()
    assert sorted(lost.values()) == [2, 2]
