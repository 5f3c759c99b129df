"""Sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.tables import SESSIONS, Query, from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.sessions import ABSOLUTE, IDLE, Session

_COLUMNS: Final = (
    SESSIONS.c.id,
    SESSIONS.c.user_id,
    SESSIONS.c.token_hash,
    SESSIONS.c.created_at,
    SESSIONS.c.seen_at,
    SESSIONS.c.device,
    SESSIONS.c.address,
    SESSIONS.c.remember,
    SESSIONS.c.version,
)
_ALIVE: Final = sa.select(*_COLUMNS).where(
    SESSIONS.c.token_hash == sa.bindparam("token_hash"),
    SESSIONS.c.seen_at > sa.bindparam("seen_after"),
    SESSIONS.c.created_at > sa.bindparam("created_after"),
)
_BY_ID: Final = sa.select(*_COLUMNS).where(
    SESSIONS.c.id == sa.bindparam("id"), SESSIONS.c.user_id == sa.bindparam("user_id")
)
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
        limits = {"seen_after": to_ms(self.now - IDLE), "created_after": to_ms(self.now - ABSOLUTE)}
        return self._session(_ALIVE, {"token_hash": token_hash, **limits})

    def get(self, user_id: Id, session_id: Id) -> Session | None:
        return self._session(_BY_ID, {"user_id": user_id, "id": session_id})

    def touch(self, session_id: Id, seen_at: datetime) -> None:
        self.touched[session_id] = seen_at

    def write_touches(self) -> None:
        """After the use case: what is refused, or only looked at, leaves no trace."""
        for session_id, seen_at in self.touched.items():
            self.connection.change(_TOUCH, {"its_id": session_id, "seen_at": to_ms(seen_at)})

    def _session(self, statement: Query, values: dict[str, Any]) -> Session | None:
        found = self.connection.row(statement, values)
        if found is None:
            return None
        session_id, user_id, token_hash, created_at, seen_at, device, address, remember, version = found
        session = Session(
            id=session_id,
            user_id=user_id,
            token_hash=token_hash,
            created_at=from_ms(created_at),
            seen_at=from_ms(seen_at),
            device=device,
            address=address,
            remember=bool(remember),
            version=version,
        )
        return self.ledger.track(session)
