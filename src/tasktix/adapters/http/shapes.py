"""The shapes of what the API shows: what the OpenAPI document says, and what tests hold every answer against."""

from __future__ import annotations

import builtins
from typing import Any

import msgspec

from tasktix.domain.access import Permission
from tasktix.domain.words import Color, Priority, Status


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    pass


class Issue(Shape):
    url: str
    number: int
    repository: str
    state: str


class Task(Shape):
    id: str
    list: str
    section: str
    name: str
    description: str
    status: Status
    priority: Priority
    unclear: bool
    due: str | None
    expected: int | None
    elapsed: int
    timer_started_at: str | None
    created_at: str
    completed_at: str | None
    tags: builtins.list[str]
    assignees: builtins.list[str]
    rank: str
    version: int
    issue: Issue | None


class List(Shape):
    id: str
    name: str
    color: Color
    description: str
    has_due_dates: bool
    has_time_tracking: bool
    auto_order: bool
    version: int


class Section(Shape):
    id: str
    name: str
    rank: str
    version: int


class Tag(Shape):
    id: str
    name: str
    color: Color
    version: int


class Person(Shape):
    id: str
    username: str
    name: str
    color: Color
    avatar_url: str | None


class Member(Shape):
    id: str
    user: Person
    role: str
    version: int


class Role(Shape):
    id: str
    name: str
    description: str
    permissions: builtins.list[Permission]
    preset: bool
    version: int


class User(Person):
    email: str
    timezone: str | None
    locale: str | None
    version: int


class Session(Shape):
    id: str
    device: str
    address: str
    created_at: str
    seen_at: str


class SignedIn(Shape):
    user: User
    session: Session
    position: int


class Overview(Shape):
    id: str
    name: str
    color: Color
    open_tasks: int
    role: str
    position: int


class Snapshot(Shape):
    list: List
    sections: builtins.list[Section]
    tasks: builtins.list[Task]
    tags: builtins.list[Tag]
    members: builtins.list[Member]
    roles: builtins.list[Role]
    position: int


class SavedFilter(Shape):
    id: str
    name: str
    text: str
    version: int


class TimeEntry(Shape):
    """`ended_at` is null while the timer runs."""

    user: str
    started_at: str
    ended_at: str | None


class Tasks(Shape):
    """`next` is the cursor of the next page, null after the last."""

    items: builtins.list[Task]
    next: str | None


class Calibrated(Shape):
    """`ratio` is the median of elapsed / expected, `low` and `high` its 10 % and 90 % quantiles; `factor` is what to
    multiply a new estimate by, null below five tasks."""

    count: int
    ratio: float | None
    low: float | None
    high: float | None
    factor: float | None


class CalibratedList(Calibrated):
    list: str


class CalibratedTag(Calibrated):
    tag: str


class CalibratedSize(Calibrated):
    """`size` is the most that was expected: `15m`, `30m`, `1h`, `2h`, `4h`, `8h`, or `more`."""

    size: str


class Calibration(Shape):
    overall: Calibrated
    lists: builtins.list[CalibratedList]
    tags: builtins.list[CalibratedTag]
    sizes: builtins.list[CalibratedSize]


class Token(Shape):
    """A part of a quick-add text from `start` to `end`, in characters; `value` is what it names, null for nothing."""

    kind: str
    start: int
    end: int
    text: str
    name: str
    value: Any


class Reading(Shape):
    """How a quick-add text is understood. `tokens` are taken out of the name, `unknown` ones stay in it."""

    name: str
    fields: dict[str, Any]
    tags: builtins.list[str]
    assignees: builtins.list[str]
    section: str | None
    tokens: builtins.list[Token]
    unknown: builtins.list[Token]


class Actor(Shape):
    user: str | None
    via: str


class PastChange(Shape):
    """The fields that changed; null before it was made, and after it was deleted."""

    kind: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class PastEntry(Shape):
    """`by` is who did it, null where the account is no more or a program did."""

    position: int
    at: str
    actor: Actor
    by: Person | None
    key: str | None
    facts: builtins.list[dict[str, Any]]
    changes: builtins.list[PastChange]


class History(Shape):
    """`next` is the cursor of the next page, null after the last."""

    items: builtins.list[PastEntry]
    next: str | None


class Undone(Shape):
    """The position of the new entry; null where nothing was left to undo."""

    position: int | None


class FieldError(Shape):
    """`position` comes with a text that has a grammar: where the fault is, in characters from its start."""

    field: str
    message: str
    position: int | msgspec.UnsetType = msgspec.UNSET


class Clash(Shape):
    yours: Any
    theirs: Any
    by: str | None
    at: str | None


class NamedList(Shape):
    id: str
    name: str


class Problem(msgspec.Struct):
    """RFC 9457. `code` is stable; `errors`, `permission`, `field`, `conflicts`, `lists` come with the codes that
    need them."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: builtins.list[FieldError] = []
    permission: str = ""
    field: str = ""
    conflicts: dict[str, Clash] = {}
    lists: builtins.list[NamedList] = []
