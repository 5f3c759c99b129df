"""When it was looked at last whether who linked a list still reaches its repository."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # MySQL commits each statement of DDL by itself: a start that was killed half-way must be able to go on.
    if "checked_at" not in {it["name"] for it in sa.inspect(op.get_bind()).get_columns("mirrors")}:
        op.add_column("mirrors", sa.Column("checked_at", sa.BigInteger))
