"""Identity: fresh proofs of who one is, who is disabled, API tokens, the audit, how often something was tried."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"

_TABLE: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
    # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
    "if_not_exists": True,
}


def upgrade() -> None:
    _add("credentials", sa.Column("disabled_at", sa.BigInteger))
    # Who was signed in before gives the password once more before a dangerous thing.
    _add("sessions", sa.Column("fresh_at", sa.BigInteger, nullable=False, server_default="0"))
    _add("sessions", sa.Column("marks", sa.Text))
    op.create_table(
        "tokens",
        sa.Column("id", _ascii(16), primary_key=True),
        sa.Column("user_id", _ascii(16), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("token_hash", _ascii(64), nullable=False, unique=True),
        sa.Column("hint", _ascii(16), nullable=False),
        sa.Column("scopes", _ascii(2048), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
        **_TABLE,
    )
    _create_index("ix_tokens_user_id", "tokens", "user_id")
    op.create_table(
        "audit",
        sa.Column("id", _ascii(16), primary_key=True),
        sa.Column("user_id", _ascii(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", _ascii(32), nullable=False),
        sa.Column("by", _ascii(16)),
        sa.Column("about", _ascii(16)),
        sa.Column("address", _ascii(45), nullable=False),
        sa.Column("device", sa.String(256), nullable=False),
        **_TABLE,
    )
    _create_index("ix_audit_at", "audit", "at")
    _create_index("ix_audit_user", "audit", "user_id", "id")
    op.create_table(
        "limits",
        sa.Column("bucket", _ascii(64), primary_key=True),
        sa.Column("empty_at", sa.BigInteger, nullable=False),
        **_TABLE,
    )
    _create_index("ix_limits_empty_at", "limits", "empty_at")


def _create_index(name: str, table: str, *columns: str) -> None:
    """MySQL knows no `CREATE INDEX IF NOT EXISTS`."""
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, columns)


def _ascii(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


def _add(table: str, column: sa.Column[object]) -> None:
    """Where a start that was killed has not done so already."""
    if column.name not in {it["name"] for it in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)
