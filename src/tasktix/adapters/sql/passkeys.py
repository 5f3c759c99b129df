"""Passkeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.key_tables import PASSKEYS
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.tables import Query, from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.passkeys import Passkey

_ALL: Final = sa.select(
    PASSKEYS.c.id,
    PASSKEYS.c.user_id,
    PASSKEYS.c.name,
    PASSKEYS.c.credential_id,
    PASSKEYS.c.public_key,
    PASSKEYS.c.sign_count,
    PASSKEYS.c.created_at,
    PASSKEYS.c.used_at,
    PASSKEYS.c.version,
    PASSKEYS.c.marks,
)
_WITH_CREDENTIAL: Final = _ALL.where(PASSKEYS.c.credential_id == sa.bindparam("credential_id"))
_OF_USER: Final = _ALL.where(PASSKEYS.c.user_id == sa.bindparam("user_id"))
_BY_ID: Final = _OF_USER.where(PASSKEYS.c.id == sa.bindparam("id"))


def row(passkey: Passkey, _owner: object) -> dict[str, Any]:
    return {
        "id": passkey.id,
        "user_id": passkey.user_id,
        "name": passkey.name,
        "credential_id": passkey.credential_id,
        "public_key": passkey.public_key,
        "sign_count": passkey.sign_count,
        "created_at": to_ms(passkey.created_at),
        "used_at": None if passkey.used_at is None else to_ms(passkey.used_at),
        "version": passkey.version,
    }


@attrs.define(eq=False)
class Passkeys:
    connection: Connection
    ledger: Ledger

    def add(self, passkey: Passkey) -> None:
        self.ledger.add(passkey)

    def with_credential(self, credential_id: str) -> Passkey | None:
        return next(iter(self._passkeys(_WITH_CREDENTIAL, credential_id=credential_id)), None)

    def get(self, user_id: Id, passkey_id: Id) -> Passkey | None:
        return next(iter(self._passkeys(_BY_ID, user_id=user_id, id=passkey_id)), None)

    def of(self, user_id: Id) -> Sequence[Passkey]:
        return self._passkeys(_OF_USER, user_id=user_id)

    def _passkeys(self, statement: Query, **values: Any) -> Sequence[Passkey]:
        return [self.ledger.track(_passkey(found)) for found in self.connection.rows(statement, values)]


def _passkey(found: Row) -> Passkey:
    passkey_id, user_id, name, credential_id, public_key, sign_count, created_at, used_at, version, marks = found
    return Passkey(
        id=passkey_id,
        user_id=user_id,
        name=name,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        created_at=from_ms(created_at),
        used_at=None if used_at is None else from_ms(used_at),
        version=version,
        marks=marks_of(marks),
    )
