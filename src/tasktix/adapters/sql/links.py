"""What a task carries: its tags and assignees, each a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.ledger.settled import Change
from tasktix.adapters.sql.connection import Connection, groups, is_one_of, named
from tasktix.adapters.sql.tables import TASK_ASSIGNEES, TASK_TAGS
from tasktix.domain.ids import Id

FIELDS: Final = {"tags": (TASK_TAGS, "tag_id"), "assignees": (TASK_ASSIGNEES, "user_id")}
"""By the field of the task: the table, and its column."""

_INSERTS: Final = {field: sa.insert(table) for field, (table, _) in FIELDS.items()}


def write(connection: Connection, changes: Iterable[Change]) -> None:
    """The links of tasks that were made or changed. What a deleted task carried goes by itself."""
    changes = list(changes)
    for field in FIELDS:
        gone: defaultdict[str, list[Id]] = defaultdict(list)
        for change in changes:
            for it in _difference(change.before, change.after, field):
                gone[it].append(change.id)
        made = [(change, it) for change in changes for it in _difference(change.after, change.before, field)]
        for it, task_ids in gone.items():
            for group in groups(task_ids):
                connection.change(_delete(field, len(group)), {"its": it, **named(group)})
        if made:
            connection.add(_INSERTS[field], [_row(change, field, it) for change, it in made])


@cache
def _delete(field: str, width: int) -> sa.Delete:
    """A tag that goes leaves a thousand tasks at once."""
    table, column = FIELDS[field]
    return sa.delete(table).where(table.c[column] == sa.bindparam("its"), is_one_of(table.c.task_id, width))


def _difference(one: dict[str, Any] | None, other: dict[str, Any] | None, field: str) -> Sequence[str]:
    return sorted(set(one[field] if one else ()) - set(other[field] if other else ()))


def _row(change: Change, field: str, it: str) -> dict[str, str]:
    row = {"task_id": change.id, FIELDS[field][1]: it}
    return {**row, "list_id": change.thing.list_id} if field == "assignees" else row
