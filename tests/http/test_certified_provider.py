"""The whole way through a certified OpenID provider, as it is (npm `oidc-provider`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.harness.panva import Panva
from tests.harness.process import free_port
from tests.harness.server import RunningServer
from tests.http.browser import Browser


@pytest.fixture(scope="module")
def places() -> Iterator[tuple[RunningServer, Panva]]:
    port = free_port()
    environment = {
        "TASKTIX_OIDC_ISSUER": f"http://127.0.0.1:{port}",
        "TASKTIX_OIDC_CLIENT_ID": "tasktix",
        "TASKTIX_OIDC_CLIENT_SECRET": "secret of tasktix",
    }
    with RunningServer(environment=environment) as server, Panva(port, f"{server.url}/auth/oidc/callback") as panva:
        yield server, panva
        assert "Traceback" not in server.errors(), server.errors()


def gone_through(places: tuple[RunningServer, Panva], login: str) -> Browser:
    server, panva = places
    browser = Browser(server.url)
    there = browser.visit("/auth/oidc/start?next=/list").headers["Location"]
    back = panva.sign_in(there, login, f"{server.url}/auth/oidc/callback")
    answer = browser.visit(back.removeprefix(server.url))
    assert answer.headers["Location"] == "/list", server.errors()
    return browser


def test_who_is_not_known_signs_up_and_then_in(places: tuple[RunningServer, Panva]) -> None:
    me = gone_through(places, "ann").me()
    assert (me.name, me.email) == ("Name of ann", "ann@example.org")
    assert gone_through(places, "ann").me() == me
    assert gone_through(places, "bob").me().id != me.id
