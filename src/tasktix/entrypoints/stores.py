"""Stores by name. Each is imported when it is chosen: the drivers cost memory and start-up time."""

from __future__ import annotations

from tasktix.application.ports import Chance, Clock, Store


def sqlite(url: str, clock: Clock, chance: Chance) -> Store:
    from tasktix.adapters.sqlite.store import SqliteStore

    store = SqliteStore(url, clock, chance)
    store.migrate()
    return store


def mysql(url: str, clock: Clock, chance: Chance) -> Store:
    from tasktix.adapters.mysql.store import MySqlStore

    store = MySqlStore(url, clock, chance)
    store.migrate()
    return store
