"""Writing what the ledger settled: rows first, then, last of all, the positions and the entries of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.ledger import Act, Change, Settled
from tasktix.adapters.sql import lists, sessions, tasks, users
from tasktix.adapters.sql.connection import Connection, groups, is_one_of, named
from tasktix.adapters.sql.tables import (
    AUDIENCES,
    LISTS,
    LOG,
    MEMBERS,
    SECTIONS,
    SESSIONS,
    TASKS,
    USERS,
    to_ms,
)
from tasktix.application.ports import TryAgain
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.users import User

Advance = Callable[[Connection, Id], int]
"""Adds one to an audience's position and returns it, holding the audience until the transaction ends."""

Fields = dict[str, Any]

TABLES: Final = {
    "user": USERS,
    "session": SESSIONS,
    "list": LISTS,
    "section": SECTIONS,
    "member": MEMBERS,
    "task": TASKS,
}
"""By kind; made in this order, so that what a row refers to is there, and removed in the reverse."""

ROWS: Final[dict[str, Callable[[Any, Any], Fields]]] = {
    "user": users.row,
    "session": sessions.row,
    "list": lists.row,
    "section": lists.section_row,
    "member": lists.member_row,
    "task": tasks.row,
}

COLUMNS: Final = {"list": "list_id", "section": "section_id"}
"""Where a field on the wire has another name than its column."""

_ORDER: Final = {kind: index for index, kind in enumerate(TABLES)}
_INSERTS: Final = {kind: sa.insert(table) for kind, table in TABLES.items()}
_ADD_AUDIENCE: Final = sa.insert(AUDIENCES)
_ADD_ENTRY: Final = sa.insert(LOG)


def write(connection: Connection, settled: Settled, now: datetime, advance: Advance) -> dict[Id, int]:
    """The positions of the entries, per audience. Raises `TryAgain` where somebody else was faster."""
    ordered = sorted(settled.changes, key=_order)
    for change in ordered:
        if change.kind == "list" and change.act is Act.GONE:
            lists.delete_tasks(connection, change.id)
    for (act, kind), group in groupby(ordered, key=lambda change: (change.act, change.kind)):
        _WRITERS[act](connection, kind, list(group))
    positions = {}
    for draft in settled.drafts:
        position = positions[draft.audience] = advance(connection, draft.audience)
        entry = {
            "audience": draft.audience,
            "position": position,
            "at": to_ms(now),
            "body": draft.text,
            "was": draft.was,
        }
        connection.add(_ADD_ENTRY, [entry])
    return positions


def _order(change: Change) -> tuple[bool, int]:
    gone = change.act is Act.GONE
    return gone, -_ORDER[change.kind] if gone else _ORDER[change.kind]


def _insert(connection: Connection, kind: str, changes: Sequence[Change]) -> None:
    audiences = [change.id for change in changes if isinstance(change.thing, User | List)]
    if audiences:
        connection.add(_ADD_AUDIENCE, [{"id": audience, "position": 0, "floor": 0} for audience in audiences])
    connection.add(_INSERTS[kind], [ROWS[kind](change.thing, change.owner) for change in changes])


def _update(connection: Connection, kind: str, changes: Iterable[Change]) -> None:
    for change in changes:
        assert change.before is not None
        assert change.after is not None
        fields = [field for field, value in change.after.items() if change.before[field] != value]
        columns = tuple(COLUMNS.get(field, field) for field in fields)
        row = ROWS[kind](change.thing, change.owner)
        given = {column: row[column] for column in columns}
        _expect(1, connection.change(_update_of(kind, columns), {**given, **_key(kind, change)}))


def _delete(connection: Connection, kind: str, changes: Sequence[Change]) -> None:
    if kind == "task" and len(changes) > 1:
        for group in groups([change.id for change in changes]):
            _expect(len(set(group)), connection.change(_delete_tasks(len(group)), named(group)))
    else:
        for change in changes:
            _expect(1, connection.change(_delete_of(kind), _key(kind, change)))


_WRITERS: Final[dict[Act, Callable[[Connection, str, Sequence[Change]], None]]] = {
    Act.MADE: _insert,
    Act.CHANGED: _update,
    Act.GONE: _delete,
}


def _expect(rows: int, met: int) -> None:
    if met != rows:
        raise TryAgain


def _key(kind: str, change: Change) -> Fields:
    before = change.before or {}
    key = {"its_id": change.id, "its_version": before.get("version", 1)}
    return {**key, "its_list": change.owner.id} if kind == "member" else key


@cache
def _update_of(kind: str, columns: tuple[str, ...]) -> sa.Update:
    """One statement per set of columns, made once: building a statement costs more than running it."""
    table = TABLES[kind]
    return sa.update(table).where(*_is_row(kind)).values({name: sa.bindparam(name) for name in columns})


@cache
def _delete_tasks(width: int) -> sa.Delete:
    """Those of a whole section, which were locked when they were read."""
    return sa.delete(TASKS).where(is_one_of(TASKS.c.id, width))


@cache
def _delete_of(kind: str) -> sa.Delete:
    return sa.delete(TABLES[kind]).where(*_is_row(kind))


def _is_row(kind: str) -> list[sa.ColumnElement[bool]]:
    """The row with its id as it was read: another version means that somebody else was faster."""
    table = TABLES[kind]
    same_version = table.c.version == sa.bindparam("its_version")
    if kind == "member":
        is_in_list = table.c.list_id == sa.bindparam("its_list")
        return [is_in_list, table.c.user_id == sa.bindparam("its_id"), same_version]
    return [table.c.id == sa.bindparam("its_id"), same_version]
