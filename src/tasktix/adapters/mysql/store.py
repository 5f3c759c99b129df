"""The store over MySQL or MariaDB: pools, isolation, and which errors mean try again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final, TypeVar

import mysql.connector
import sqlalchemy as sa
from _mysql_connector import MySQLInterfaceError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import PoolProxiedConnection

from tasktix.adapters.sql import schema
from tasktix.adapters.sql.connection import Compiler, Connection
from tasktix.adapters.sql.tables import AUDIENCES
from tasktix.adapters.sql.unit_of_work import Runner
from tasktix.application.actor import Actor
from tasktix.application.ports import Chance, Clock, Outcome, OutcomeUnknown, Seal, TryAgain, Unavailable
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id

T = TypeVar("T")

POOL: Final = 6
"""Connections, and so threads, that write at once, and as many that read. Measured: more are slower (GIL)."""

_LOST_RACE: Final = frozenset({1213, 1205, 1020, 1062, 1452, 1451})
"""Deadlock, lock time-out, write conflict (MariaDB ≥ 11.6); duplicate key, missing and needed parent: a look ahead
that another transaction overtook. Classified by number: the exception's class differs between the servers."""

_LOST_CONNECTION: Final = frozenset({2006, 2013, 2055, 1927})

_FAILED: Final = (mysql.connector.Error, MySQLInterfaceError)
"""The C extension lets its own error through where it ends a transaction; it has an errno too, and no common base."""

_REFUSED: Final = frozenset({1040, 1053, 2002, 2003, 2005})
"""Too many connections, shutting down, no server."""

_MIGRATION_LOCK: Final = sa.text("SELECT GET_LOCK('tasktix.migrate', 120)")
_MIGRATION_UNLOCK: Final = sa.text("SELECT RELEASE_LOCK('tasktix.migrate')")

_ADVANCE: Final = (
    sa.update(AUDIENCES)
    .where(AUDIENCES.c.id == sa.bindparam("audience"))
    .values(position=sa.func.last_insert_id(AUDIENCES.c.position + 1))
)


def advance(connection: Connection, audience: Id) -> int:
    """One round trip: LAST_INSERT_ID(expression) comes back with the answer to the UPDATE."""
    position = connection.advance(_ADVANCE, {"audience": audience})
    assert position
    return position


def _engine(url: sa.URL, isolation: str) -> sa.Engine:
    engine = sa.create_engine(
        url,
        isolation_level=isolation,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=5,
        pool_recycle=3600,
        # Arguments in order: the connector puts named ones into the text by a regular expression.
        paramstyle="format",
        # A transaction is ended where it began: no second ROLLBACK on return.
        pool_reset_on_return=None,
        # An error where the C extension is missing, instead of a driver that is silently slower by half.
        connect_args={"use_pure": False, "connection_timeout": 5},
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(dbapi_connection: Any, _record: Any) -> None:
        # The connector pings before each cursor: a round trip more per statement. A dead connection shows anyway.
        dbapi_connection.is_connected = lambda: True
        with closing(dbapi_connection.cursor()) as cursor:
            # MySQL cuts joined ids after 1024 bytes without an error: the sixtieth tag of a task would be lost.
            cursor.execute("SET SESSION group_concat_max_len = 1048576")

    return engine


class MySqlStore:
    def __init__(self, url: str, clock: Clock, chance: Chance) -> None:
        """`url` as `mysql://user:password@host:port/name`."""
        parsed = sa.make_url(url).set(
            drivername="mysql+mysqlconnector", query={"charset": "utf8mb4", "collation": "utf8mb4_bin"}
        )
        self._runner = Runner(clock, chance, advance)
        # A writer sees what others committed; versions guard what it writes. A reader sees one moment.
        self._writers = _engine(parsed, "READ COMMITTED")
        self._readers = _engine(parsed, "REPEATABLE READ")
        self._compile = Compiler(self._writers.dialect)

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None = None) -> Outcome[T]:
        with self._transaction(self._writers) as (line, connection):
            outcome = self._runner.write(connection, actor, body, seal)
            try:
                line.commit()
            except _FAILED as error:
                if error.errno in _LOST_CONNECTION:
                    line.invalidate(error)
                    raise OutcomeUnknown from error
                raise
            return outcome

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        with self._transaction(self._readers) as (line, connection):
            answer = self._runner.read(connection, body)
            line.rollback()
            return answer

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[tuple[PoolProxiedConnection, Connection]]:
        """Undone where its end is not reached. Raises `TryAgain` or `Unavailable` where the database says so."""
        line = _line(engine)
        try:
            yield line, Connection(self._compile, line.cursor(buffered=True))
        except BaseException as error:
            _undo(line, error)
            if (meaning := _meaning(error)) is not None:
                raise meaning from error
            raise
        finally:
            line.close()

    def migrate(self) -> None:
        """Raises `Unavailable` with the server's own words."""
        with self.alone() as connection:
            schema.upgrade(connection)

    @contextmanager
    def moment(self) -> Iterator[sa.Connection]:
        """To read everything as it was at one moment. Raises `Unavailable`."""
        with _told(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """To change the schema, or everything, while no other program does. Committed at its end. Raises
        `Unavailable`."""
        with _told(), self._writers.connect() as connection:
            if connection.execute(_MIGRATION_LOCK).scalar() != 1:
                raise Unavailable("another program has been migrating it for too long")
            try:
                connection.rollback()
                yield connection
                connection.commit()
            finally:
                # A lost connection has let go of the lock by itself; what lost it is the error to show.
                with suppress(SQLAlchemyError):
                    connection.rollback()
                    connection.execute(_MIGRATION_UNLOCK)
                    connection.rollback()

    def schema_fault(self) -> str | None:
        try:
            with self._readers.begin() as connection:
                return schema.fault(connection)
        except (DBAPIError, PoolTimeout):
            return "the database does not answer"

    def close(self) -> None:
        self._writers.dispose()
        self._readers.dispose()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise Unavailable(str(getattr(error, "orig", error))) from error


def _line(engine: sa.Engine) -> PoolProxiedConnection:
    try:
        return engine.raw_connection()
    except (mysql.connector.Error, DBAPIError, PoolTimeout) as error:
        raise Unavailable from error


def _undo(line: PoolProxiedConnection, error: BaseException) -> None:
    """A connection that is lost, or that cannot even roll back, does not go back to the pool."""
    try:
        if getattr(error, "errno", None) in _LOST_CONNECTION:
            line.invalidate(error)
        elif line.is_valid:
            line.rollback()
    except _FAILED:
        line.invalidate(error)


def _meaning(error: BaseException) -> Exception | None:
    """What the driver's error means to the application; None for a fault of ours."""
    number = error.errno if isinstance(error, _FAILED) else None
    if number in _LOST_RACE or number in _LOST_CONNECTION:
        return TryAgain()
    return Unavailable() if number in _REFUSED else None
