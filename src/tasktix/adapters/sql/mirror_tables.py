"""The tables of lists that follow repositories. Numbers of the tracker's own are its, and may be large."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from tasktix.adapters.sql.columns import ID, LONG, ascii_text, table, versioned

MIRRORS: Final = table(
    "mirrors",
    # The list's.
    sa.Column("id", ID, sa.ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("repository_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("repository", sa.String(256), nullable=False),
    sa.Column("installation_id", sa.BigInteger, index=True),
    # No foreign key: where the section is gone, the first one takes its place.
    sa.Column("section_id", ID),
    # JSON: the way of each field.
    sa.Column("directions", sa.Text, nullable=False),
    sa.Column("conflicts", ascii_text(8), nullable=False),
    sa.Column("linked_by", ID, nullable=False),
    sa.Column("linked_at", sa.BigInteger, nullable=False),
    sa.Column("halted", sa.String(256)),
    # How far its log has been looked through for what goes out; changed without a version.
    sa.Column("relayed", sa.BigInteger, nullable=False),
    # When everything there was looked at last, in the same way; null for a list that has just been linked.
    sa.Column("swept_at", sa.BigInteger),
    sa.Column("is_importing", sa.Boolean, nullable=False),
    # When it was looked at last whether who linked it still reaches the repository, in the same way.
    sa.Column("checked_at", sa.BigInteger),
    *versioned(),
)

LINKS: Final = table(
    "issue_links",
    sa.Column("list_id", ID, sa.ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("issue_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("repository_id", sa.BigInteger, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    # No foreign key: of a task that was deleted here it is known which issue it followed.
    sa.Column("task_id", ID),
    sa.Column("updated_at", sa.BigInteger, nullable=False),
    # JSON: the values that both sides had last.
    sa.Column("common", LONG),
    # JSON, too: those that we are writing there.
    sa.Column("sent", LONG),
    sa.Column("is_gone", sa.Boolean, nullable=False),
    sa.Index("ix_issue_links_task", "list_id", "task_id"),
)

DELIVERIES: Final = table(
    "deliveries",
    sa.Column("id", ID, primary_key=True),
    sa.Column("hook", ascii_text(32), nullable=False),
    sa.Column("guid", ascii_text(64), nullable=False),
    sa.Column("event", ascii_text(64), nullable=False),
    sa.Column("action", ascii_text(64), nullable=False),
    sa.Column("repository_id", sa.BigInteger),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("state", ascii_text(8), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("body", LONG, nullable=False),
    sa.UniqueConstraint("hook", "guid", name="uq_deliveries_guid"),
    sa.Index("ix_deliveries_state", "state", "id"),
)

REPORTS: Final = table(
    "reports",
    sa.Column("id", ID, primary_key=True),
    sa.Column("list_id", ID, sa.ForeignKey("lists.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("way", ascii_text(4), nullable=False),
    sa.Column("event", ascii_text(64), nullable=False),
    sa.Column("action", ascii_text(64), nullable=False),
    sa.Column("outcome", ascii_text(16), nullable=False),
    # No foreign key: a delivery is forgotten before its reports.
    sa.Column("delivery", ID),
    sa.Column("number", sa.BigInteger),
    sa.Column("task_id", ID),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Index("ix_reports_list", "list_id", "id"),
    sa.Index("ix_reports_delivery", "delivery", "list_id"),
)
