"""The filter language as SQL. Says of every task what `domain.filters.matcher` says.

Each comparison is written so that it is never NULL: `NOT` of what is unset must be true. Statements are made for each
question, because each text is another; they are not kept.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeGuard

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.expressions import IS_OPEN, elapsed, is_day, stands, utc_day
from tasktix.adapters.sql.tables import TAGS, TASK_ASSIGNEES, TASK_TAGS, TASKS, USERS, to_ms
from tasktix.domain.calendar import DayWord
from tasktix.domain.due import rfc3339
from tasktix.domain.filters.ast import (
    And,
    Comparison,
    Everything,
    Name,
    Node,
    Not,
    Op,
    Or,
    Ratio,
    Reference,
    Seconds,
    Someone,
    Text,
    Value,
    Word,
)
from tasktix.domain.filters.fields import FIELDS, NAMES, Kind, overdue_before
from tasktix.domain.filters.subject import Context
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.words import Status

Condition = sa.ColumnElement[bool]
_Ids = sa.Select[tuple[str]]
_T: Final = TASKS.c

_OPERATORS: Final[Mapping[Op, Callable[[Any, Any], Any]]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


@attrs.frozen
class Compiling:
    """`lists` (all of them) and `sections` (if the filter names one) are the viewer's, by folded name."""

    context: Context
    lists: Mapping[str, list[Id]]
    sections: Mapping[str, list[Id]]

    @property
    def own_lists(self) -> list[Id]:
        return [list_id for ids in self.lists.values() for list_id in ids]

    def condition(self, node: Node) -> Condition:
        match node:
            case Everything():
                return sa.true()
            case Text(text):
                return _is_found(fold(text))
            case Comparison():
                return self._comparison(node)
            case Not(part):
                return sa.not_(self.condition(part))
            case And(parts):
                return sa.and_(*map(self.condition, parts))
            case Or(parts):
                return self._any(parts)

    def _any(self, parts: tuple[Node, ...]) -> Condition:
        """All links as one question: by the ids that it answers MySQL walks, but not by those of two with an OR."""
        links = [ids for part in parts for ids in self._links(part)]
        others = [way for part in parts for way in self._besides_links(part)]
        return sa.or_(*([_has_id_of(links)] if links else []), *others)

    def _links(self, node: Node) -> list[_Ids]:
        return LINKS[node.field](self, node.values) if _asks_for_links(node) else []

    def _besides_links(self, node: Node) -> list[Condition]:
        if not _asks_for_links(node):
            return [self.condition(node)]
        return [sa.not_(_has(TASK_ASSIGNEES))] if Someone.NOBODY in node.values else []

    def _comparison(self, node: Comparison) -> Condition:
        if node.op is Op.NE:
            return sa.not_(self._comparison(attrs.evolve(node, op=Op.EQ)))
        if _asks_for_links(node):
            return self._any((node,))
        kind = NAMES[node.field]
        if kind is Kind.NAME:
            return PLACES[node.field](self, node.values)
        return sa.or_(*(self._one(node.field, kind, node.op, value) for value in node.values))

    def _one(self, name: str, kind: Kind, op: Op, value: Value) -> Condition:
        if isinstance(value, Reference):
            return _between_fields(name, op, value.key, self.context)
        if isinstance(value, Word):
            return _level(name, op, value) if kind is Kind.LEVEL else FLAGS[f"{name}:{value.text}"](self.context)
        if isinstance(value, Seconds):
            column = SECONDS[name](self.context)
            return sa.and_(column.is_not(None), _OPERATORS[op](column, value.count))
        if isinstance(value, Ratio):
            return _ratio(op, value, self.context)
        assert not isinstance(value, Name | Someone)
        return self._day(name, op, value)

    def _day(self, name: str, op: Op, word: DayWord) -> Condition:
        day = self.context.calendar.day(word)
        start, end = self.context.calendar.span_of(day)
        if name != "due":
            column = INSTANTS[name]
            return sa.and_(column.is_not(None), _within(column, op, to_ms(start), to_ms(end)))
        start_text, end_text = rfc3339(start), rfc3339(end)
        return sa.and_(
            _T.due.is_not(None),
            # Says nothing new, but an index can be walked by it.
            *_range(op, min(day.isoformat(), start_text), max(day.isoformat(), end_text)),
            sa.or_(
                sa.and_(is_day(_T.due), _OPERATORS[op](_T.due, day.isoformat())),
                sa.and_(sa.not_(is_day(_T.due)), _within(_T.due, op, start_text, end_text)),
            ),
        )

    # names

    def _tagged(self, values: tuple[Value, ...]) -> list[_Ids]:
        tagged = sa.select(TASK_TAGS.c.task_id).join(TAGS, TAGS.c.id == TASK_TAGS.c.tag_id)
        return [tagged.where(TAGS.c.list_id.in_(self.own_lists), TAGS.c.name_key.in_(_folded(values)))]

    def _assigned(self, values: tuple[Value, ...]) -> list[_Ids]:
        assigned = sa.select(TASK_ASSIGNEES.c.task_id).where(TASK_ASSIGNEES.c.list_id.in_(self.own_lists))
        found = []
        if names := _folded(values):
            named = assigned.join(USERS, USERS.c.id == TASK_ASSIGNEES.c.user_id)
            found.append(named.where(USERS.c.username_key.in_(names)))
        if Someone.ME in values:
            found.append(assigned.where(TASK_ASSIGNEES.c.user_id == self.context.viewer))
        return found

    def _list(self, values: tuple[Value, ...]) -> Condition:
        return _T.list_id.in_(_ids(self.lists, values))

    def _section(self, values: tuple[Value, ...]) -> Condition:
        return _T.section_id.in_(_ids(self.sections, values))


LINKS: Final[Mapping[str, Callable[[Compiling, tuple[Value, ...]], list[_Ids]]]] = {
    "tag": Compiling._tagged,
    "assignee": Compiling._assigned,
}
"""The ids of the tasks that have one of the values."""

PLACES: Final[Mapping[str, Callable[[Compiling, tuple[Value, ...]], Condition]]] = {
    "list": Compiling._list,
    "section": Compiling._section,
}
INSTANTS: Final[Mapping[str, sa.Column[int]]] = {"created": _T.created_at, "completed": _T.completed_at}
SECONDS: Final[Mapping[str, Callable[[Context], sa.ColumnElement[int]]]] = {
    "expected": lambda _: _T.expected,
    "elapsed": lambda context: elapsed(context.calendar.now),
}
DAYS: Final[Mapping[str, sa.ColumnElement[str]]] = {
    "due": sa.func.substr(_T.due, 1, 10),
    "created": utc_day(_T.created_at),
    "completed": utc_day(_T.completed_at),
}


def _asks_for_links(node: Node) -> TypeGuard[Comparison]:
    return isinstance(node, Comparison) and node.op is Op.EQ and node.field in LINKS


def _has_id_of(links: list[_Ids]) -> Condition:
    if len(links) == 1:
        return _T.id.in_(links[0])
    return _T.id.in_(sa.select(sa.union(*links).subquery().c.task_id))


def _is_found(text: str) -> Condition:
    """The line end between name and description is part of neither. A name has none: it can only be the first."""
    line_end = sa.func.instr(_T.search, "\n")
    return stands(sa.func.substr(_T.search, line_end + 1) if "\n" in text else _T.search, text)


def _is_overdue(context: Context) -> Condition:
    day, instant = overdue_before(context, is_day=True), overdue_before(context, is_day=False)
    return sa.and_(
        IS_OPEN,
        _T.due.is_not(None),
        _T.due < max(day, instant),
        sa.or_(sa.and_(is_day(_T.due), _T.due < day), sa.and_(sa.not_(is_day(_T.due)), _T.due < instant)),
    )


def _has(links: sa.Table) -> Condition:
    return sa.exists(sa.select(links.c.task_id).where(links.c.task_id == _T.id).correlate(TASKS))


def _has_status(status: Status) -> Callable[[Context], Condition]:
    return lambda _: _T.status == status.value


FLAGS: Final[Mapping[str, Callable[[Context], Condition]]] = {
    **{f"status:{status.value}": _has_status(status) for status in Status},
    "status:open": lambda _: IS_OPEN,
    "is:unclear": lambda _: _T.unclear == sa.true(),
    "is:overdue": _is_overdue,
    "is:running": lambda _: _T.timer_started_at.is_not(None),
    "has:due": lambda _: _T.due.is_not(None),
    "has:expected": lambda _: _T.expected.is_not(None),
    "has:issue": lambda _: _T.issue.is_not(None),
    "has:tags": lambda _: _has(TASK_TAGS),
    "has:assignees": lambda _: _has(TASK_ASSIGNEES),
    # Not `!= ''`: MySQL takes white space for nothing.
    "has:description": lambda _: sa.func.length(_T.description) > 0,
}


def _level(name: str, op: Op, value: Word) -> Condition:
    words = FIELDS[name].words
    holds, limit = _OPERATORS[op], words.index(value.text)
    return _T.priority.in_([word for level, word in enumerate(words) if holds(level, limit)])


def _ratio(op: Op, limit: Ratio, context: Context) -> Condition:
    spent = elapsed(context.calendar.now)
    return sa.and_(
        _T.expected.is_not(None),
        _T.expected != 0,
        _OPERATORS[op](spent * limit.denominator, sa.cast(_T.expected, sa.BigInteger) * limit.numerator),
    )


def _between_fields(name: str, op: Op, other: str, context: Context) -> Condition:
    if name in DAYS:
        one: sa.ColumnElement[Any] = DAYS[name]
        two: sa.ColumnElement[Any] = DAYS[other]
    else:
        one, two = SECONDS[name](context), SECONDS[other](context)
    return sa.and_(one.is_not(None), two.is_not(None), _OPERATORS[op](one, two))


def _within(column: sa.ColumnElement[Any], op: Op, start: Any, end: Any) -> Condition:
    """What is compared is the day from `start` until `end`."""
    from_start, from_end = sa.type_coerce(column >= start, sa.Boolean), sa.type_coerce(column >= end, sa.Boolean)
    match op:
        case Op.LT:
            return sa.not_(from_start)
        case Op.LE:
            return sa.not_(from_end)
        case Op.GT:
            return from_end
        case Op.GE:
            return from_start
        case _:
            return sa.and_(from_start, sa.not_(from_end))


def _range(op: Op, low: str, high: str) -> list[Condition]:
    """Bounds that whatever is so compared with a day lies within."""
    above, below = _T.due >= low, _T.due <= high
    return [above] if op in (Op.GT, Op.GE) else [below] if op in (Op.LT, Op.LE) else [above, below]


def _folded(values: tuple[Value, ...]) -> list[str]:
    return [fold(value.text) for value in values if isinstance(value, Name)]


def _ids(by_name: Mapping[str, list[Id]], values: tuple[Value, ...]) -> list[Id]:
    return [it for name in _folded(values) for it in by_name.get(name, ())]
