"""The house: users, sessions, lists, sections, members, tasks, the log."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None

_TABLE: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
    # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
    "if_not_exists": True,
}


def _ascii(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


def upgrade() -> None:
    id_ = _ascii(16)
    long = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
    op.create_table(
        "audiences",
        sa.Column("id", id_, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("floor", sa.BigInteger, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "log",
        sa.Column("audience", id_, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", long, nullable=False),
        sa.Column("was", long, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "replies",
        sa.Column("user_id", id_, primary_key=True),
        sa.Column("request_key", _ascii(64), primary_key=True),
        sa.Column("fingerprint", _ascii(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", long, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "users",
        sa.Column("id", id_, primary_key=True),
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
        **_TABLE,
    )
    op.create_table(
        "credentials",
        sa.Column("user_id", id_, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("password_hash", sa.String(256), nullable=False),
        **_TABLE,
    )
    op.create_table(
        "sessions",
        sa.Column("id", id_, primary_key=True),
        sa.Column("user_id", id_, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("token_hash", _ascii(64), nullable=False, unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("device", sa.String(256), nullable=False),
        sa.Column("address", _ascii(45), nullable=False),
        sa.Column("remember", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "lists",
        sa.Column("id", id_, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("color", _ascii(16), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("has_due_dates", sa.Boolean, nullable=False),
        sa.Column("has_time_tracking", sa.Boolean, nullable=False),
        sa.Column("auto_order", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", id_, nullable=False),
        sa.Column("fingerprint", _ascii(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "sections",
        sa.Column("id", id_, primary_key=True),
        sa.Column("list_id", id_, sa.ForeignKey("lists.id"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("rank", _ascii(64), nullable=False),
        sa.Column("created_by", id_, nullable=False),
        sa.Column("fingerprint", _ascii(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "members",
        sa.Column("list_id", id_, sa.ForeignKey("lists.id"), primary_key=True),
        sa.Column("user_id", id_, sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("role", id_, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        **_TABLE,
    )
    op.create_table(
        "tasks",
        sa.Column("id", id_, primary_key=True),
        sa.Column("list_id", id_, nullable=False),
        sa.Column("section_id", id_, sa.ForeignKey("sections.id"), nullable=False),
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
        sa.Column("created_by", id_, nullable=False),
        sa.Column("fingerprint", _ascii(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        **_TABLE,
    )
    _create_index("ix_replies_at", "replies", "at")
    _create_index("ix_sessions_user_id", "sessions", "user_id")
    _create_index("ix_sections_order", "sections", "list_id", "rank")
    _create_index("ix_members_user_id", "members", "user_id")
    _create_index("ix_tasks_order", "tasks", "section_id", "rank")
    _create_index("ix_tasks_open", "tasks", "list_id", "status")


def _create_index(name: str, table: str, *columns: str) -> None:
    """MySQL knows no `CREATE INDEX IF NOT EXISTS`."""
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, columns)
