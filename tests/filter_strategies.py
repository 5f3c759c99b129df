"""Filters, and tasks that they tell apart, for Hypothesis. What the matcher answers every store must answer too.

Names, days and durations come from small sets, so that a comparison is about as often true as false.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from tasktix.domain.aggregate import Origin
from tasktix.domain.calendar import Calendar, Shift, Weekday, zone_of
from tasktix.domain.due import Due, rfc3339
from tasktix.domain.filters.ast import (
    Comparison,
    Everything,
    Name,
    Node,
    Not,
    Op,
    Ratio,
    Reference,
    Seconds,
    Someone,
    Text,
    Value,
    Word,
    both,
    either,
)
from tasktix.domain.filters.fields import NAMES, OPERATORS, Kind, references_of, words_of
from tasktix.domain.filters.subject import Context, Subject
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id, compose
from tasktix.domain.issues import Issue
from tasktix.domain.tasks import Task
from tasktix.domain.words import Priority, Status

NOW: Final = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
"""In Berlin the night in which clocks skip an hour; in New York still the day before."""

LISTS: Final = {compose(number, 1): name for number, name in enumerate(("Home", "Semester 1", "Straße"))}
SECTIONS: Final = {compose(number, 2): name for number, name in enumerate(("Backlog", "Sprint 4", "Home"))}
TAGS: Final = {compose(number, 3): name for number, name in enumerate(("infra", "needs review", 'É"5\\'))}
PEOPLE: Final = {compose(number, 4): name for number, name in enumerate(("Ann", "bob_2", "none"))}
TEXTS: Final = ("Fix the login", "LOGIN page", "straße", "STRASSE", "50% _done_", "cafe\u0301", "", 'say "hi" \\o/')

ISSUE: Final = Issue("https://github.com/ann/home/issues/1", 1, "ann/home", "open")

ZONES: Final = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")


def context_at(now: datetime = NOW, zone: str = "Europe/Berlin", viewer: Id | None = None) -> Context:
    """Ann's, unless somebody else is the viewer."""
    return Context(Calendar(now, zone_of(zone)), viewer or next(iter(PEOPLE)))


contexts: Final = st.builds(
    Context,
    st.builds(
        Calendar,
        st.integers(-72, 72).map(lambda hours: NOW + timedelta(hours=hours)),
        st.sampled_from(ZONES).map(zone_of),
    ),
    st.sampled_from(list(PEOPLE)),
)
"""Who looks, when and where."""

moments: Final = st.one_of(
    st.integers(-80, 80).map(lambda hours: NOW + timedelta(hours=hours)),
    st.integers(-300_000_000, 300_000_000).map(lambda milliseconds: NOW + timedelta(milliseconds=milliseconds)),
)
"""Some days around `NOW`, to the millisecond, as stores keep them."""

dues: Final = st.one_of(
    st.none(),
    moments.map(lambda moment: Due(moment.date().isoformat())),
    moments.map(lambda moment: Due(rfc3339(moment))),
)
durations: Final = st.sampled_from((0, 1, 59, 60, 3_600, 5_400, 7_200, 86_400, 2_147_483_647))


def new_task(**fields: Any) -> Task:
    """A task with little in it but `fields`."""
    least: dict[str, Any] = {
        "id": compose(0, 0),
        "list_id": next(iter(LISTS)),
        "section_id": next(iter(SECTIONS)),
        "name": "Water",
        "created_at": NOW,
        "rank": "a0",
        "origin": Origin("0" * 16, "0" * 32),
    }
    return Task(**least | fields)


def subject_of(task: Task) -> Subject:
    """With the names that `LISTS`, `SECTIONS`, `TAGS` and `PEOPLE` give to its ids."""
    return Subject(
        task,
        LISTS[task.list_id],
        SECTIONS[task.section_id],
        frozenset(fold(TAGS[tag]) for tag in task.tags),
        frozenset(fold(PEOPLE[user]) for user in task.assignees),
    )


def _some(known: dict[Id, str]) -> st.SearchStrategy[tuple[Id, ...]]:
    return st.lists(st.sampled_from(list(known)), unique=True, max_size=2).map(tuple)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    status = draw(st.sampled_from(Status))
    running = status is Status.IN_PROGRESS
    return new_task(
        id=compose(draw(st.integers(0, 2**40)), draw(st.integers(0, 2**40))),
        list_id=draw(st.sampled_from(list(LISTS))),
        section_id=draw(st.sampled_from(list(SECTIONS))),
        name=draw(st.sampled_from(TEXTS)) or "x",
        description=draw(st.sampled_from(TEXTS)),
        status=status,
        priority=draw(st.sampled_from(Priority)),
        unclear=draw(st.booleans()),
        due=draw(dues),
        expected=draw(st.none() | durations),
        elapsed_ms=draw(durations) * 1_000 + draw(st.sampled_from((0, 1, 999))),
        timer_started_at=draw(moments) if running else None,
        timer_started_by=draw(st.sampled_from(list(PEOPLE))) if running else None,
        created_at=draw(moments),
        completed_at=draw(moments) if status is Status.COMPLETED else None,
        tags=draw(_some(TAGS)),
        assignees=draw(_some(PEOPLE)),
        issue=draw(st.none() | st.just(ISSUE)),
        rank=draw(st.sampled_from(("Zz", "a0", "a1", "a1V", "b00"))),
    )


subjects: Final = tasks().map(subject_of)

days: Final[st.SearchStrategy[Value]] = st.one_of(
    moments.map(lambda moment: moment.date()),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.integers(0, 6).map(Weekday),
    st.integers(-4, 4).map(lambda amount: Shift(amount, "d")),
    st.builds(Shift, st.sampled_from((-100, -1, 1, 100)), st.sampled_from("dwmy")),
)
ratios: Final = st.integers(0, 3_000_000).map(lambda millionths: _least(millionths, 1_000_000))


def _least(numerator: int, denominator: int) -> Ratio:
    while denominator > 1 and numerator % 10 == 0:
        numerator, denominator = numerator // 10, denominator // 10
    return Ratio(numerator, denominator)


def _names(known: dict[Id, str]) -> st.SearchStrategy[Value]:
    written = st.sampled_from([*known.values(), "nobody has this", "(", "me", "NONE"])
    return st.one_of(written, written.map(str.upper)).map(Name)


def values_of(name: str) -> st.SearchStrategy[Value]:
    """What may stand after the field or group `name`."""
    if words := words_of(name):
        return st.sampled_from(words).map(Word)
    if name == "assignee":
        return _names(PEOPLE) | st.sampled_from(Someone)
    if NAMES[name] is Kind.NAME:
        return _names({"list": LISTS, "section": SECTIONS, "tag": TAGS}[name])
    if NAMES[name] is Kind.NUMBER:
        return ratios
    plain: st.SearchStrategy[Value] = days if NAMES[name] is Kind.DAY else durations.map(Seconds)
    return plain | st.sampled_from(references_of(name)).map(Reference)


def _same(value: Value) -> Any:
    return fold(value.text) if isinstance(value, Name) else value


@st.composite
def comparisons(draw: st.DrawFn, names: st.SearchStrategy[str] | None = None) -> Comparison:
    name = draw(st.sampled_from(list(NAMES)) if names is None else names)
    op = draw(st.sampled_from(OPERATORS[NAMES[name]]))
    most = 3 if op in (Op.EQ, Op.NE) else 1
    values = draw(st.lists(values_of(name), min_size=1, max_size=most, unique_by=_same))
    return Comparison(name, op, tuple(values))


terms: Final[st.SearchStrategy[Node]] = st.one_of(
    comparisons(),
    st.sampled_from(("login", "the login", "strasse", "50%", "_", "%", "CAFÉ", '"hi"', "\\", "due", "=", "a\nb")).map(
        Text
    ),
)
parts: Final[st.SearchStrategy[Node]] = st.recursive(
    terms,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(both),
        st.lists(inner, min_size=2, max_size=4).map(either),
    ),
    max_leaves=12,
)
"""Filters that say something, as the parser makes them."""

nodes: Final[st.SearchStrategy[Node]] = st.just(Everything()) | parts

scraps: Final = st.lists(
    st.one_of(
        st.sampled_from(
            [*NAMES, *Op, *'#@!&|(),:" \\', "today", "2026-13-01", "+3d", "90m", "1.5", "high", "open", "me", "http://"]
        ),
        st.text(max_size=3),
    ),
    max_size=40,
).map("".join)
"""Texts that are nearly filters."""
