"""An API token: a program signed in for its user. That program alone knows the secret; here is its hash."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs

from tasktix.domain import own_facts
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.errors import Invalid, Rule, checked
from tasktix.domain.fields import line
from tasktix.domain.grants import Grant, clean_scopes
from tasktix.domain.ids import Id
from tasktix.domain.sessions import hash_token

START: Final = "tt_"
"""So that a secret is recognised wherever it turns up."""

HINT: Final = len(START) + 6
"""Characters of a secret that are kept, so that its owner recognises it."""

USUAL_LIFE: Final = timedelta(days=90)
"""Of a token that was made without a word about its end."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exact `used_at` is: it is written at most this often."""


def secret_of(chance: str) -> str:
    """The secret of a new token from random text: with a checksum, so that who looks for leaked secrets can tell."""
    return f"{START}{chance}{zlib.crc32(chance.encode()):08x}"


def is_secret(text: str) -> bool:
    """Whether it may be the secret of a token: what cannot be one need not be looked up."""
    if not text.startswith(START) or not text.isascii():
        return False
    return text == secret_of(text[len(START) : -8])


def moment(value: str | None) -> datetime | None:
    """RFC 3339 with any offset; `None` is never."""
    try:
        found = None if value is None else datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise ValueError("must be an instant like 2026-11-30T17:00:00Z") from None
    if found is not None and (datetime.fromisoformat(str(value)).tzinfo is None or found.year < 1970):
        raise ValueError("must be an instant like 2026-11-30T17:00:00Z")
    return found and found.replace(microsecond=found.microsecond // 1000 * 1000)


RULES: Final[Mapping[str, Rule]] = {"name": line(64), "scopes": clean_scopes, "expires_at": moment}


@attrs.define(eq=False, kw_only=True)
class Token(Aggregate):
    """`expires_at` None is never, `used_at` None not yet."""

    user_id: Id
    name: str
    token_hash: str
    hint: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None = None

    @property
    def audience(self) -> Id:
        return self.user_id

    @property
    def grant(self) -> Grant:
        return Grant(self.scopes)

    @classmethod
    def make(cls, token_id: Id, *, user_id: Id, secret: str, now: datetime, fields: Mapping[str, Any]) -> Token:
        """From `name`, `scopes` and, if given, `expires_at`. Raises `Invalid`."""
        cleaned = checked(RULES, fields, required=("name", "scopes"))
        expires_at = cleaned.pop("expires_at", now + USUAL_LIFE)
        if expires_at is not None and expires_at <= now:
            raise Invalid.of("expires_at", "must be in the future")
        token = cls(
            id=token_id,
            user_id=user_id,
            token_hash=hash_token(secret),
            hint=secret[:HINT],
            created_at=now,
            expires_at=expires_at,
            **cleaned,
        )
        token.record(own_facts.TokenMade(token_id))
        return token

    def is_alive(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at

    def is_due_to_be_seen(self, now: datetime) -> bool:
        """Whether its use should be written down again."""
        return self.used_at is None or now - self.used_at >= SEEN_EVERY

    def revoke(self) -> None:
        self.deleted = True
        self.record(own_facts.TokenRevoked(self.id))
