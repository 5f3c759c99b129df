"""Writing what the ledger settled: rows first, then, last of all, the positions and the entries of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.ledger.settled import Act, Change, Settled
from tasktix.adapters.sql import (
    linked_accounts,
    links,
    lists,
    mirrors,
    parts,
    passkeys,
    pieces,
    saved_filters,
    second_factors,
    sessions,
    task_rows,
    tokens,
    users,
)
from tasktix.adapters.sql.connection import Connection, groups, is_one_of, named
from tasktix.adapters.sql.key_tables import LINKED_ACCOUNTS, PASSKEYS, SECOND_FACTORS, SESSIONS, TOKENS
from tasktix.adapters.sql.marks import text_of
from tasktix.adapters.sql.mirror_tables import MIRRORS
from tasktix.adapters.sql.tables import (
    AUDIENCES,
    FILTERS,
    LISTS,
    LOG,
    MEMBERS,
    ROLES,
    SECTIONS,
    TAGS,
    TASKS,
    TIMES,
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

_MOST_ROWS: Final = 500
"""Rows of one INSERT, if they are not too long together."""

_AT_ONCE: Final = frozenset({"task", "time"})
"""Kinds of which many are deleted in one statement."""

TABLES: Final = {
    "user": USERS,
    "second_factor": SECOND_FACTORS,
    "account": LINKED_ACCOUNTS,
    "passkey": PASSKEYS,
    "session": SESSIONS,
    "token": TOKENS,
    "filter": FILTERS,
    "list": LISTS,
    "section": SECTIONS,
    "tag": TAGS,
    "role": ROLES,
    "member": MEMBERS,
    "task": TASKS,
    "time": TIMES,
    "mirror": MIRRORS,
}
"""By kind; made in this order, so that what a row refers to is there, and removed in the reverse."""

ROWS: Final[dict[str, Callable[[Any, Any], Fields]]] = {
    "user": users.row,
    "second_factor": second_factors.row,
    "account": linked_accounts.row,
    "passkey": passkeys.row,
    "session": sessions.row,
    "token": tokens.row,
    "filter": saved_filters.row,
    "list": lists.row,
    "section": parts.section_row,
    "tag": parts.tag_row,
    "role": parts.role_row,
    "member": parts.member_row,
    "task": task_rows.row,
    "time": task_rows.time_row,
    "mirror": mirrors.row,
}

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "list": ("list_id",),
    "section": ("section_id",),
    "installation": ("installation_id",),
    # Other tables or columns hold it.
    "user": (),
    "elapsed": (),
    "backup_codes": (),
    "tags": (),
    "assignees": (),
}
"""Where a field of an image has other columns than the one with its name."""

DEPENDENT: Final = {
    ("task", "name"): ("search",),
    ("task", "description"): ("search",),
    ("tag", "name"): ("name_key",),
    ("role", "name"): ("name_key",),
    ("user", "username"): ("username_key",),
    ("user", "email"): ("email_key",),
}
"""Columns that are made from a field, beside the one that holds it."""

COSTLY: Final[dict[str, Callable[[Any], Any]]] = {"search": task_rows.search_text}
"""Columns whose value is made only where it is written: folding a long text takes longer than all the rest."""

_IN_LIST: Final = ("task", "member", "role", "tag", "section")
"""Kinds that go with their list, all at once."""

_ORDER: Final = {kind: index for index, kind in enumerate(TABLES)}
_INSERTS: Final = {kind: sa.insert(table) for kind, table in TABLES.items()}
_CLEAR: Final = {
    kind: sa.delete(TABLES[kind]).where(TABLES[kind].c.list_id == sa.bindparam("list")) for kind in _IN_LIST
}
_ADD_AUDIENCE: Final = sa.insert(AUDIENCES)
_ADD_ENTRY: Final = sa.insert(LOG)


def write(connection: Connection, settled: Settled, now: datetime, advance: Advance) -> dict[Id, int]:
    """The positions of the entries, per audience. Raises `TryAgain` where somebody else was faster."""
    gone = {change.id for change in settled.changes if change.kind == "list" and change.act is Act.GONE}
    for list_id in gone:
        for kind in _IN_LIST:
            connection.change(_CLEAR[kind], {"list": list_id})
    ordered = sorted((it for it in settled.changes if it.kind == "list" or it.owner.audience not in gone), key=_order)
    for (act, kind), group in groupby(ordered, key=lambda change: (change.act, change.kind)):
        _WRITERS[act](connection, kind, list(group))
    positions = {}
    for draft in settled.drafts:
        position = positions[draft.audience] = advance(connection, draft.audience)
        entry = {
            "audience": draft.audience,
            "position": position,
            "at": to_ms(now),
            "body": pieces.kept(connection, draft.audience, position, "body", draft.text),
            "was": pieces.kept(connection, draft.audience, position, "was", draft.was),
            "thing": draft.thing,
        }
        connection.add(_ADD_ENTRY, [entry])
    return positions


def _order(change: Change) -> tuple[bool, int]:
    gone = change.act is Act.GONE
    return gone, -_ORDER[change.kind] if gone else _ORDER[change.kind]


def _insert(connection: Connection, kind: str, changes: Sequence[Change]) -> None:
    # A list that an undo brings back has its audience still.
    audiences = [it.id for it in changes if isinstance(it.thing, User | List) and it.thing.version == 1]
    if audiences:
        connection.add(_ADD_AUDIENCE, [{"id": audience, "position": 0, "floor": 0} for audience in audiences])
    costly = COSTLY if kind == "task" else {}
    rows = [
        {**ROWS[kind](it.thing, it.owner), **{column: make(it.thing) for column, make in costly.items()}}
        for it in changes
    ]
    for some in _bites(rows):
        connection.add(_INSERTS[kind], some)
    if kind == "task":
        links.write(connection, changes)


def _bites(rows: list[Fields]) -> Iterator[list[Fields]]:
    """So many rows at a time as one statement can hold."""
    some: list[Fields] = []
    size = 0
    for row in rows:
        size += sum(len(value) for value in row.values() if isinstance(value, str))
        some.append(row)
        if size > pieces.LONGEST or len(some) == _MOST_ROWS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _update(connection: Connection, kind: str, changes: Sequence[Change]) -> None:
    for change in changes:
        columns = tuple(column for field in change.changed for column in _columns(kind, field))
        row = ROWS[kind](change.thing, change.owner)
        given = {it: row[it] if it in row else COSTLY[it](change.thing) for it in columns}
        given["marks"] = text_of(change.thing.marks)
        _expect(1, connection.change(_update_of(kind, (*columns, "marks")), {**given, **_key(kind, change)}))
    if kind == "task":
        links.write(connection, changes)


def _columns(kind: str, field: str) -> tuple[str, ...]:
    return COLUMNS.get(field, (field,)) + DEPENDENT.get((kind, field), ())


def _delete(connection: Connection, kind: str, changes: Sequence[Change]) -> None:
    if kind in _AT_ONCE and len(changes) > 1:
        for group in groups([change.id for change in changes]):
            _expect(len(set(group)), connection.change(_delete_many(kind, len(group)), named(group)))
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
def _delete_many(kind: str, width: int) -> sa.Delete:
    """Those that were locked when they were read, or whose owner was."""
    return sa.delete(TABLES[kind]).where(is_one_of(TABLES[kind].c.id, width))


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
