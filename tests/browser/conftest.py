from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer


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
