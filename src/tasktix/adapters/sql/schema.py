"""Is the schema current, and making it so."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from tasktix.adapters.sql.migrations import HEAD
from tasktix.application.ports import Unavailable

_VERSION: Final = sa.text("SELECT version_num FROM alembic_version")


def version(connection: sa.Connection) -> str | None:
    """The revision that the database is at; None where it has no tables yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(_VERSION).scalar_one_or_none()


def fault(connection: sa.Connection) -> str | None:
    """Why the schema cannot be used, or None."""
    found = version(connection)
    return None if found == HEAD else f"the schema is at {found or 'nothing'}, this program needs {HEAD}"


def upgrade(connection: sa.Connection, to: str = HEAD) -> None:
    """To that revision; the caller holds a lock, so that two programs that start at once do not both."""
    if version(connection) == to:
        return
    # Here and not above: Alembic costs a quarter of the start-up time and is needed once in a database's life.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "tasktix.adapters.sql:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        # Its revision is not one of ours: a newer program has been here.
        raise Unavailable(fault(connection) or str(error)) from error
