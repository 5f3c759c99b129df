"""API tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.key_tables import CREDENTIALS, TOKENS
from tasktix.adapters.sql.tables import Query, from_ms, maybe_from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.tokens import Token

_COLUMNS: Final = (
    TOKENS.c.id,
    TOKENS.c.user_id,
    TOKENS.c.name,
    TOKENS.c.token_hash,
    TOKENS.c.hint,
    TOKENS.c.scopes,
    TOKENS.c.created_at,
    TOKENS.c.expires_at,
    TOKENS.c.used_at,
    TOKENS.c.version,
)
_IS_OVER: Final = sa.and_(TOKENS.c.expires_at.is_not(None), TOKENS.c.expires_at <= sa.bindparam("now"))
_ALIVE: Final = (
    sa.select(*_COLUMNS)
    .join(CREDENTIALS, CREDENTIALS.c.user_id == TOKENS.c.user_id)
    .where(sa.not_(_IS_OVER), CREDENTIALS.c.disabled_at.is_(None))
)
_WITH_HASH: Final = _ALIVE.where(TOKENS.c.token_hash == sa.bindparam("token_hash"))
_OF_USER: Final = _ALIVE.where(TOKENS.c.user_id == sa.bindparam("user_id"))
_BY_ID: Final = _OF_USER.where(TOKENS.c.id == sa.bindparam("id"))
_EXPIRED: Final = sa.select(*_COLUMNS).where(_IS_OVER).limit(sa.bindparam("at_most"))
_TOUCH: Final = sa.update(TOKENS).where(TOKENS.c.id == sa.bindparam("its_id")).values(used_at=sa.bindparam("used_at"))


def row(token: Token, _owner: object) -> dict[str, Any]:
    return {
        "id": token.id,
        "user_id": token.user_id,
        "name": token.name,
        "token_hash": token.token_hash,
        "hint": token.hint,
        "scopes": " ".join(sorted(token.scopes)),
        "created_at": to_ms(token.created_at),
        "expires_at": to_ms(token.expires_at),
        "used_at": to_ms(token.used_at),
        "version": token.version,
    }


@attrs.define(eq=False)
class Tokens:
    connection: Connection
    ledger: Ledger
    now: datetime
    touched: dict[Id, datetime] = attrs.field(factory=dict)

    def add(self, token: Token) -> None:
        self.ledger.add(token)

    def with_hash(self, token_hash: str) -> Token | None:
        return next(iter(self._tokens(_WITH_HASH, token_hash=token_hash)), None)

    def get(self, user_id: Id, token_id: Id) -> Token | None:
        return next(iter(self._tokens(_BY_ID, user_id=user_id, id=token_id)), None)

    def of(self, user_id: Id) -> Sequence[Token]:
        return self._tokens(_OF_USER, user_id=user_id)

    def expired(self, at_most: int) -> Sequence[Token]:
        return self._tokens(_EXPIRED, at_most=at_most)

    def touch(self, token_id: Id, used_at: datetime) -> None:
        self.touched[token_id] = used_at

    def write_touches(self) -> None:
        """After the use case, as those of sessions."""
        for token_id, used_at in self.touched.items():
            self.connection.change(_TOUCH, {"its_id": token_id, "used_at": to_ms(used_at)})

    def _tokens(self, statement: Query, **values: Any) -> Sequence[Token]:
        found = self.connection.rows(statement, {**values, "now": to_ms(self.now)})
        return [self.ledger.track(_token(each)) for each in found]


def _token(found: Row) -> Token:
    token_id, user_id, name, token_hash, hint, scopes, created_at, expires_at, used_at, version = found
    return Token(
        id=token_id,
        user_id=user_id,
        name=name,
        token_hash=token_hash,
        hint=hint,
        scopes=frozenset(scopes.split()),
        created_at=from_ms(created_at),
        expires_at=maybe_from_ms(expires_at),
        used_at=maybe_from_ms(used_at),
        version=version,
    )
