"""A session: one browser signed in. That browser alone knows its token; here is the token's hash."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.ids import Id

IDLE: Final = timedelta(days=7)
ABSOLUTE: Final = timedelta(days=30)
"""A session ends after 7 days without use and 30 days in any case (OWASP ASVS 5.0, 7.3.1 and 7.3.2)."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exact `seen_at` is: it is written at most this often."""

LONGEST_DEVICE: Final = 256


@attrs.define(eq=False, kw_only=True)
class Session(Aggregate):
    user_id: Id
    token_hash: str
    created_at: datetime
    seen_at: datetime
    device: str = ""
    address: str = ""
    remember: bool = False

    @property
    def audience(self) -> Id:
        return self.user_id

    @classmethod
    def start(
        cls,
        session_id: Id,
        *,
        user_id: Id,
        token: str,
        now: datetime,
        device: str = "",
        address: str = "",
        remember: bool = False,
    ) -> Session:
        session = cls(
            id=session_id,
            user_id=user_id,
            token_hash=hash_token(token),
            created_at=now,
            seen_at=now,
            device=device[:LONGEST_DEVICE],
            address=address,
            remember=remember,
        )
        session.record(facts.SessionStarted(session_id))
        return session

    def is_due_to_be_seen(self, now: datetime) -> bool:
        """Whether it has been used for so long that this should be written down."""
        return now - self.seen_at >= SEEN_EVERY

    def end(self) -> None:
        self.deleted = True
        self.record(facts.SessionEnded(self.id))


def hash_token(token: str) -> str:
    """SHA-256 in hex. A token has 256 random bits, so a fast hash is enough."""
    # A cookie may hold any bytes; what is no token must be no session, not a fault.
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
