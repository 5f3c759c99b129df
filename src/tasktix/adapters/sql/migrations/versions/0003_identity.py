"""Identity: when a session's user last proved who they are, and who is disabled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _add("credentials", sa.Column("disabled_at", sa.BigInteger))
    # Who was signed in before gives the password once more before a dangerous thing.
    _add("sessions", sa.Column("fresh_at", sa.BigInteger, nullable=False, server_default="0"))
    _add("sessions", sa.Column("marks", sa.Text))


def _add(table: str, column: sa.Column[object]) -> None:
    """Where a start that was killed has not done so already."""
    if column.name not in {it["name"] for it in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)
