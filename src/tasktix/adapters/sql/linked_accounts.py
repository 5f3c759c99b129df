"""Accounts elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, groups, is_one_of, named
from tasktix.adapters.sql.key_tables import LINKED_ACCOUNTS
from tasktix.adapters.sql.tables import Query, from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.linked import LinkedAccount

_ALL: Final = sa.select(
    LINKED_ACCOUNTS.c.id,
    LINKED_ACCOUNTS.c.user_id,
    LINKED_ACCOUNTS.c.provider,
    LINKED_ACCOUNTS.c.identity_key,
    LINKED_ACCOUNTS.c.name,
    LINKED_ACCOUNTS.c.sealed,
    LINKED_ACCOUNTS.c.created_at,
    LINKED_ACCOUNTS.c.used_at,
    LINKED_ACCOUNTS.c.version,
)
_WITH_KEY: Final = _ALL.where(LINKED_ACCOUNTS.c.identity_key == sa.bindparam("identity_key"))
_OF_USER: Final = _ALL.where(LINKED_ACCOUNTS.c.user_id == sa.bindparam("user_id"))
_BY_ID: Final = _OF_USER.where(LINKED_ACCOUNTS.c.id == sa.bindparam("id"))


@cache
def _holders(width: int) -> Query:
    columns = LINKED_ACCOUNTS.c
    return sa.select(columns.identity_key, columns.user_id).where(is_one_of(columns.identity_key, width))


def row(account: LinkedAccount, _owner: object) -> dict[str, Any]:
    return {
        "id": account.id,
        "user_id": account.user_id,
        "provider": account.provider,
        "identity_key": account.identity_key,
        "name": account.name,
        "sealed": account.sealed,
        "created_at": to_ms(account.created_at),
        "used_at": to_ms(account.used_at),
        "version": account.version,
    }


@attrs.define(eq=False)
class LinkedAccounts:
    connection: Connection
    ledger: Ledger

    def add(self, account: LinkedAccount) -> None:
        self.ledger.add(account)

    def with_key(self, identity_key: str) -> LinkedAccount | None:
        return next(iter(self._accounts(_WITH_KEY, identity_key=identity_key)), None)

    def holders(self, identity_keys: Collection[str]) -> Mapping[str, Id]:
        return {
            key: user_id
            for group in groups(list(identity_keys))
            for key, user_id in self.connection.rows(_holders(len(group)), named(group))
        }

    def get(self, user_id: Id, account_id: Id) -> LinkedAccount | None:
        return next(iter(self._accounts(_BY_ID, user_id=user_id, id=account_id)), None)

    def of(self, user_id: Id) -> Sequence[LinkedAccount]:
        return self._accounts(_OF_USER, user_id=user_id)

    def _accounts(self, statement: Query, **values: Any) -> Sequence[LinkedAccount]:
        return [
            self.ledger.track(
                LinkedAccount(
                    id=account_id,
                    user_id=user_id,
                    provider=provider,
                    identity_key=identity_key,
                    name=name,
                    sealed=sealed,
                    created_at=from_ms(created_at),
                    used_at=from_ms(used_at),
                    version=version,
                )
            )
            for account_id, user_id, provider, identity_key, name, sealed, created_at, used_at, version in (
                self.connection.rows(statement, values)
            )
        ]
