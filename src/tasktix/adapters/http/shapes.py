"""The shapes of what the API shows: what the OpenAPI document says, and what tests hold every answer against."""

from __future__ import annotations

import builtins

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


class FieldError(Shape):
    field: str
    message: str


class Problem(msgspec.Struct):
    """RFC 9457. `code` is stable; `errors`, `permission` and `field` come with the codes that need them."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: builtins.list[FieldError] = []
    permission: str = ""
    field: str = ""
