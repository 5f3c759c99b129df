"""The store over a SQLite file: one writer at a time, one fsync for all who wait, readers that block nobody."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tasktix.adapters.sql import schema
from tasktix.adapters.sql.connection import Compiler, Connection
from tasktix.adapters.sql.tables import AUDIENCES
from tasktix.adapters.sql.unit_of_work import Runner
from tasktix.adapters.sqlite.group_commit import GroupCommit, transaction
from tasktix.application.actor import Actor
from tasktix.application.ports import Chance, Clock, Outcome, Seal, TryAgain, Unavailable
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id

T = TypeVar("T")

READERS: Final = 5
BUSY_TIMEOUT: Final = 10_000
"""Milliseconds that a transaction waits for another program that writes to the same file."""

_PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
"""What may be over when it is asked again: another writer, a full or missing disk."""

_ADVANCE: Final = (
    sa.update(AUDIENCES)
    .where(AUDIENCES.c.id == sa.bindparam("audience"))
    .values(position=AUDIENCES.c.position + 1)
    .returning(AUDIENCES.c.position)
)


def advance(connection: Connection, audience: Id) -> int:
    found = connection.row(_ADVANCE, {"audience": audience})
    assert found
    position: int = found[0]
    return position


def _engine(url: str, connections: int, begin: str) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=5,
        pool_reset_on_return=None,
        poolclass=sa.QueuePool,
        connect_args={"check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def _configure(dbapi_connection: Any, _record: Any) -> None:
        # The driver's own transaction control begins too late for a consistent read and not at all for DDL.
        dbapi_connection.isolation_level = None
        _use_wal(dbapi_connection)
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-16384",
        ):
            dbapi_connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite's own time-out does not cover this change: two first starts at once would fail."""
    deadline = time.monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


class SqliteStore:
    def __init__(self, url: str, clock: Clock, chance: Chance) -> None:
        """`url` as `sqlite:////absolute/path.db`; its folder is made where it is missing."""
        database = sa.make_url(url).database
        assert database, "an in-memory database would be another one in each connection"
        try:
            Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # It holds the hashes of passwords; SQLite gives its other files the mode of this one.
            Path(database).touch(mode=0o600)
        except OSError as error:
            raise Unavailable(f"{error.strerror}: {Path(database).parent}") from error
        self._runner = Runner(clock, chance, advance)
        self._writer = _engine(url, 1, "BEGIN IMMEDIATE")
        self._readers = _engine(url, READERS, "BEGIN")
        self._compile = Compiler(self._writer.dialect)
        self._group = GroupCommit(self._writer, self._compile, self._runner)

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None = None) -> Outcome[T]:
        with _translated():
            return self._group.write(actor, body, seal)

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        with _translated(), transaction(self._readers, "BEGIN") as cursor:
            return self._runner.read(Connection(self._compile, cursor), body)

    def migrate(self) -> None:
        """Raises `Unavailable` with SQLite's own words."""
        with self.alone() as connection:
            schema.upgrade(connection)

    @contextmanager
    def moment(self) -> Iterator[sa.Connection]:
        """To read everything as it was at one moment. Raises `Unavailable`."""
        with _told(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """To change the schema, or everything: nobody else does, or writes. Committed at its end. Raises
        `Unavailable`."""
        with _told(), self._writer.begin() as connection:
            yield connection

    def schema_fault(self) -> str | None:
        try:
            with self._readers.begin() as connection:
                return schema.fault(connection)
        except DBAPIError:
            return "the database does not answer"

    def close(self) -> None:
        self._writer.dispose()
        self._readers.dispose()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise Unavailable(str(error.orig)) from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        # A look ahead that another program's transaction overtook.
        raise TryAgain from error
    except PoolTimeout as error:
        raise Unavailable from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _PASSING:
            raise Unavailable from error
        raise
