"""Stores by name. Each is imported when it is chosen: the drivers cost memory and start-up time."""

from __future__ import annotations

from tasktix.application.ports import Chance, Clock, Store


def sql(url: str, clock: Clock, chance: Chance) -> Store:
    from tasktix.entrypoints.sql_stores import as_it_is

    store = as_it_is(url, clock, chance)
    store.migrate()
    return store
