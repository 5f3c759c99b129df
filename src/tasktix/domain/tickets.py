"""A ticket: the second half of something that a browser has begun. It is redeemed once, before it expires."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.domain.ids import Id
from tasktix.domain.sessions import hash_token

LIFE: Final = timedelta(minutes=10)
"""As long as a person may take at another site, or to find the phone (ASVS 6.5.5 allows 10 minutes)."""


class Purpose(enum.Enum):
    SECOND_FACTOR = "second factor"
    PROVIDER = "provider"
    PASSKEY = "passkey"
    NEW_PASSKEY = "new passkey"


@attrs.frozen
class Ticket:
    """`key_hash` is that of a random key which the browser brings back; `content` is what must not come from there.
    `user_id` is whose it is, where that is known: it goes when they do."""

    purpose: Purpose
    key_hash: str
    content: Mapping[str, str]
    expires_at: datetime
    user_id: Id | None = None

    @classmethod
    def of(
        cls, purpose: Purpose, key: str, content: Mapping[str, str], now: datetime, user_id: Id | None = None
    ) -> Ticket:
        return cls(purpose, hash_token(key), dict(content), now + LIFE, user_id)
