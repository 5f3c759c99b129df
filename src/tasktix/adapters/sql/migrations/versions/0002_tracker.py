"""The tracker: tags, own roles, assignees, time entries, saved filters, marks of fields, the history of a task."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from tasktix.domain.folding import fold

revision = "0002"
down_revision = "0001"

_TABLE: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
    # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
    "if_not_exists": True,
}
_BATCH = 1000
_SEARCHED = (
    "list_id",
    "status",
    "due",
    "completed_at",
    "created_at",
    "priority",
    "expected",
    "elapsed_ms",
    "timer_started_at",
    "rank",
)


def _ascii(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


def _long() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def upgrade() -> None:
    _new_tables()
    for table in ("users", "lists", "sections", "members", "tasks"):
        _add(table, sa.Column("marks", sa.Text))
    _add("log", sa.Column("thing", _ascii(16)))
    _add("tasks", sa.Column("timer_started_by", _ascii(16)))
    _add("tasks", sa.Column("elapsed_ms", sa.BigInteger, nullable=False, server_default="0"))
    if "elapsed" in _columns("tasks"):
        op.execute("UPDATE tasks SET elapsed_ms = elapsed * 1000")
        op.drop_column("tasks", "elapsed")
    _add("tasks", sa.Column("search", _long()))
    _fill_search()
    _create_index("ix_tasks_search", "tasks", *_SEARCHED)
    _drop_index("ix_tasks_open", "tasks")
    _create_index("ix_log_thing", "log", "audience", "thing", "position")
    _create_index("ix_task_tags_tag_id", "task_tags", "tag_id")
    _create_index("ix_task_assignees_member", "task_assignees", "list_id", "user_id")
    _create_index("ix_task_assignees_user", "task_assignees", "user_id")
    _create_index("ix_times_task_id", "times", "task_id")
    _create_index("ix_filters_user_id", "filters", "user_id")


def _new_tables() -> None:
    id_ = _ascii(16)
    op.create_table(
        "tags",
        sa.Column("id", id_, primary_key=True),
        sa.Column("list_id", id_, sa.ForeignKey("lists.id"), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("name_key", sa.String(96), nullable=False),
        sa.Column("color", _ascii(16), nullable=False),
        *_made_and_versioned(),
        sa.UniqueConstraint("list_id", "name_key", name="uq_tags_name"),
        **_TABLE,
    )
    op.create_table(
        "roles",
        sa.Column("id", id_, primary_key=True),
        sa.Column("list_id", id_, sa.ForeignKey("lists.id"), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("name_key", sa.String(96), nullable=False),
        sa.Column("description", sa.String(64), nullable=False),
        sa.Column("permissions", _ascii(256), nullable=False),
        *_made_and_versioned(),
        sa.UniqueConstraint("list_id", "name_key", name="uq_roles_name"),
        **_TABLE,
    )
    op.create_table(
        "task_tags",
        sa.Column("task_id", id_, sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("tag_id", id_, sa.ForeignKey("tags.id"), primary_key=True),
        **_TABLE,
    )
    op.create_table(
        "task_assignees",
        sa.Column("task_id", id_, sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user_id", id_, primary_key=True),
        sa.Column("list_id", id_, nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id", "user_id"], ["members.list_id", "members.user_id"], name="fk_assignee_member"
        ),
        **_TABLE,
    )
    op.create_table(
        "times",
        sa.Column("id", id_, primary_key=True),
        sa.Column("task_id", id_, sa.ForeignKey("tasks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("user_id", id_, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
        **_TABLE,
    )
    op.create_table(
        "filters",
        sa.Column("id", id_, primary_key=True),
        sa.Column("user_id", id_, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        *_made_and_versioned(),
        **_TABLE,
    )

    op.create_table(
        "log_pieces",
        sa.Column("audience", id_, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("text", _ascii(4), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("piece", _long(), nullable=False),
        **_TABLE,
    )


def _made_and_versioned() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_by", _ascii(16), nullable=False),
        sa.Column("fingerprint", _ascii(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("marks", sa.Text),
    ]


def _fill_search() -> None:
    """What is found by a word is not the database's to decide: each folds case in a way of its own."""
    tasks = sa.table("tasks", sa.column("id"), sa.column("name"), sa.column("description"), sa.column("search"))
    connection = op.get_bind()
    unfilled = sa.select(tasks.c.id, tasks.c.name, tasks.c.description).where(tasks.c.search.is_(None)).limit(_BATCH)
    fill = sa.update(tasks).where(tasks.c.id == sa.bindparam("its_id")).values(search=sa.bindparam("text"))
    while found := connection.execute(unfilled).all():
        rows = [{"its_id": id_, "text": f"{fold(name)}\n{fold(description)}"} for id_, name, description in found]
        connection.execute(fill, rows)


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def _add(table: str, column: sa.Column[Any]) -> None:
    """Where a start that was killed has not done so already."""
    if column.name not in _columns(table):
        op.add_column(table, column)


def _drop_index(name: str, table: str) -> None:
    if name in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.drop_index(name, table)


def _create_index(name: str, table: str, *columns: str) -> None:
    """MySQL knows no `CREATE INDEX IF NOT EXISTS`."""
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, columns)
