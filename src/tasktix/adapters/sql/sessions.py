"""Sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.key_tables import CREDENTIALS, SESSIONS
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.tables import Query, from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.sessions import ABSOLUTE, IDLE, Session

_COLUMNS: Final = (
    SESSIONS.c.id,
    SESSIONS.c.user_id,
    SESSIONS.c.token_hash,
    SESSIONS.c.created_at,
    SESSIONS.c.seen_at,
    SESSIONS.c.fresh_at,
    SESSIONS.c.device,
    SESSIONS.c.address,
    SESSIONS.c.remember,
    SESSIONS.c.version,
    SESSIONS.c.marks,
)
_IS_YOUNG: Final = sa.and_(
    SESSIONS.c.seen_at > sa.bindparam("seen_after"), SESSIONS.c.created_at > sa.bindparam("created_after")
)
_ALIVE: Final = (
    sa.select(*_COLUMNS)
    .join(CREDENTIALS, CREDENTIALS.c.user_id == SESSIONS.c.user_id)
    .where(_IS_YOUNG, CREDENTIALS.c.disabled_at.is_(None))
)
_WITH_TOKEN: Final = _ALIVE.where(SESSIONS.c.token_hash == sa.bindparam("token_hash"))
_OF_USER: Final = _ALIVE.where(SESSIONS.c.user_id == sa.bindparam("user_id"))
_BY_ID: Final = _OF_USER.where(SESSIONS.c.id == sa.bindparam("id"))
_EXPIRED: Final = sa.select(*_COLUMNS).where(sa.not_(_IS_YOUNG)).limit(sa.bindparam("at_most"))
_TOUCH: Final = (
    sa.update(SESSIONS)
    .where(SESSIONS.c.id == sa.bindparam("its_id"), SESSIONS.c.seen_at < sa.bindparam("seen_at"))
    .values(seen_at=sa.bindparam("seen_at"))
)


def row(session: Session, _owner: object) -> dict[str, Any]:
    return {
        "id": session.id,
        "user_id": session.user_id,
        "token_hash": session.token_hash,
        "created_at": to_ms(session.created_at),
        "seen_at": to_ms(session.seen_at),
        "fresh_at": to_ms(session.fresh_at),
        "device": session.device,
        "address": session.address,
        "remember": session.remember,
        "version": session.version,
    }


@attrs.define(eq=False)
class Sessions:
    connection: Connection
    ledger: Ledger
    now: datetime
    touched: dict[Id, datetime] = attrs.field(factory=dict)

    def add(self, session: Session) -> None:
        self.ledger.add(session)

    def with_token(self, token_hash: str) -> Session | None:
        return next(iter(self._sessions(_WITH_TOKEN, token_hash=token_hash)), None)

    def get(self, user_id: Id, session_id: Id) -> Session | None:
        return next(iter(self._sessions(_BY_ID, user_id=user_id, id=session_id)), None)

    def of(self, user_id: Id) -> Sequence[Session]:
        return self._sessions(_OF_USER, user_id=user_id)

    def expired(self, at_most: int) -> Sequence[Session]:
        return self._sessions(_EXPIRED, at_most=at_most)

    def touch(self, session_id: Id, seen_at: datetime) -> None:
        self.touched[session_id] = seen_at

    def write_touches(self) -> None:
        """After the use case: what is refused, or only looked at, leaves no trace."""
        for session_id, seen_at in self.touched.items():
            self.connection.change(_TOUCH, {"its_id": session_id, "seen_at": to_ms(seen_at)})

    def _sessions(self, statement: Query, **values: Any) -> Sequence[Session]:
        limits = {"seen_after": to_ms(self.now - IDLE), "created_after": to_ms(self.now - ABSOLUTE)}
        return [self._session(found) for found in self.connection.rows(statement, {**values, **limits})]

    def _session(self, found: Row) -> Session:
        session_id, user_id, token_hash, created_at, seen_at, fresh_at, device, address, remember, *counted = found
        session = Session(
            id=session_id,
            user_id=user_id,
            token_hash=token_hash,
            created_at=from_ms(created_at),
            seen_at=from_ms(seen_at),
            fresh_at=from_ms(fresh_at),
            device=device,
            address=address,
            remember=bool(remember),
            version=counted[0],
            marks=marks_of(counted[1]),
        )
        return self.ledger.track(session)
