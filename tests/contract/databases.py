"""A database as an administrator sees it, past the store, and starts of the program that bring its schema up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from tasktix.adapters.host.chance import SystemChance
from tasktix.adapters.host.clock import SystemClock
from tasktix.adapters.mysql.store import MySqlStore
from tasktix.adapters.sql.tables import METADATA
from tasktix.adapters.sqlite.store import SqliteStore


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    parsed = sa.make_url(url)
    if parsed.drivername == "mysql":
        parsed = parsed.set(drivername="mysql+mysqlconnector")
    engine = sa.create_engine(parsed, poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def open_unmigrated(url: str) -> SqliteStore | MySqlStore:
    return (SqliteStore if url.startswith("sqlite") else MySqlStore)(url, SystemClock(), SystemChance())


def migrate(url: str) -> str | None:
    """What is wrong with the schema afterwards."""
    store = open_unmigrated(url)
    try:
        store.migrate()
        return store.schema_fault()
    finally:
        store.close()


def upgrade_to(url: str, revision: str) -> None:
    """As an older program did, whose newest revision it was."""
    with connected(url) as connection:
        config = Config()
        config.set_main_option("script_location", "tasktix.adapters.sql:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def differences(url: str) -> list[object]:
    """Between the database and the tables that the program knows."""
    with connected(url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))


class Killed(Exception):
    pass


def starts_until_done(url: str) -> int:
    """Start again and again, each time to die once one more statement than ever before has changed something."""
    done: set[str] = set()
    starts = 1
    while _is_killed(url, done):
        starts += 1
    return starts


def _is_killed(url: str, done: set[str]) -> bool:
    before = len(done)

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement in done or statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "SHOW", "DESC", "BEGIN")):
            return
        if len(done) > before:
            raise Killed
        done.add(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        migrate(url)
    except Killed:
        return True
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return False
