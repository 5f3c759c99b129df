"""A task: its own aggregate, so that work on two tasks never conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.due import Due, clean_due
from tasktix.domain.errors import Rule, checked
from tasktix.domain.fields import description, duration, flag, line, priority
from tasktix.domain.ids import Id
from tasktix.domain.words import Priority, Status

RULES: Final[Mapping[str, Rule]] = {
    "name": line(256),
    "description": description,
    "priority": priority,
    "due": clean_due,
    "expected": duration,
    "unclear": flag,
}
"""What a person may write into a task, field by field."""

_FACTS: Final = {
    "name": facts.TaskRenamed,
    "description": facts.TaskDescribed,
    "priority": facts.TaskPrioritized,
    "due": facts.TaskScheduled,
    "expected": facts.TaskEstimated,
    "unclear": facts.TaskMarked,
}


@attrs.define(eq=False, kw_only=True)
class Task(Aggregate):
    """`rank` orders it within its section; `expected` and `elapsed` are whole seconds."""

    list_id: Id
    section_id: Id
    name: str
    description: str = ""
    status: Status = Status.UNSTARTED
    priority: Priority = Priority.LOW
    unclear: bool = False
    due: Due | None = None
    expected: int | None = None
    elapsed: int = 0
    timer_started_at: datetime | None = None
    created_at: datetime
    completed_at: datetime | None = None
    tags: tuple[Id, ...] = ()
    assignees: tuple[Id, ...] = ()
    rank: str
    version: int = 0
    origin: Origin

    @property
    def audience(self) -> Id:
        return self.list_id

    @classmethod
    def add(
        cls,
        task_id: Id,
        *,
        list_id: Id,
        section_id: Id,
        rank: str,
        now: datetime,
        origin: Origin,
        fields: Mapping[str, Any],
    ) -> Task:
        """A new task with the given `fields` (see `RULES`); raises `Invalid`."""
        task = cls(
            id=task_id,
            list_id=list_id,
            section_id=section_id,
            rank=rank,
            created_at=now,
            origin=origin,
            **checked(RULES, fields),
        )
        task.record(facts.TaskAdded(task.id))
        return task

    def revise(self, fields: Mapping[str, Any]) -> None:
        """Write the given `fields` (see `RULES`), all or none; an equal value is no change. Raises `Invalid`."""
        for field, value in checked(RULES, fields).items():
            if getattr(self, field) != value:
                setattr(self, field, value)
                self.record(_FACTS[field](self.id))

    def place(self, section_id: Id, rank: str) -> None:
        if (section_id, rank) != (self.section_id, self.rank):
            self.section_id, self.rank = section_id, rank
            self.record(facts.TaskPlaced(self.id))

    def complete(self, now: datetime) -> None:
        if self.status is not Status.COMPLETED:
            self.status, self.completed_at = Status.COMPLETED, now
            self.record(facts.TaskCompleted(self.id))

    def reopen(self) -> None:
        """Back to work: paused where time was spent on it, else unstarted."""
        if self.status is Status.COMPLETED:
            self.status = Status.PAUSED if self.elapsed else Status.UNSTARTED
            self.completed_at = None
            self.record(facts.TaskReopened(self.id))

    def delete(self) -> None:
        self.deleted = True
        self.record(facts.TaskDeleted(self.id))
