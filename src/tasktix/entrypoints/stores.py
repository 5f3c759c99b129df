"""Stores by name. Each is imported when it is chosen: the drivers cost memory and start-up time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from tasktix.application.ports import Chance, Clock, Store

if TYPE_CHECKING:
    import sqlalchemy as sa


class SqlStore(Store, Protocol):
    """A store with a database behind it, for those who look after the whole of it."""

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


def sql(url: str, clock: Clock, chance: Chance) -> Store:
    store = as_it_is(url, clock, chance)
    store.migrate()
    return store
