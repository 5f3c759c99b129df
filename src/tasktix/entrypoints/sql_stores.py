"""Stores with a database behind them, for those who look after the whole of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import sqlalchemy as sa

from tasktix.adapters.host.chance import SystemChance
from tasktix.adapters.host.clock import SystemClock
from tasktix.application.ports import Chance, Clock, Store
from tasktix.entrypoints.settings import Settings


class SqlStore(Store, Protocol):
    def migrate(self) -> None: ...
    def moment(self) -> AbstractContextManager[sa.Connection]: ...
    def alone(self) -> AbstractContextManager[sa.Connection]: ...


def as_it_is(url: str, clock: Clock, chance: Chance) -> SqlStore:
    """Not migrated."""
    if url.startswith("sqlite:"):
        from tasktix.adapters.sqlite.store import SqliteStore

        return SqliteStore(url, clock, chance)
    from tasktix.adapters.mysql.store import MySqlStore

    return MySqlStore(url, clock, chance)


@contextmanager
def opened(settings: Settings) -> Iterator[SqlStore]:
    store = as_it_is(settings.database, SystemClock(), SystemChance())
    try:
        yield store
    finally:
        store.close()
