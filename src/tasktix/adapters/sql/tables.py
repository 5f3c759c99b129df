"""The tables. Instants are milliseconds since 1970 in UTC; texts compare by their bytes; ids are ASCII."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

METADATA: Final = sa.MetaData()
Query = sa.Select[*tuple[Any, ...]]
"""A statement that reads rows."""


def _table(name: str, *items: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(
        name,
        METADATA,
        *items,
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def _ascii(length: int) -> sa.types.TypeEngine[Any]:
    """ASCII compared by bytes: a case-insensitive collation would make two ids one."""
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


_ID: Final = _ascii(16)
_LONG: Final = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")

AUDIENCES: Final = _table(
    "audiences",
    sa.Column("id", _ID, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("floor", sa.BigInteger, nullable=False),
)

LOG: Final = _table(
    "log",
    sa.Column("audience", _ID, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("body", _LONG, nullable=False),
    sa.Column("was", _LONG, nullable=False),
)

REPLIES: Final = _table(
    "replies",
    sa.Column("user_id", _ID, primary_key=True),
    sa.Column("request_key", _ascii(64), primary_key=True),
    sa.Column("fingerprint", _ascii(64), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("body", _LONG, nullable=False),
)

USERS: Final = _table(
    "users",
    sa.Column("id", _ID, primary_key=True),
    sa.Column("username", sa.String(32), nullable=False),
    sa.Column("username_key", sa.String(32), nullable=False, unique=True),
    sa.Column("email", sa.String(128), nullable=False),
    sa.Column("email_key", sa.String(384), nullable=False, unique=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("color", _ascii(16), nullable=False),
    sa.Column("avatar_url", sa.String(1024)),
    sa.Column("timezone", sa.String(64)),
    sa.Column("locale", sa.String(35)),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

CREDENTIALS: Final = _table(
    "credentials",
    sa.Column("user_id", _ID, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("password_hash", sa.String(256), nullable=False),
)

SESSIONS: Final = _table(
    "sessions",
    sa.Column("id", _ID, primary_key=True),
    sa.Column("user_id", _ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("token_hash", _ascii(64), nullable=False, unique=True),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("device", sa.String(256), nullable=False),
    sa.Column("address", _ascii(45), nullable=False),
    sa.Column("remember", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


def _origin() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_by", _ID, nullable=False),
        sa.Column("fingerprint", _ascii(32), nullable=False),
    ]


LISTS: Final = _table(
    "lists",
    sa.Column("id", _ID, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("color", _ascii(16), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("has_due_dates", sa.Boolean, nullable=False),
    sa.Column("has_time_tracking", sa.Boolean, nullable=False),
    sa.Column("auto_order", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    *_origin(),
    sa.Column("version", sa.Integer, nullable=False),
)

SECTIONS: Final = _table(
    "sections",
    sa.Column("id", _ID, primary_key=True),
    sa.Column("list_id", _ID, sa.ForeignKey("lists.id"), nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("rank", _ascii(64), nullable=False),
    *_origin(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_sections_order", "list_id", "rank"),
)

MEMBERS: Final = _table(
    "members",
    sa.Column("list_id", _ID, sa.ForeignKey("lists.id"), primary_key=True),
    sa.Column("user_id", _ID, sa.ForeignKey("users.id"), primary_key=True, index=True),
    sa.Column("role", _ID, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

TASKS: Final = _table(
    "tasks",
    sa.Column("id", _ID, primary_key=True),
    # No foreign key: its section has one, and checking this one would make each new task wait for whoever changes
    # the list, who in turn waits for the position that the new task has taken.
    sa.Column("list_id", _ID, nullable=False),
    sa.Column("section_id", _ID, sa.ForeignKey("sections.id"), nullable=False),
    sa.Column("name", sa.String(256), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("status", _ascii(16), nullable=False),
    sa.Column("priority", _ascii(8), nullable=False),
    sa.Column("unclear", sa.Boolean, nullable=False),
    sa.Column("due", _ascii(24)),
    sa.Column("expected", sa.Integer),
    sa.Column("elapsed", sa.Integer, nullable=False),
    sa.Column("timer_started_at", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("completed_at", sa.BigInteger),
    sa.Column("rank", _ascii(64), nullable=False),
    *_origin(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_tasks_order", "section_id", "rank"),
    sa.Index("ix_tasks_open", "list_id", "status"),
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def to_ms(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def maybe_from_ms(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)
