"""A session: one browser signed in. That browser alone knows its token; here is the token's hash."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.domain import own_facts
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.ids import Id

IDLE: Final = timedelta(days=7)
ABSOLUTE: Final = timedelta(days=30)
"""A session ends after 7 days without use and 30 days in any case (OWASP ASVS 5.0, 7.3.1 and 7.3.2)."""

FRESH_FOR: Final = timedelta(minutes=15)
"""How long after a proof of who one is the dangerous things may be done without another (ASVS 7.5.1)."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exact `seen_at` is: it is written at most this often."""

LONGEST_DEVICE: Final = 256


@attrs.define(eq=False, kw_only=True)
class Session(Aggregate):
    """`fresh_at` is when its user last proved who they are."""

    user_id: Id
    token_hash: str
    created_at: datetime
    seen_at: datetime
    fresh_at: datetime
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
            fresh_at=now,
            device=device[:LONGEST_DEVICE],
            address=address,
            remember=remember,
        )
        session.record(own_facts.SessionStarted(session_id))
        return session

    def is_due_to_be_seen(self, now: datetime) -> bool:
        """Whether it has been used for so long that this should be written down."""
        return now - self.seen_at >= SEEN_EVERY

    @property
    def expires_at(self) -> datetime:
        """If it is not used until then."""
        return min(self.seen_at + IDLE, self.created_at + ABSOLUTE)

    def is_fresh(self, now: datetime) -> bool:
        return now - self.fresh_at <= FRESH_FOR

    def renew(self, token: str, now: datetime) -> None:
        """Its user has proved again who they are: it has another token from now on, and the old one is worthless."""
        self.token_hash = hash_token(token)
        self.fresh_at = now
        self.record(own_facts.SessionRenewed(self.id))

    def end(self) -> None:
        self.deleted = True
        self.record(own_facts.SessionEnded(self.id))


def hash_token(token: str) -> str:
    """SHA-256 in hex. A token has 256 random bits, so a fast hash is enough."""
    # A cookie may hold any bytes; what is no token must be no session, not a fault.
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
