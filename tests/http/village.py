"""Fixtures: a server for the tests of a module, and the people who live there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tasktix.adapters.http import shapes
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import Client
from tests.http.deeds import Scene

ON_BOTH = pytest.mark.parametrize("server", ["sqlite", "mariadb"], indirect=True)
"""The tests of a module run on either database; else on SQLite."""


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    environment = {}
    if getattr(request, "param", "sqlite") == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("http")
    with RunningServer(environment=environment) as running:
        yield running
        assert "Traceback" not in running.errors(), running.errors()


@pytest.fixture
def nobody(server: RunningServer) -> Client:
    return Client(server.url)


@pytest.fixture(scope="module")
def ann(server: RunningServer) -> Client:
    """Has a new list in most tests."""
    return Client.newcomer(server.url, "Ann")


@pytest.fixture(scope="module")
def bob(server: RunningServer) -> Client:
    """Is a member where a test adds him."""
    return Client.newcomer(server.url, "Bob")


@pytest.fixture(scope="module")
def eve(server: RunningServer) -> Client:
    """Is never a member."""
    return Client.newcomer(server.url, "Eve")


@pytest.fixture(scope="module")
def cy(server: RunningServer) -> Client:
    """Comes to a list while a test looks on."""
    return Client.newcomer(server.url, "Cy")


@pytest.fixture
def groceries(ann: Client) -> shapes.List:
    return ann.new_list("Groceries")


@pytest.fixture
def shared(ann: Client, bob: Client) -> shapes.List:
    """Ann is its Admin, Bob a Collaborator."""
    shared = ann.new_list("Shared")
    ann.add_member(shared.id, bob)
    return shared


@pytest.fixture
def scene(ann: Client, bob: Client, cy: Client) -> Scene:
    """A list in which everything can be done."""
    return Scene.of(ann, bob, cy)
