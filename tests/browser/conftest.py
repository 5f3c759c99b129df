from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.window import GONE, Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer

# Two slow cores, a server, a database and two browsers: five seconds, the default, are not always enough.
expect.set_options(timeout=30_000)


@pytest.fixture
def server(serve: Callable[..., RunningServer]) -> RunningServer:
    return serve()


@pytest.fixture
def sit_down(people: People, server: RunningServer) -> Callable[..., Window]:
    """`sit_down("Ann")`: somebody new signs up; "status of 401" is how a browser logs that nobody was signed in."""

    def open_window(username: str | None = None, *, ignoring: tuple[str, ...] = ()) -> Window:
        window = Window(people(server.url, ignoring=("status of 401", *ignoring)))
        if username is not None:
            window.sign_up(username)
        return window

    return open_window


@pytest.fixture
def pair(sit_down: Callable[..., Window]) -> tuple[Window, Window]:
    """Ann and Bob in front of the list "Groceries"."""
    # A refusal is logged by the browser, and shown by the page: the tests look at that.
    ignoring = (*GONE, "status of 409")
    ann, bob = sit_down("Ann", ignoring=ignoring), sit_down("Bob", ignoring=ignoring)
    ann.create_list("Groceries")
    ann.add_member("Bob")
    bob.open_list("Groceries")
    return ann, bob
