"""Mirrors: lists that follow repositories, what trackers sent, and what came of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006"
down_revision = "0005"

_TABLE: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
    # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
    "if_not_exists": True,
}


def upgrade() -> None:
    if "issue" not in {it["name"] for it in sa.inspect(op.get_bind()).get_columns("tasks")}:
        op.add_column("tasks", sa.Column("issue", sa.Text))
    op.create_table(
        "mirrors",
        _of_list("id", is_key=True),
        sa.Column("repository_id", sa.BigInteger, nullable=False),
        sa.Column("repository", sa.String(256), nullable=False),
        sa.Column("installation_id", sa.BigInteger),
        sa.Column("section_id", _ascii(16)),
        sa.Column("directions", sa.Text, nullable=False),
        sa.Column("conflicts", _ascii(8), nullable=False),
        sa.Column("linked_by", _ascii(16), nullable=False),
        sa.Column("linked_at", sa.BigInteger, nullable=False),
        sa.Column("halted", sa.String(256)),
        sa.Column("relayed", sa.BigInteger, nullable=False),
        sa.Column("swept_at", sa.BigInteger),
        sa.Column("is_importing", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
        **_TABLE,
    )
    _create_index("ix_mirrors_repository_id", "mirrors", "repository_id")
    _create_index("ix_mirrors_installation_id", "mirrors", "installation_id")
    op.create_table(
        "issue_links",
        _of_list("list_id", is_key=True),
        sa.Column("issue_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("repository_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("task_id", _ascii(16)),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("common", sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")),
        sa.Column("sent", sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        **_TABLE,
    )
    _create_index("ix_issue_links_task", "issue_links", "list_id", "task_id")
    op.create_table(
        "deliveries",
        sa.Column("id", _ascii(16), primary_key=True),
        sa.Column("hook", _ascii(32), nullable=False),
        sa.Column("guid", _ascii(64), nullable=False),
        sa.Column("event", _ascii(64), nullable=False),
        sa.Column("action", _ascii(64), nullable=False),
        sa.Column("repository_id", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("state", _ascii(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("body", sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb"), nullable=False),
        sa.UniqueConstraint("hook", "guid", name="uq_deliveries_guid"),
        **_TABLE,
    )
    _create_index("ix_deliveries_at", "deliveries", "at")
    _create_index("ix_deliveries_state", "deliveries", "state", "id")
    op.create_table(
        "reports",
        sa.Column("id", _ascii(16), primary_key=True),
        _of_list("list_id", is_key=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("way", _ascii(4), nullable=False),
        sa.Column("event", _ascii(64), nullable=False),
        sa.Column("action", _ascii(64), nullable=False),
        sa.Column("outcome", _ascii(16), nullable=False),
        sa.Column("delivery", _ascii(16)),
        sa.Column("number", sa.BigInteger),
        sa.Column("task_id", _ascii(16)),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        **_TABLE,
    )
    _create_index("ix_reports_at", "reports", "at")
    _create_index("ix_reports_list", "reports", "list_id", "id")
    _create_index("ix_reports_delivery", "reports", "delivery", "list_id")


def _of_list(name: str, *, is_key: bool) -> sa.Column[str]:
    refers = sa.ForeignKey("lists.id", ondelete="CASCADE")
    return sa.Column(name, _ascii(16), refers, primary_key=is_key, nullable=False)


def _create_index(name: str, table: str, *columns: str) -> None:
    """MySQL knows no `CREATE INDEX IF NOT EXISTS`."""
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, columns)


def _ascii(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")
