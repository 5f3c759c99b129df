"""The orders of `domain.ordering` as SQL: the same keys, value for value, and the pages between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.sql.expressions import IS_COMPLETED, is_day
from tasktix.adapters.sql.tables import TASKS
from tasktix.domain.due import UNDATED
from tasktix.domain.fields import LONGEST_DURATION
from tasktix.domain.ordering import Key, KeyValue, Order
from tasktix.domain.words import Priority

_T: Final = TASKS.c
_DUE: Final = sa.case(
    (_T.due.is_(None), UNDATED), (is_day(_T.due), sa.type_coerce(_T.due, sa.String) + UNDATED), else_=_T.due
)
_PRIORITY: Final = sa.case(
    {priority.value: level for level, priority in enumerate(Priority)}, value=_T.priority, else_=0
)

KEYS: Final[Mapping[str, sa.ColumnElement[Any]]] = {
    "id": _T.id,
    "rank": _T.rank,
    "due": _DUE,
    "no_due": sa.case((_T.due.is_(None), 1), else_=0),
    "priority": _PRIORITY,
    "created": _T.created_at,
    "completed": sa.func.coalesce(_T.completed_at, 0),
    "no_completed": sa.case((_T.completed_at.is_(None), 1), else_=0),
    # The first line of what is searched is the folded name.
    "name": sa.func.substr(_T.search, 1, sa.func.instr(_T.search, "\n") - 1),
    "expected": sa.func.coalesce(_T.expected, 0),
    "no_expected": sa.case((_T.expected.is_(None), 1), else_=0),
    "elapsed": sa.case((_T.elapsed_ms < LONGEST_DURATION * 1000, _T.elapsed_ms // 1000), else_=LONGEST_DURATION),
    "is_completed": sa.case((IS_COMPLETED, 1), else_=0),
    "open_due": sa.case((IS_COMPLETED, ""), else_=_DUE),
    "open_priority": sa.case((IS_COMPLETED, 0), else_=_PRIORITY),
}
"""By the name of a key."""


def order_by(order: Order) -> list[sa.ColumnElement[Any]]:
    return [KEYS[key.name].desc() if key.is_descending else KEYS[key.name].asc() for key in order.keys]


def is_after(order: Order, values: Sequence[KeyValue]) -> sa.ColumnElement[bool]:
    """Whether a task comes after one that has these values."""
    places = [(key, _comparable(key, value)) for key, value in zip(order.keys, values, strict=True)]
    ways = []
    for length in range(len(places)):
        *same, last = places[: length + 1]
        ways.append(sa.and_(*(KEYS[key.name] == value for key, value in same), _beyond(*last)))
    return sa.or_(*ways)


def _comparable(key: Key, value: KeyValue) -> KeyValue:
    """Of all texts only names are more than ASCII, and MySQL compares the others with nothing else. DEL stands for
    what follows in a cursor that somebody made up: it comes after all that is printed."""
    if isinstance(value, int) or value.isascii() or key.name == "name":
        return value
    start = next(index for index, character in enumerate(value) if not character.isascii())
    return value[:start] + "\x7f"


def _beyond(key: Key, value: KeyValue) -> sa.ColumnElement[bool]:
    return KEYS[key.name] < value if key.is_descending else KEYS[key.name] > value
