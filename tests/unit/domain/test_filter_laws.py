"""What holds for all filters and all tasks."""

from __future__ import annotations

import operator
from datetime import datetime
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.due import Due
from tasktix.domain.filters.ast import And, Comparison, Node, Not, Op, Or, Ratio, Reference
from tasktix.domain.filters.fields import FIELDS, NAMES, Kind
from tasktix.domain.filters.matcher import matcher, matches
from tasktix.domain.filters.subject import Context, Subject
from tests.filter_strategies import (
    comparisons,
    contexts,
    days,
    nodes,
    parts,
    ratios,
    subjects,
)

OPS = {Op.EQ: operator.eq, Op.LT: operator.lt, Op.LE: operator.le, Op.GT: operator.gt, Op.GE: operator.ge}


@given(parts, subjects, contexts)
def test_not_is_the_opposite_and_twice_not_is_nothing(node: Node, subject: Subject, here: Context) -> None:
    found = matches(node, subject, here)
    assert matches(Not(node), subject, here) is (not found)
    assert matches(Not(Not(node)), subject, here) is found


@given(st.lists(parts, min_size=2, max_size=4).map(tuple), subjects, contexts)
def test_not_turns_and_into_or(some: tuple[Node, ...], subject: Subject, here: Context) -> None:
    one_by_one = [matches(part, subject, here) for part in some]
    assert matches(And(some), subject, here) is all(one_by_one)
    assert matches(Or(some), subject, here) is any(one_by_one)
    assert matches(Not(And(some)), subject, here) is matches(Or(tuple(map(Not, some))), subject, here)


@given(comparisons(), subjects, contexts)
def test_different_is_the_exact_opposite_of_equal_and_commas_are_or(
    comparison: Comparison, subject: Subject, here: Context
) -> None:
    equal = Comparison(comparison.field, Op.EQ, comparison.values)
    different = Comparison(comparison.field, Op.NE, comparison.values)
    one_by_one = [matches(Comparison(equal.field, Op.EQ, (value,)), subject, here) for value in equal.values]
    assert matches(equal, subject, here) is any(one_by_one)
    assert matches(different, subject, here) is not matches(equal, subject, here)


@given(
    comparisons(st.sampled_from([name for name in NAMES if NAMES[name] not in (Kind.NAME, Kind.PERSON, Kind.FLAG)])),
    subjects,
    contexts,
)
def test_of_less_equal_and_greater_one_holds_or_none(comparison: Comparison, subject: Subject, here: Context) -> None:
    found = {op: matches(Comparison(comparison.field, op, comparison.values[:1]), subject, here) for op in Op}
    assert found[Op.LT] + found[Op.EQ] + found[Op.GT] in (0, 1)
    assert found[Op.LE] is (found[Op.LT] or found[Op.EQ])
    assert found[Op.GE] is (found[Op.GT] or found[Op.EQ])


@given(nodes, st.lists(subjects, max_size=5), contexts)
def test_a_matcher_that_is_kept_says_the_same(node: Node, some: list[Subject], here: Context) -> None:
    holds = matcher(node, here)
    assert [holds(subject) for subject in some] == [matches(node, subject, here) for subject in some]


@given(st.sampled_from(("due", "created", "completed")), st.sampled_from(list(OPS)), days, subjects, contexts)
def test_days_are_compared_as_dates_are(field: str, op: Op, word: Any, subject: Subject, here: Context) -> None:
    task, day = subject.task, here.calendar.day(word)
    instants = {"created": task.created_at, "completed": task.completed_at, "due": None}
    instant = instants[field]
    found = instant.astimezone(here.calendar.zone).date() if instant is not None else None
    if field == "due" and task.due is not None:
        moment = datetime.fromisoformat(task.due.text)
        found = task.due.day if task.due.is_day else moment.astimezone(here.calendar.zone).date()
    expected = found is not None and OPS[op](found, day)
    assert matches(Comparison(field, op, (word,)), subject, here) is expected


@given(st.sampled_from(list(OPS)), ratios, subjects, contexts)
def test_ratios_are_compared_as_fractions_are(op: Op, ratio: Ratio, subject: Subject, here: Context) -> None:
    task = subject.task
    expected = bool(task.expected) and OPS[op](
        Fraction(task.elapsed_at(here.calendar.now), task.expected or 1), Fraction(ratio.numerator, ratio.denominator)
    )
    assert matches(Comparison("ratio", op, (ratio,)), subject, here) is expected


@given(subjects, contexts)
def test_what_is_compared_with_itself_is_equal_where_it_is_set(subject: Subject, here: Context) -> None:
    for name in ("due", "created", "completed", "expected", "elapsed"):
        is_set = FIELDS[name].get(subject, here) is not None
        assert matches(Comparison(name, Op.EQ, (Reference(name),)), subject, here) is is_set


@given(subjects, contexts)
def test_every_getter_answers_what_its_kind_promises(subject: Subject, here: Context) -> None:
    answers: dict[Kind, Any] = {
        Kind.TEXT: tuple,
        Kind.NAME: (tuple, frozenset),
        Kind.PERSON: frozenset,
        Kind.LEVEL: int,
        Kind.DAY: (Due, datetime, type(None)),
        Kind.DURATION: (int, type(None)),
        Kind.NUMBER: (tuple, type(None)),
        Kind.FLAG: bool,
    }
    for field in FIELDS.values():
        assert isinstance(field.get(subject, here), answers[field.kind]), field.key
