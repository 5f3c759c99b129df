"""The store over MySQL or MariaDB: pools, isolation, and which errors mean try again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tasktix.adapters.sql import schema
from tasktix.adapters.sql.tables import AUDIENCES
from tasktix.adapters.sql.unit_of_work import Runner
from tasktix.application.actor import Actor
from tasktix.application.ports import Chance, Clock, Outcome, OutcomeUnknown, TryAgain, Unavailable
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id

T = TypeVar("T")

POOL: Final = 5
"""Connections, and so threads, that write at once, and as many that read. Measured: more are slower (GIL)."""

_LOST_RACE: Final = frozenset({1213, 1205, 1020, 1062, 1452, 1451})
"""Deadlock, lock time-out, write conflict (MariaDB ≥ 11.6); duplicate key, missing and needed parent: a look ahead
that another transaction overtook. Classified by number: the exception's class differs between the servers."""

_LOST_CONNECTION: Final = frozenset({2006, 2013, 2055, 1927})

_MIGRATION_LOCK: Final = sa.text("SELECT GET_LOCK('tasktix.migrate', 120)")
_MIGRATION_UNLOCK: Final = sa.text("SELECT RELEASE_LOCK('tasktix.migrate')")

_ADVANCE: Final = (
    sa.update(AUDIENCES)
    .where(AUDIENCES.c.id == sa.bindparam("audience"))
    .values(position=sa.func.last_insert_id(AUDIENCES.c.position + 1))
)


def advance(connection: sa.Connection, audience: Id) -> int:
    """One round trip: LAST_INSERT_ID(expression) comes back with the answer to the UPDATE."""
    position: int = connection.execute(_ADVANCE, {"audience": audience}).context.cursor.lastrowid
    return position


def _engine(url: sa.URL, isolation: str) -> sa.Engine:
    engine = sa.create_engine(
        url,
        isolation_level=isolation,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=5,
        pool_recycle=3600,
        # Only `begin()` blocks are used, and they end their transactions themselves: no second ROLLBACK on return.
        pool_reset_on_return=None,
        # An error where the C extension is missing, instead of a driver that is silently slower by half.
        connect_args={"use_pure": False, "connection_timeout": 5},
    )

    @sa.event.listens_for(engine, "connect")
    def _no_ping(dbapi_connection: Any, _record: Any) -> None:
        # The connector pings before each cursor: a round trip more per statement. A dead connection shows anyway.
        dbapi_connection.is_connected = lambda: True

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

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T]) -> Outcome[T]:
        with _translated(), self._writers.connect() as connection:
            transaction = connection.begin()
            try:
                outcome = self._runner.write(connection, actor, body)
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as error:
                if _number(error) in _LOST_CONNECTION:
                    raise OutcomeUnknown from error
                raise
            return outcome

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        with _translated(), self._readers.begin() as connection:
            return self._runner.read(connection, body)

    def migrate(self) -> None:
        with self._writers.connect() as connection:
            connection.execute(_MIGRATION_LOCK)
            try:
                connection.rollback()
                schema.upgrade(connection)
                connection.commit()
            finally:
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


def _number(error: DBAPIError) -> int | None:
    number: int | None = getattr(error.orig, "errno", None)
    return number


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable from error
    except DBAPIError as error:
        number = _number(error)
        if number in _LOST_RACE or (number in _LOST_CONNECTION and error.connection_invalidated):
            raise TryAgain from error
        if number is not None and (number in _LOST_CONNECTION or 2000 <= number < 2100 or number == 1040):
            raise Unavailable from error
        raise
