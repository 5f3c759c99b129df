"""The tables, but for `key_tables`. Instants are milliseconds since 1970 in UTC; texts compare by bytes; ids ASCII."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.sql.columns import ID, LONG, ascii_text, origin, table, versioned
from tasktix.adapters.sql.key_tables import CREDENTIALS

METADATA: Final = CREDENTIALS.metadata
"""Importing this module puts the tables into it, those of `key_tables` as well."""

Query = sa.Select[*tuple[Any, ...]]
"""A statement that reads rows."""


AUDIENCES: Final = table(
    "audiences",
    sa.Column("id", ID, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("floor", sa.BigInteger, nullable=False),
)

LOG: Final = table(
    "log",
    sa.Column("audience", ID, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("body", LONG, nullable=False),
    sa.Column("was", LONG, nullable=False),
    # The one thing that the entry is about, if it is one: for the history of a task.
    sa.Column("thing", ID),
    sa.Index("ix_log_thing", "audience", "thing", "position"),
)

LOG_PIECES: Final = table(
    "log_pieces",
    sa.Column("audience", ID, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    # Of which text of the entry: `body` or `was`.
    sa.Column("text", ascii_text(4), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("piece", LONG, nullable=False),
)

REPLIES: Final = table(
    "replies",
    sa.Column("user_id", ID, primary_key=True),
    sa.Column("request_key", ascii_text(64), primary_key=True),
    sa.Column("fingerprint", ascii_text(64), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("body", LONG, nullable=False),
)

USERS: Final = table(
    "users",
    sa.Column("id", ID, primary_key=True),
    sa.Column("username", sa.String(32), nullable=False),
    sa.Column("username_key", sa.String(32), nullable=False, unique=True),
    sa.Column("email", sa.String(128), nullable=False),
    sa.Column("email_key", sa.String(384), nullable=False, unique=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("color", ascii_text(16), nullable=False),
    sa.Column("avatar_url", sa.String(1024)),
    sa.Column("timezone", sa.String(64)),
    sa.Column("locale", sa.String(35)),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    *versioned(),
)

AUDIT: Final = table(
    "audit",
    sa.Column("id", ID, primary_key=True),
    # Empty for what was nobody's.
    sa.Column("user_id", ID, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("kind", ascii_text(32), nullable=False),
    sa.Column("by", ID),
    sa.Column("about", ID),
    sa.Column("address", ascii_text(45), nullable=False),
    sa.Column("device", sa.String(256), nullable=False),
    sa.Index("ix_audit_user", "user_id", "id"),
)

LISTS: Final = table(
    "lists",
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("color", ascii_text(16), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("has_due_dates", sa.Boolean, nullable=False),
    sa.Column("has_time_tracking", sa.Boolean, nullable=False),
    sa.Column("auto_order", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    *origin(),
    *versioned(),
)

SECTIONS: Final = table(
    "sections",
    sa.Column("id", ID, primary_key=True),
    sa.Column("list_id", ID, sa.ForeignKey("lists.id"), nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("rank", ascii_text(64), nullable=False),
    *origin(),
    *versioned(),
    sa.Index("ix_sections_order", "list_id", "rank"),
)

MEMBERS: Final = table(
    "members",
    sa.Column("list_id", ID, sa.ForeignKey("lists.id"), primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id"), primary_key=True, index=True),
    sa.Column("role", ID, nullable=False),
    *versioned(),
)

TAGS: Final = table(
    "tags",
    sa.Column("id", ID, primary_key=True),
    sa.Column("list_id", ID, sa.ForeignKey("lists.id"), nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    # Folded, which may make a text longer: as tags are compared and looked for.
    sa.Column("name_key", sa.String(96), nullable=False),
    sa.Column("color", ascii_text(16), nullable=False),
    *origin(),
    *versioned(),
    sa.UniqueConstraint("list_id", "name_key", name="uq_tags_name"),
)

ROLES: Final = table(
    "roles",
    sa.Column("id", ID, primary_key=True),
    sa.Column("list_id", ID, sa.ForeignKey("lists.id"), nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("name_key", sa.String(96), nullable=False),
    sa.Column("description", sa.String(64), nullable=False),
    # Their names, with commas.
    sa.Column("permissions", ascii_text(256), nullable=False),
    *origin(),
    *versioned(),
    sa.UniqueConstraint("list_id", "name_key", name="uq_roles_name"),
)

TASKS: Final = table(
    "tasks",
    sa.Column("id", ID, primary_key=True),
    # No foreign key: its section has one, and checking this one would make each new task wait for whoever changes
    # the list, who in turn waits for the position that the new task has taken.
    sa.Column("list_id", ID, nullable=False),
    sa.Column("section_id", ID, sa.ForeignKey("sections.id"), nullable=False),
    sa.Column("name", sa.String(256), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("status", ascii_text(16), nullable=False),
    sa.Column("priority", ascii_text(8), nullable=False),
    sa.Column("unclear", sa.Boolean, nullable=False),
    sa.Column("due", ascii_text(24)),
    sa.Column("expected", sa.Integer),
    sa.Column("elapsed_ms", sa.BigInteger, nullable=False),
    sa.Column("timer_started_at", sa.BigInteger),
    sa.Column("timer_started_by", ID),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("completed_at", sa.BigInteger),
    sa.Column("rank", ascii_text(64), nullable=False),
    # JSON: what it shows of the issue that it follows.
    sa.Column("issue", sa.Text),
    *origin(),
    *versioned(),
    sa.Index("ix_tasks_order", "section_id", "rank"),
    # Name and description, folded: what words of a filter are looked for in.
    sa.Column("search", LONG),
    # All that filters and orders look at, but for texts: who looks for tasks among many reads this and not the rows
    # (docs/decisions/0012).
    sa.Index(
        "ix_tasks_search",
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
    ),
)

TASK_TAGS: Final = table(
    "task_tags",
    sa.Column("task_id", ID, sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag_id", ID, sa.ForeignKey("tags.id"), primary_key=True, index=True),
)

TASK_ASSIGNEES: Final = table(
    "task_assignees",
    sa.Column("task_id", ID, sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("user_id", ID, primary_key=True),
    sa.Column("list_id", ID, nullable=False),
    # Only members are assigned, even where somebody is removed at the same moment.
    sa.ForeignKeyConstraint(["list_id", "user_id"], ["members.list_id", "members.user_id"], name="fk_assignee_member"),
    sa.Index("ix_task_assignees_member", "list_id", "user_id"),
    sa.Index("ix_task_assignees_user", "user_id"),
)

TIMES: Final = table(
    "times",
    sa.Column("id", ID, primary_key=True),
    sa.Column("task_id", ID, sa.ForeignKey("tasks.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("user_id", ID, nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.BigInteger, nullable=False),
    *versioned(),
)

FILTERS: Final = table(
    "filters",
    sa.Column("id", ID, primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    *origin(),
    *versioned(),
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def to_ms(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def maybe_from_ms(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)
