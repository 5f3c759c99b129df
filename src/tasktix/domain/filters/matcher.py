"""Whether a task is what a filter says. What a comparison means is told in `fields`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from tasktix.domain.calendar import DayWord
from tasktix.domain.due import Due, rfc3339
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
from tasktix.domain.filters.fields import FIELDS, NAMES, Field, Kind
from tasktix.domain.filters.subject import Context, Subject
from tasktix.domain.folding import fold

Test = Callable[[Subject], bool]

_HOLDS: Final[dict[Op, Callable[[Any, Any], bool]]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def matches(node: Node, subject: Subject, context: Context) -> bool:
    """For one task; for many take `matcher`, which reads the filter once."""
    return matcher(node, context)(subject)


def matcher(node: Node, context: Context) -> Test:
    """The filter as a function. Days are what they are in `context`: it is for use now, not to be kept."""
    match node:
        case Everything():
            return lambda _subject: True
        case Text(text):
            return _text(fold(text), FIELDS["text"], context)
        case Comparison():
            return _comparison(node, context)
        case Not(part):
            return _opposite(matcher(part, context))
        case And(parts):
            return _all([matcher(part, context) for part in parts])
        case Or(parts):
            return _any([matcher(part, context) for part in parts])


def _all(tests: list[Test]) -> Test:
    def test(subject: Subject) -> bool:
        for holds in tests:  # noqa: SIM110 — a generator for every task would double the time
            if not holds(subject):
                return False
        return True

    return test


def _any(tests: list[Test]) -> Test:
    def test(subject: Subject) -> bool:
        for holds in tests:  # noqa: SIM110
            if holds(subject):
                return True
        return False

    return test


def _opposite(holds: Test) -> Test:
    return lambda subject: not holds(subject)


def _text(wanted: str, field: Field, context: Context) -> Test:
    return lambda subject: any(wanted in fold(text) for text in field.get(subject, context))


def _comparison(node: Comparison, context: Context) -> Test:
    if node.op is Op.NE:
        return _opposite(_comparison(Comparison(node.field, Op.EQ, node.values), context))
    kind = NAMES[node.field]
    if kind is Kind.FLAG:
        return _any_of([_flag(FIELDS[f"{node.field}:{word.text}"], context) for word in _words(node.values)])
    field = FIELDS[node.field]
    if kind in (Kind.NAME, Kind.PERSON):
        return _named(field, node.values, context)
    return _any_of([_ordered(field, node.op, value, context) for value in node.values])


def _any_of(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else _any(tests)


def _words(values: tuple[Value, ...]) -> list[Word]:
    return [value for value in values if isinstance(value, Word)]


def _flag(field: Field, context: Context) -> Test:
    return lambda subject: bool(field.get(subject, context))


def _named(field: Field, values: tuple[Value, ...], context: Context) -> Test:
    wanted = frozenset(fold(value.text) for value in values if isinstance(value, Name))
    tests: list[Test] = []
    if wanted:
        tests.append(lambda subject: not wanted.isdisjoint(field.get(subject, context)))
    if Someone.ME in values:
        tests.append(lambda subject: context.viewer in subject.task.assignees)
    if Someone.NOBODY in values:
        tests.append(lambda subject: not subject.task.assignees)
    return _any_of(tests)


def _ordered(field: Field, op: Op, value: Value, context: Context) -> Test:
    """A comparison of something that has an order and may be unset."""
    holds, get = _HOLDS[op], field.get
    if isinstance(value, Reference):
        return _between_fields(field, op, FIELDS[value.key], context)
    if isinstance(value, Ratio):
        return _ratio(field, op, value, context)
    if isinstance(value, Word):
        limit: Any = field.words.index(value.text)
    elif isinstance(value, Seconds):
        limit = value.count
    else:
        assert not isinstance(value, Name | Someone)
        return _day(field, op, value, context)

    def test(subject: Subject) -> bool:
        found = get(subject, context)
        return found is not None and holds(found, limit)

    return test


def _ratio(field: Field, op: Op, limit: Ratio, context: Context) -> Test:
    holds, get = _HOLDS[op], field.get

    def test(subject: Subject) -> bool:
        found = get(subject, context)
        return found is not None and holds(found[0] * limit.denominator, limit.numerator * found[1])

    return test


def _day(field: Field, op: Op, word: DayWord, context: Context) -> Test:
    """Dues are compared as texts and instants as instants, both with the ends of the day: so can a database."""
    holds, get = _HOLDS[op], field.get
    day = context.calendar.day(word)
    start, end = context.calendar.span_of(day)
    day_text, start_text, end_text = day.isoformat(), rfc3339(start), rfc3339(end)

    def test(subject: Subject) -> bool:
        found: Due | datetime | None = get(subject, context)
        if found is None:
            return False
        if not isinstance(found, Due):
            return holds((found >= start) + (found >= end), 1)
        if found.is_day:
            return holds(found.text, day_text)
        return holds((found.text >= start_text) + (found.text >= end_text), 1)

    return test


def _between_fields(field: Field, op: Op, other: Field, context: Context) -> Test:
    holds, get, get_other = _HOLDS[op], field.get, other.get

    def test(subject: Subject) -> bool:
        one, two = get(subject, context), get_other(subject, context)
        return one is not None and two is not None and holds(_in_utc(one), _in_utc(two))

    return test


def _in_utc(value: Due | datetime | int) -> date | int:
    if isinstance(value, Due):
        return value.day
    return value.astimezone(UTC).date() if isinstance(value, datetime) else value
