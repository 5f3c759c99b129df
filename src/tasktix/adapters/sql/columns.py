"""What the tables are made of: columns that many of them have, and how both databases are told the same."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

ALL: Final = sa.MetaData()


def table(name: str, *items: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(
        name,
        ALL,
        *items,
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def ascii_text(length: int) -> sa.types.TypeEngine[Any]:
    """ASCII compared by bytes: a case-insensitive collation would make two ids one."""
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


ID: Final = ascii_text(16)
LONG: Final = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def versioned() -> list[sa.Column[Any]]:
    """`marks` tell who changed which field last, as JSON; null where nobody has."""
    return [sa.Column("version", sa.Integer, nullable=False), sa.Column("marks", sa.Text)]


def origin() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_by", ID, nullable=False),
        sa.Column("fingerprint", ascii_text(32), nullable=False),
    ]
