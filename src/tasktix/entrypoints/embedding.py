"""The tracker inside another program: the whole application, without a server."""

from __future__ import annotations

from tasktix.application.application import Application
from tasktix.application.ports import Bell, Chance, Clock


def connect(
    database: str = "memory:", *, clock: Clock | None = None, chance: Chance | None = None, bell: Bell | None = None
) -> Application:
    """The application over a database: `memory:`, `sqlite:////absolute/path.db` or `mysql://user:password@host/name`,
    which is made or migrated where it has to be. `close` it when it is no longer needed.

    A `clock`, `chance` or `bell` of one's own makes a run that can be repeated, or listens to every change. Raises
    `WrongSetting` for another kind of address, `Unavailable` where the database cannot be used.
    """
    # Here and not above: whoever takes only values from the domain need not load the wiring.
    from tasktix.entrypoints.container import wired
    from tasktix.entrypoints.settings import Settings, database_address

    settings = Settings(database=database_address(database))
    return wired(settings, clock=clock, chance=chance, bell=bell).application()
