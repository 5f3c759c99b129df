"""Whether what a database holds can be true: looked at by `tasktix doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import sqlalchemy as sa

from tasktix.adapters.sql.key_tables import SECOND_FACTORS
from tasktix.adapters.sql.tables import AUDIENCES, LOG

CLOCKS: Final = 5.0
"""Seconds by which the server's clock and this machine's may differ."""

PACKET: Final = 16 * 1024 * 1024
"""Bytes: the least `max_allowed_packet` for an entry with the longest texts."""

_LOGGED: Final = (
    sa.select(
        LOG.c.audience,
        sa.func.count().label("entries"),
        sa.func.min(LOG.c.position).label("first"),
        sa.func.max(LOG.c.position).label("last"),
    )
    .group_by(LOG.c.audience)
    .subquery()
)
_BROKEN: Final = (
    sa.select(AUDIENCES.c.id)
    .select_from(AUDIENCES.outerjoin(_LOGGED, _LOGGED.c.audience == AUDIENCES.c.id))
    .where(
        sa.or_(
            sa.func.coalesce(_LOGGED.c.entries, 0) != AUDIENCES.c.position - AUDIENCES.c.floor,
            _LOGGED.c.first != AUDIENCES.c.floor + 1,
            _LOGGED.c.last != AUDIENCES.c.position,
        )
    )
    .order_by(AUDIENCES.c.id)
)
_STRAY: Final = (
    sa.select(sa.func.count())
    .select_from(LOG.outerjoin(AUDIENCES, AUDIENCES.c.id == LOG.c.audience))
    .where(AUDIENCES.c.id.is_(None))
)
_SEALED: Final = sa.select(SECOND_FACTORS.c.id, SECOND_FACTORS.c.sealed)


def faults(connection: sa.Connection) -> Iterator[str]:
    """What cannot be true, in words."""
    broken = connection.scalars(_BROKEN).all()
    if broken:
        yield f"the log has gaps in {len(broken)} of its audiences: {', '.join(broken[:5])}"
    if stray := connection.scalar(_STRAY):
        yield f"{stray} entries of the log belong to no audience"
    yield from _of_sqlite(connection) if connection.dialect.name == "sqlite" else _of_mysql(connection)


def sealed(connection: sa.Connection) -> Sequence[tuple[str, str]]:
    """Of each user with a second factor, what is sealed of it."""
    return [(user_id, text) for user_id, text in connection.execute(_SEALED)]


def _of_sqlite(connection: sa.Connection) -> Iterator[str]:
    for said in connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars():
        if said != "ok":
            yield f"SQLite finds the file damaged: {said}"
    if lost := len(connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        yield f"{lost} rows refer to a row that is not there"


def worries(connection: sa.Connection) -> Iterator[str]:
    """What works, but keeps a promise less well than it could, in words."""
    if connection.dialect.name != "sqlite" and not _variable(connection, "log_bin"):
        yield (
            "log_bin is off: people can see a change in the moment before it is durable, and go on seeing it where the "
            "server is killed in that moment; set log_bin and sync_binlog=1"
        )


def _variable(connection: sa.Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT @@{name}").scalar_one())


def _of_mysql(connection: sa.Connection) -> Iterator[str]:
    flushed, packet = (_variable(connection, it) for it in ("innodb_flush_log_at_trx_commit", "max_allowed_packet"))
    if flushed != 1:
        yield f"innodb_flush_log_at_trx_commit is {flushed}: what was answered with success can be lost; set it to 1"
    if _variable(connection, "log_bin") and (synced := _variable(connection, "sync_binlog")) != 1:
        yield f"sync_binlog is {synced} with a binary log: what was answered with success can be lost; set it to 1"
    if packet < PACKET:
        yield f"max_allowed_packet is {packet} bytes: long texts are refused; set it to at least {PACKET}"


def clock_difference(connection: sa.Connection, now: float) -> float:
    """Seconds by which the database's clock is ahead of `now` (seconds since 1970). A file has none: 0."""
    if connection.dialect.name == "sqlite":
        return 0.0
    return float(connection.exec_driver_sql("SELECT UNIX_TIMESTAMP(NOW(3))").scalar_one()) - now
