"""Fixtures: a server that trusts one OpenID Connect provider, a school, and who comes from there."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.harness.issuer import Issuer
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.browser import Browser


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer() as issuer:
        yield issuer


@pytest.fixture(autouse=True)
def honest(issuer: Issuer) -> None:
    issuer.reset()


@pytest.fixture(scope="module", params=["sqlite", "mariadb"])
def server(request: pytest.FixtureRequest, issuer: Issuer) -> Iterator[RunningServer]:
    environment = issuer.settings()
    if request.param == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("http")
    with RunningServer(environment=environment) as running:
        yield running
        assert "Traceback" not in running.errors(), running.errors()


def newcomer(issuer: Issuer, **claims: object) -> dict[str, object]:
    """The issuer has a new person in front of it."""
    number = time.monotonic_ns()
    issuer.person = {"sub": f"person {number}", "name": "Ann Gardener", "email": f"a{number}@example.org", **claims}
    return issuer.person


@pytest.fixture
def browser(server: RunningServer) -> Browser:
    return Browser(server.url)
