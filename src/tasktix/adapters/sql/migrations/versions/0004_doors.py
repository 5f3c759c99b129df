"""Doors: second factors, accounts elsewhere, and tickets for what is begun in one request and ended in another."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0004"
down_revision = "0003"

_TABLE: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
    # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
    "if_not_exists": True,
}


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("id", _ascii(16), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sealed", _ascii(512), nullable=False),
        sa.Column("on_since", sa.BigInteger),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("backup_hashes", _ascii(1024), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
        **_TABLE,
    )
    op.create_table(
        "linked_accounts",
        sa.Column("id", _ascii(16), primary_key=True),
        sa.Column("user_id", _ascii(16), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("provider", _ascii(32), nullable=False),
        sa.Column("identity_key", _ascii(64), nullable=False, unique=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb"), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
        **_TABLE,
    )
    _create_index("ix_linked_accounts_user_id", "linked_accounts", "user_id")
    op.create_table(
        "tickets",
        sa.Column("key_hash", _ascii(64), primary_key=True),
        sa.Column("purpose", _ascii(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("user_id", _ascii(16), sa.ForeignKey("users.id", ondelete="CASCADE")),
        **_TABLE,
    )
    _create_index("ix_tickets_expires_at", "tickets", "expires_at")
    _create_index("ix_tickets_user_id", "tickets", "user_id")


def _create_index(name: str, table: str, *columns: str) -> None:
    """MySQL knows no `CREATE INDEX IF NOT EXISTS`."""
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, columns)


def _ascii(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")
