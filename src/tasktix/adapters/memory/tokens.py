"""API tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import attrs

from tasktix.adapters.memory.tables import Repository, copied
from tasktix.domain.ids import Id
from tasktix.domain.tokens import Token


@attrs.define(eq=False)
class Tokens(Repository):
    now: datetime
    touched: dict[Id, datetime] = attrs.field(factory=dict)

    def add(self, token: Token) -> None:
        self.ledger.add(token)

    def with_hash(self, token_hash: str) -> Token | None:
        return next(iter(self._alive(lambda it: it.token_hash == token_hash)), None)

    def get(self, user_id: Id, token_id: Id) -> Token | None:
        return next(iter(self._alive(lambda it: (it.user_id, it.id) == (user_id, token_id))), None)

    def of(self, user_id: Id) -> Sequence[Token]:
        return self._alive(lambda it: it.user_id == user_id)

    def expired(self, at_most: int) -> Sequence[Token]:
        old = [it for it in self.tables.tokens.values() if not it.is_alive(self.now)]
        return [self.ledger.track(copied(it)) for it in old[:at_most]]

    def touch(self, token_id: Id, used_at: datetime) -> None:
        self.touched[token_id] = used_at

    def write_touches(self) -> None:
        for token_id, used_at in self.touched.items():
            if token_id in self.tables.tokens:
                self.tables.tokens[token_id].used_at = used_at

    def _alive(self, is_wanted: Callable[[Token], bool]) -> Sequence[Token]:
        return [
            self.ledger.track(copied(it))
            for it in self.tables.tokens.values()
            if is_wanted(it) and it.is_alive(self.now) and self.tables.credentials[it.user_id].disabled_at is None
        ]
