"""The stores. One of each kind serves the whole run: every test makes people and lists of its own in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from tasktix.adapters.memory.store import MemoryStore
from tasktix.adapters.mysql.store import MySqlStore
from tasktix.adapters.sqlite.store import SqliteStore
from tasktix.application.application import Application
from tasktix.application.ports import Store
from tests.builders import Sample, new_application, new_sample
from tests.contract.there import There
from tests.fakes import FakeClock, SeededChance

KINDS = ("memory", "sqlite", "mariadb")
SQL_KINDS = ("sqlite", "mariadb")

OpenStore = Callable[[str, str], Store]


@pytest.fixture(scope="session")
def clock() -> FakeClock:
    """Every store's. A test may move it on, never back."""
    return FakeClock(sleeps=True)


@pytest.fixture(scope="session")
def chance() -> SeededChance:
    return SeededChance()


@pytest.fixture(scope="session")
def empty_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """`empty_database(kind)`: the address of a new one without tables."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('store')}/tasktix.db"
        url: str = request.getfixturevalue("mariadb").new_database("contract")
        return url

    return make


@pytest.fixture(scope="session")
def open_store(clock: FakeClock, chance: SeededChance) -> Iterator[OpenStore]:
    """`open_store(kind, url)`: migrated, and closed at the end."""
    with ExitStack() as closing:

        def open_one(kind: str, url: str) -> Store:
            store = (SqliteStore if kind == "sqlite" else MySqlStore)(url, clock, chance)
            closing.callback(store.close)
            store.migrate()
            return store

        yield open_one


@pytest.fixture(scope="session")
def store_of(
    open_store: OpenStore, empty_database: Callable[[str], str], clock: FakeClock, chance: SeededChance
) -> Callable[[str], Store]:
    """`store_of(kind)`: always the same one."""

    @cache
    def make(kind: str) -> Store:
        return MemoryStore(clock, chance) if kind == "memory" else open_store(kind, empty_database(kind))

    return make


@pytest.fixture(scope="session", params=KINDS)
def store(request: pytest.FixtureRequest, store_of: Callable[[str], Store]) -> Store:
    return store_of(request.param)


@pytest.fixture(scope="session")
def app(store: Store, clock: FakeClock, chance: SeededChance) -> Application:
    return new_application(store, clock, chance)


@pytest.fixture
def sample(app: Application) -> Sample:
    return new_sample(app)


@pytest.fixture
def there(app: Application, sample: Sample) -> There:
    return There(app, sample)


@pytest.fixture(scope="session")
def untouched(app: Application) -> Sample:
    """For tests whose every call is refused, or only looks."""
    return new_sample(app)


@pytest.fixture(scope="session", params=SQL_KINDS)
def sql_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def sql_app(sql_kind: str, store_of: Callable[[str], Store], clock: FakeClock, chance: SeededChance) -> Application:
    return new_application(store_of(sql_kind), clock, chance)
