"""Users and their credentials."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, Row, groups, is_one_of, named
from tasktix.adapters.sql.key_tables import CREDENTIALS
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.tables import USERS, Query, from_ms, maybe_from_ms, to_ms
from tasktix.domain.access import Person
from tasktix.domain.ids import Id
from tasktix.domain.users import Credential, User, login_key
from tasktix.domain.words import Color

_KEY: Final[sa.BindParameter[Any]] = sa.bindparam("key")
_HAS_LOGIN: Final = sa.or_(USERS.c.username_key == _KEY, USERS.c.email_key == _KEY)
_COLUMNS: Final = (
    USERS.c.id,
    USERS.c.username,
    USERS.c.email,
    USERS.c.name,
    USERS.c.color,
    USERS.c.avatar_url,
    USERS.c.timezone,
    USERS.c.locale,
    USERS.c.created_at,
    USERS.c.version,
    USERS.c.marks,
)
_BY_ID: Final = sa.select(*_COLUMNS).where(USERS.c.id == sa.bindparam("id"))
_ALONE: Final = _BY_ID.with_for_update()
_PERSON_COLUMNS: Final = (USERS.c.id, USERS.c.username, USERS.c.name, USERS.c.color, USERS.c.avatar_url)
_WITH_LOGIN: Final = sa.select(USERS.c.id).where(_HAS_LOGIN)


@cache
def _people(width: int, locked: bool) -> Query:
    found = sa.select(*_PERSON_COLUMNS).where(is_one_of(USERS.c.id, width))
    return found.with_for_update(read=True) if locked else found


_CREDENTIAL_COLUMNS: Final = (CREDENTIALS.c.user_id, CREDENTIALS.c.password_hash, CREDENTIALS.c.disabled_at)
_CREDENTIAL_BY_ID: Final = sa.select(*_CREDENTIAL_COLUMNS).where(CREDENTIALS.c.user_id == sa.bindparam("id"))
_CREDENTIAL_LOCKED: Final = _CREDENTIAL_BY_ID.with_for_update()
_CREDENTIAL: Final = sa.select(*_CREDENTIAL_COLUMNS).join(USERS, USERS.c.id == CREDENTIALS.c.user_id).where(_HAS_LOGIN)
_TAKEN: Final = sa.select(USERS.c.username_key, USERS.c.email_key).where(
    sa.or_(USERS.c.username_key == sa.bindparam("username"), USERS.c.email_key == sa.bindparam("email")),
    USERS.c.id != sa.bindparam("besides"),
)
_ADD_CREDENTIAL: Final = sa.insert(CREDENTIALS)
_KEEP_CREDENTIAL: Final = (
    sa.update(CREDENTIALS)
    .where(CREDENTIALS.c.user_id == sa.bindparam("its_user"))
    .values(password_hash=sa.bindparam("password_hash"), disabled_at=sa.bindparam("disabled_at"))
)


def person(user_id: Id, username: str, name: str, color: str, avatar_url: str | None) -> Person:
    return Person(user_id, username, name, Color(color), avatar_url)


def row(user: User, _owner: object) -> dict[str, Any]:
    return {
        "id": user.id,
        "username": user.username,
        "username_key": login_key(user.username),
        "email": user.email,
        "email_key": login_key(user.email),
        "name": user.name,
        "color": user.color.value,
        "avatar_url": user.avatar_url,
        "timezone": user.timezone,
        "locale": user.locale,
        "created_at": to_ms(user.created_at),
        "version": user.version,
    }


@attrs.define(eq=False)
class Users:
    connection: Connection
    ledger: Ledger
    locking: bool
    new_credentials: list[Credential] = attrs.field(factory=list)
    kept_credentials: list[Credential] = attrs.field(factory=list)

    def add(self, user: User, credential: Credential) -> None:
        self.ledger.add(user)
        self.new_credentials.append(credential)

    def write_credentials(self) -> None:
        """After the users they belong to."""
        if self.new_credentials:
            self.connection.add(_ADD_CREDENTIAL, [_credential_row(it) for it in self.new_credentials])
        for credential in self.kept_credentials:
            self.connection.change(_KEEP_CREDENTIAL, {"its_user": credential.user_id, **_credential_row(credential)})

    def get(self, user_id: Id) -> User | None:
        return self._user(self.connection.row(_BY_ID, {"id": user_id}))

    def alone(self, user_id: Id) -> User | None:
        return self._user(self.connection.row(_ALONE, {"id": user_id}))

    def _user(self, found: Row | None) -> User | None:
        if found is None:
            return None
        its_id, username, email, name, color, avatar_url, timezone, locale, created_at, version, marks = found
        user = User(
            id=its_id,
            username=username,
            email=email,
            name=name,
            color=Color(color),
            avatar_url=avatar_url,
            timezone=timezone,
            locale=locale,
            created_at=from_ms(created_at),
            version=version,
            marks=marks_of(marks),
        )
        return self.ledger.track(user)

    def people(self, user_ids: Collection[Id]) -> Mapping[Id, Person]:
        return {
            found[0]: person(*found)
            for group in groups(list(user_ids))
            for found in self.connection.rows(_people(len(group), self.locking), named(group))
        }

    def person_with(self, login: str) -> Person | None:
        # By id in a second step: where two indexes are asked at once, rows of others might be locked, too.
        found = self.connection.row(_WITH_LOGIN, {"key": login_key(login)})
        return self.people([found[0]]).get(found[0]) if found else None

    def credential_of(self, login: str) -> Credential | None:
        found = self.connection.row(_CREDENTIAL, {"key": login_key(login)})
        return _credential(found) if found else None

    def credential(self, user_id: Id) -> Credential | None:
        found = self.connection.row(_CREDENTIAL_LOCKED if self.locking else _CREDENTIAL_BY_ID, {"id": user_id})
        return _credential(found) if found else None

    def keep(self, credential: Credential) -> None:
        self.kept_credentials.append(credential)

    def taken(self, username: str, email: str, besides: Id | None = None) -> str | None:
        keys = {"username": login_key(username), "email": login_key(email), "besides": besides or ""}
        rows = self.connection.rows(_TAKEN, keys)
        if any(username_key == keys["username"] for username_key, _ in rows):
            return "username"
        return "email" if rows else None


def _credential(found: Row) -> Credential:
    user_id, password_hash, disabled_at = found
    return Credential(user_id, password_hash, maybe_from_ms(disabled_at))


def _credential_row(it: Credential) -> dict[str, Any]:
    return {"user_id": it.user_id, "password_hash": it.password_hash, "disabled_at": to_ms(it.disabled_at)}
