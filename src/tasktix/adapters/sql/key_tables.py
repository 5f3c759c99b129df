"""The tables of what opens an account: see `tables`."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from tasktix.adapters.sql.columns import ID, LONG, ascii_text, table, versioned

CREDENTIALS: Final = table(
    "credentials",
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("password_hash", sa.String(256), nullable=False),
    sa.Column("disabled_at", sa.BigInteger),
)

SESSIONS: Final = table(
    "sessions",
    sa.Column("id", ID, primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("token_hash", ascii_text(64), nullable=False, unique=True),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("fresh_at", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("device", sa.String(256), nullable=False),
    sa.Column("address", ascii_text(45), nullable=False),
    sa.Column("remember", sa.Boolean, nullable=False),
    *versioned(),
)

SECOND_FACTORS: Final = table(
    "second_factors",
    # The user's.
    sa.Column("id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sealed", ascii_text(512), nullable=False),
    sa.Column("on_since", sa.BigInteger),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    # With spaces between them.
    sa.Column("backup_hashes", ascii_text(1024), nullable=False),
    *versioned(),
)

LINKED_ACCOUNTS: Final = table(
    "linked_accounts",
    sa.Column("id", ID, primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("provider", ascii_text(32), nullable=False),
    # A hash of issuer and subject.
    sa.Column("identity_key", ascii_text(64), nullable=False, unique=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("sealed", LONG, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("used_at", sa.BigInteger, nullable=False),
    *versioned(),
)

PASSKEYS: Final = table(
    "passkeys",
    sa.Column("id", ID, primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(64), nullable=False),
    # Both in base64url.
    sa.Column("credential_id", ascii_text(1364), nullable=False, unique=True),
    sa.Column("public_key", ascii_text(2048), nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("used_at", sa.BigInteger),
    *versioned(),
)

TICKETS: Final = table(
    "tickets",
    sa.Column("key_hash", ascii_text(64), primary_key=True),
    sa.Column("purpose", ascii_text(16), nullable=False),
    # JSON.
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False, index=True),
    # Where it is known whose it is.
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), index=True),
)

TOKENS: Final = table(
    "tokens",
    sa.Column("id", ID, primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("token_hash", ascii_text(64), nullable=False, unique=True),
    sa.Column("hint", ascii_text(16), nullable=False),
    # With spaces between them.
    sa.Column("scopes", ascii_text(2048), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("used_at", sa.BigInteger),
    *versioned(),
)

LIMITS: Final = table(
    "limits",
    # A hash of what is limited and for whom.
    sa.Column("bucket", ascii_text(64), primary_key=True),
    sa.Column("empty_at", sa.BigInteger, nullable=False, index=True),
)
