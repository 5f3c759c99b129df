"""Rows of tasks and of their time: to things and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tasktix.adapters.sql.tables import TASK_ASSIGNEES, TASK_TAGS, TASKS, from_ms, maybe_from_ms, to_ms
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.due import Due
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue
from tasktix.domain.tasks import Task, TimeEntry
from tasktix.domain.words import Priority, Status


def _joined(of: sa.Column[str], task_id: sa.Column[str], *, locked: bool) -> sa.ScalarSelect[str]:
    """The ids, with commas: ids have none. One statement reads a task with all that it carries."""
    found = sa.select(sa.func.group_concat(of)).where(task_id == TASKS.c.id).correlate(TASKS)
    return (found.with_for_update() if locked else found).scalar_subquery()


def _carried(*, locked: bool) -> tuple[sa.ScalarSelect[str], sa.ScalarSelect[str]]:
    return (
        _joined(TASK_TAGS.c.tag_id, TASK_TAGS.c.task_id, locked=locked),
        _joined(TASK_ASSIGNEES.c.user_id, TASK_ASSIGNEES.c.task_id, locked=locked),
    )


_issue: Final = msgspec.json.Decoder(Issue).decode

TAGS_OF, _ASSIGNEES_OF = _carried(locked=False)
_OWN: Final = (
    TASKS.c.id,
    TASKS.c.list_id,
    TASKS.c.section_id,
    TASKS.c.name,
    TASKS.c.description,
    TASKS.c.status,
    TASKS.c.priority,
    TASKS.c.unclear,
    TASKS.c.due,
    TASKS.c.expected,
    TASKS.c.elapsed_ms,
    TASKS.c.timer_started_at,
    TASKS.c.timer_started_by,
    TASKS.c.created_at,
    TASKS.c.completed_at,
    TASKS.c.rank,
    TASKS.c.version,
    TASKS.c.created_by,
    TASKS.c.fingerprint,
    TASKS.c.issue,
)
COLUMNS: Final = (*_OWN, TAGS_OF, _ASSIGNEES_OF)
LOCKED_COLUMNS: Final = (*_OWN, *_carried(locked=True))
"""For a read that locks: it shows a task as it is when the lock is there, but what a subquery reads without a lock of
its own as it was when the wait began."""


def row(task: Task, _owner: object) -> dict[str, Any]:
    return {
        "id": task.id,
        "list_id": task.list_id,
        "section_id": task.section_id,
        "name": task.name,
        "description": task.description,
        "status": task.status.value,
        "priority": task.priority.value,
        "unclear": task.unclear,
        "due": task.due and task.due.text,
        "expected": task.expected,
        "elapsed_ms": task.elapsed_ms,
        "timer_started_at": to_ms(task.timer_started_at),
        "timer_started_by": task.timer_started_by,
        "created_at": to_ms(task.created_at),
        "completed_at": to_ms(task.completed_at),
        "rank": task.rank,
        "created_by": task.origin.user_id,
        "fingerprint": task.origin.fingerprint,
        "issue": task.issue and msgspec.json.encode(task.issue).decode(),
        "version": task.version,
    }


def search_text(task: Task) -> str:
    """What words of a filter are looked for in; its first line is what tasks are sorted by."""
    return f"{fold(task.name)}\n{fold(task.description)}"


def time_row(entry: TimeEntry, owner: Aggregate) -> dict[str, Any]:
    return {
        "id": entry.id,
        "task_id": owner.id,
        "user_id": entry.user_id,
        "started_at": to_ms(entry.started_at),
        "ended_at": to_ms(entry.ended_at),
        "version": entry.version,
    }


def task_of(found: Sequence[Any]) -> Task:
    """`found` are the values of `COLUMNS`."""
    (
        task_id,
        list_id,
        section_id,
        name,
        description,
        status,
        priority,
        unclear,
        due,
        expected,
        elapsed_ms,
        timer_started_at,
        timer_started_by,
        created_at,
        completed_at,
        rank,
        version,
        created_by,
        fingerprint,
        issue,
        tags,
        assignees,
    ) = found
    return Task(
        id=task_id,
        list_id=list_id,
        section_id=section_id,
        name=name,
        description=description,
        status=Status(status),
        priority=Priority(priority),
        unclear=bool(unclear),
        due=Due(due) if due is not None else None,
        expected=expected,
        elapsed_ms=elapsed_ms,
        timer_started_at=maybe_from_ms(timer_started_at),
        timer_started_by=timer_started_by,
        created_at=from_ms(created_at),
        completed_at=maybe_from_ms(completed_at),
        rank=rank,
        version=version,
        origin=Origin(created_by, fingerprint),
        issue=issue and _issue(issue),
        tags=ids_of(tags),
        assignees=ids_of(assignees),
    )


def ids_of(joined: str | None) -> tuple[Id, ...]:
    return tuple(sorted(joined.split(","))) if joined else ()


def time_entry_of(entry_id: Id, user_id: Id, started_at: int, ended_at: int, version: int) -> TimeEntry:
    return TimeEntry(
        id=entry_id, user_id=user_id, started_at=from_ms(started_at), ended_at=from_ms(ended_at), version=version
    )
