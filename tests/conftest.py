"""The real things tests may ask for by name: `mariadb`, `own_mariadb`, `valkey`, `browser`, `people`, `serve`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from playwright.sync_api import Browser

from tests.harness import chromium
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.harness.valkey import Valkey

RESULTS = Path(__file__).resolve().parents[1] / "test-results"
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()

# The same examples every time: a red run can be run again. TASKTIX_TEST_EXPLORE=1 looks for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("explore" if os.environ.get("TASKTIX_TEST_EXPLORE") else "repeatable")


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A real server for the whole run; `mariadb.new_database()` for a database of one's own."""
    if reason := MariaDB.missing():
        _do_without(reason)
    server = MariaDB()
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def own_mariadb(mariadb: MariaDB) -> Iterator[MariaDB]:
    """One to stop, kill and freeze; asking for `mariadb` too leaves the test out where there is none."""
    own = MariaDB(binary_log=True)
    try:
        yield own.start()
    finally:
        own.remove()


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    if reason := Valkey.missing():
        _do_without(reason)
    server = Valkey()
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if reason := chromium.missing():
        _do_without(reason)
    with chromium.launch() as browser:
        yield browser


@pytest.fixture
def people(browser: Browser, request: pytest.FixtureRequest) -> Iterator[chromium.People]:
    """`people()` is a new person's page, `people(url)` one that looks at something already."""
    people = chromium.People(browser)
    try:
        yield people
        complaints = people.complaints()
        if complaints or _failed(request.node):
            people.photograph(RESULTS / re.sub(r"[^\w.-]+", "_", request.node.nodeid))
        assert not complaints, "pages complained:\n" + "\n".join(complaints)
    finally:
        people.leave()


@pytest.fixture
def serve() -> Iterator[Callable[..., RunningServer]]:
    """`serve(environment={…})` starts the program; it is gone after the test. See `RunningServer`."""
    servers: list[RunningServer] = []

    def start(*arguments: str, **options: object) -> RunningServer:
        servers.append(RunningServer(*arguments, **options))  # type: ignore[arg-type]
        return servers[-1]

    try:
        yield start
    finally:
        for server in servers:
            server.remove()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last: while Playwright runs, its loop is this thread's, and `asyncio.run` is refused."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash.setdefault(REPORTS, {})[report.when] = report
    return report


def pytest_report_header() -> list[str]:
    return [f"MISSING: {reason}" for reason in (MariaDB.missing(), Valkey.missing(), chromium.missing()) if reason]


def _failed(item: pytest.Item) -> bool:
    return any(report.failed for report in item.stash.get(REPORTS, {}).values())


def _do_without(reason: str) -> NoReturn:
    """Left out on a person's machine, loudly; in CI it fails, or nobody would ever notice."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run everything", pytrace=False)
    pytest.skip(reason)
