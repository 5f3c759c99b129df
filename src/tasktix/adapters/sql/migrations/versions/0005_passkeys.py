"""Passkeys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", _ascii(16), primary_key=True),
        sa.Column("user_id", _ascii(16), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("credential_id", _ascii(1364), nullable=False, unique=True),
        sa.Column("public_key", _ascii(2048), nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
        # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
        if_not_exists=True,
    )
    name = "ix_passkeys_user_id"
    # MySQL knows no `CREATE INDEX IF NOT EXISTS`.
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes("passkeys")}:
        op.create_index(name, "passkeys", ["user_id"])


def _ascii(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")
