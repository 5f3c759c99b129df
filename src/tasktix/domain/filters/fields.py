"""THE table of the filter language: parser, matcher, help page and every store's compiler read it.

What a comparison means, kind by kind:

* NAME, PERSON: whole names, ignoring case (`folding.fold`). A task may have several tags and assignees: `=` asks
  whether any of them is any of the values.
* LEVEL: low < medium < high.
* DAY: calendar days in the viewer's zone. A due day is itself; an instant is its day in the zone
  (`Calendar.span_of`). Between two fields days are days in UTC, for no database knows the viewer's zone.
* DURATION: whole seconds; a running timer counts up to now.
* NUMBER: exactly, as `elapsed * denominator` against `numerator * expected`; without an expected time, or
  with an expected time of 0, there is no ratio.

What is unset satisfies no comparison; `!=` is the exact opposite of `=`, and so what is unset satisfies it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from tasktix.domain.due import rfc3339
from tasktix.domain.filters.ast import Op
from tasktix.domain.filters.subject import Context, Subject
from tasktix.domain.folding import fold
from tasktix.domain.words import Priority, Status


class Kind(enum.StrEnum):
    """In brackets what `Field.get` answers."""

    TEXT = "text"
    """(the texts that are searched)"""
    NAME = "name"
    """(all folded names)"""
    PERSON = "person"
    """(all folded usernames; `@me` and `@none` look at the task's assignees)"""
    LEVEL = "level"
    """(the index in `Field.words`)"""
    DAY = "day"
    """(a `Due`, an aware instant or None)"""
    DURATION = "duration"
    """(seconds or None)"""
    NUMBER = "number"
    """(elapsed and expected seconds, or None)"""
    FLAG = "flag"
    """(whether it is so)"""


OPERATORS: Final[Mapping[Kind, tuple[Op, ...]]] = {
    Kind.TEXT: (),
    Kind.NAME: (Op.EQ, Op.NE),
    Kind.PERSON: (Op.EQ, Op.NE),
    Kind.LEVEL: tuple(Op),
    Kind.DAY: tuple(Op),
    Kind.DURATION: tuple(Op),
    Kind.NUMBER: tuple(Op),
    Kind.FLAG: (Op.EQ, Op.NE),
}


@attrs.frozen
class Field:
    """`key` never changes: stores map it to columns. A FLAG's key is its group and its word: `is:overdue`.

    `symbol` is a short spelling of `key:`; `words` are the only values where there are any.
    """

    key: str
    kind: Kind
    get: Callable[[Subject, Context], Any]
    help: str
    examples: tuple[str, ...]
    symbol: str = ""
    words: tuple[str, ...] = ()

    @property
    def operators(self) -> tuple[Op, ...]:
        return OPERATORS[self.kind]


def _is_overdue(subject: Subject, context: Context) -> bool:
    task = subject.task
    if task.due is None or task.status is Status.COMPLETED:
        return False
    return task.due.text < overdue_before(context, is_day=task.due.is_day)


def overdue_before(context: Context, *, is_day: bool) -> str:
    """An open task whose due has a lesser text than this is overdue."""
    return context.calendar.today.isoformat() if is_day else rfc3339(context.calendar.now)


def _ratio(subject: Subject, context: Context) -> tuple[int, int] | None:
    task = subject.task
    return (task.elapsed_at(context.calendar.now), task.expected) if task.expected else None


def _status(status: Status) -> Field:
    word = status.value.replace("_", " ")
    return _flag("status", status.value, lambda subject: subject.task.status is status, f"The task is {word}.")


def _flag(group: str, word: str, holds: Callable[[Subject], bool], help_: str) -> Field:
    key = f"{group}:{word}"
    return Field(key, Kind.FLAG, lambda subject, _context: holds(subject), help_, (key, f"!{key}"))


_LEVELS: Final[Mapping[Priority, int]] = {priority: level for level, priority in enumerate(Priority)}

_TABLE: Final = (
    Field(
        "text",
        Kind.TEXT,
        lambda subject, _context: (subject.task.name, subject.task.description),
        "Words, or several in quotes, that stand in the name or the description, in any case.",
        ("login", '"exact words"', "!blocked"),
    ),
    Field(
        "tag",
        Kind.NAME,
        lambda subject, _context: subject.tags,
        "The task has this tag, or one of these.",
        ("#infra", '#"needs review"', "#infra,auth", "tag!=infra"),
        symbol="#",
    ),
    Field(
        "assignee",
        Kind.PERSON,
        lambda subject, _context: subject.usernames,
        "This user, or one of these, is to do it; me is you, none is nobody.",
        ("@ann", "@me", "@none", "@ann,me", "assignee!=ann"),
        symbol="@",
    ),
    Field(
        "list",
        Kind.NAME,
        lambda subject, _context: (fold(subject.list_name),),
        "The task is in the list, or one of the lists, of this name.",
        ("list:Home", 'list:"Semester 1"', "list!=Home,Work"),
    ),
    Field(
        "section",
        Kind.NAME,
        lambda subject, _context: (fold(subject.section_name),),
        "The task is in the section, or one of the sections, of this name.",
        ("section:Backlog", 'section:"Sprint 4"', "section!=Backlog"),
    ),
    Field(
        "priority",
        Kind.LEVEL,
        lambda subject, _context: _LEVELS[subject.task.priority],
        "low is less than medium, and medium less than high.",
        ("priority:high,medium", "priority>low", "priority!=low"),
        words=tuple(priority.value for priority in Priority),
    ),
    Field(
        "due",
        Kind.DAY,
        lambda subject, _context: subject.task.due,
        "The day when it is due.",
        ("due:today", "due<tomorrow", "due<=+2w", "due>=2026-11-30", "due!=friday"),
    ),
    Field(
        "created",
        Kind.DAY,
        lambda subject, _context: subject.task.created_at,
        "The day when it was added.",
        ("created>-2w", "created:yesterday"),
    ),
    Field(
        "completed",
        Kind.DAY,
        lambda subject, _context: subject.task.completed_at,
        "The day when it was completed; open tasks have none.",
        ("completed>=-1w", "completed>due", "completed:today"),
    ),
    Field(
        "expected",
        Kind.DURATION,
        lambda subject, _context: subject.task.expected,
        "The time it is expected to take. A day is 24 hours.",
        ("expected>2h", "expected<=1h30m", "expected:90m"),
    ),
    Field(
        "elapsed",
        Kind.DURATION,
        lambda subject, context: subject.task.elapsed_at(context.calendar.now),
        "The time spent on it, a running timer included. A day is 24 hours.",
        ("elapsed>expected", "elapsed>0", "elapsed<45m"),
    ),
    Field(
        "ratio",
        Kind.NUMBER,
        _ratio,
        "The time spent divided by the time expected; without an expected time there is none.",
        ("ratio>1", "ratio<=0.8", "ratio>=1.25"),
    ),
    *(_status(status) for status in Status),
    _flag("status", "open", lambda subject: subject.task.status is not Status.COMPLETED, "The task is not completed."),
    _flag("is", "unclear", lambda subject: subject.task.unclear, "It is not clear what there is to do."),
    Field(
        "is:overdue",
        Kind.FLAG,
        _is_overdue,
        "The task is open, and the day or the instant when it was due is over.",
        ("is:overdue", "!is:overdue"),
    ),
    _flag("is", "running", lambda subject: subject.task.timer_started_at is not None, "Its timer runs."),
    _flag("has", "due", lambda subject: subject.task.due is not None, "The task is due some time."),
    _flag("has", "expected", lambda subject: subject.task.expected is not None, "An expected time is set, even 0."),
    _flag("has", "issue", lambda subject: subject.task.issue is not None, "The task follows an issue."),
    _flag("has", "tags", lambda subject: bool(subject.task.tags), "The task has a tag."),
    _flag("has", "assignees", lambda subject: bool(subject.task.assignees), "Somebody is to do it."),
    _flag("has", "description", lambda subject: bool(subject.task.description), "The task has a description."),
)

FIELDS: Final[Mapping[str, Field]] = {field.key: field for field in _TABLE}

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    group: tuple(key.partition(":")[2] for key in FIELDS if key.startswith(group + ":"))
    for group in dict.fromkeys(key.partition(":")[0] for key in FIELDS if ":" in key)
}
"""The words of each group of flags: `is` has unclear, overdue, running."""

NAMES: Final[Mapping[str, Kind]] = {
    key.partition(":")[0]: field.kind for key, field in FIELDS.items() if field.operators
}
"""What may stand before an operator, fields and groups."""

SYMBOLS: Final[Mapping[str, str]] = {field.symbol: field.key for field in FIELDS.values() if field.symbol}


def words_of(name: str) -> tuple[str, ...]:
    """The only values of a field or a group that has such; they are in order where there is one."""
    return GROUPS[name] if name in GROUPS else FIELDS[name].words


def references_of(name: str) -> tuple[str, ...]:
    """The fields that may stand as a value of this one, itself among them."""
    kind = NAMES[name]
    return tuple(key for key in NAMES if NAMES[key] is kind) if kind in (Kind.DAY, Kind.DURATION) else ()
