"""A task: its own aggregate, so that work on two tasks never conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate, Entity, Origin
from tasktix.domain.due import Due, clean_due
from tasktix.domain.errors import Rule, TaskCompleted, checked
from tasktix.domain.fields import LONGEST_DURATION, description, duration, flag, line, priority
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue
from tasktix.domain.merging import Basis, merge
from tasktix.domain.mirror_facts import TaskFollowed, TaskUnfollowed
from tasktix.domain.words import Priority, Status

MILLISECOND: Final = timedelta(milliseconds=1)

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
class TimeEntry(Entity):
    """A stretch of work that is over; `user_id` is who started the timer."""

    user_id: Id
    started_at: datetime
    ended_at: datetime


@attrs.frozen
class Stretch:
    """Work on a task by somebody; `ended_at` is None while the timer runs."""

    user_id: Id
    started_at: datetime
    ended_at: datetime | None


@attrs.define(eq=False, kw_only=True)
class Task(Aggregate):
    """`rank` orders it within its section; `expected` is in whole seconds.

    `elapsed_ms` is the time of finished work. `time` has the entries that it is made of, where they were asked for:
    only what sets them to zero or deletes the task needs them; what pauses the timer adds one.
    """

    list_id: Id
    section_id: Id
    name: str
    description: str = ""
    status: Status = Status.UNSTARTED
    priority: Priority = Priority.LOW
    unclear: bool = False
    due: Due | None = None
    expected: int | None = None
    elapsed_ms: int = 0
    timer_started_at: datetime | None = None
    timer_started_by: Id | None = None
    created_at: datetime
    completed_at: datetime | None = None
    tags: tuple[Id, ...] = ()
    assignees: tuple[Id, ...] = ()
    rank: str
    issue: Issue | None = None
    origin: Origin
    time: dict[Id, TimeEntry] = attrs.field(factory=dict)

    @property
    def audience(self) -> Id:
        return self.list_id

    @property
    def elapsed(self) -> int:
        """Whole seconds of finished work; while the timer runs, `elapsed_at` is the truth."""
        return min(self.elapsed_ms // 1000, LONGEST_DURATION)

    def elapsed_at(self, now: datetime) -> int:
        """Whole seconds of work, a running timer included."""
        return (self.elapsed_ms + self._running_ms(now)) // 1000

    @property
    def stretches(self) -> list[Stretch]:
        """Oldest first; the last one may still run. Needs `time`."""
        done = [Stretch(entry.user_id, entry.started_at, entry.ended_at) for entry in self.time.values()]
        done.sort(key=lambda stretch: stretch.started_at)
        if self.timer_started_at is None or self.timer_started_by is None:
            return done
        return [*done, Stretch(self.timer_started_by, self.timer_started_at, None)]

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
        tags: tuple[Id, ...] = (),
        assignees: tuple[Id, ...] = (),
        issue: Issue | None = None,
    ) -> Task:
        """A new task with the given `fields` (see `RULES`); raises `Invalid`."""
        task = cls(
            id=task_id,
            list_id=list_id,
            section_id=section_id,
            rank=rank,
            created_at=now,
            origin=origin,
            tags=_ordered(tags),
            assignees=_ordered(assignees),
            issue=issue,
            **checked(RULES, fields, required=("name",)),
        )
        task.record(facts.TaskAdded(task.id))
        return task

    def revise(self, fields: Mapping[str, Any], basis: Basis | None = None) -> None:
        """Write the given `fields` (see `RULES`), all or none. Raises `Invalid`, `Conflicting`."""
        for field in merge(self, checked(RULES, fields), basis):
            self.record(_FACTS[field](self.id))

    def place(self, section_id: Id, rank: str) -> None:
        if merge(self, {"section_id": section_id, "rank": rank}):
            self.record(facts.TaskPlaced(self.id))

    def tag(self, tag_id: Id) -> None:
        if merge(self, {"tags": _ordered({*self.tags, tag_id})}):
            self.record(facts.TaskTagged(self.id, tag_id))

    def untag(self, tag_id: Id) -> None:
        if merge(self, {"tags": _ordered({*self.tags} - {tag_id})}):
            self.record(facts.TaskUntagged(self.id, tag_id))

    def assign(self, user_id: Id) -> None:
        if merge(self, {"assignees": _ordered({*self.assignees, user_id})}):
            self.record(facts.TaskAssigned(self.id, user_id))

    def unassign(self, user_id: Id) -> None:
        if merge(self, {"assignees": _ordered({*self.assignees} - {user_id})}):
            self.record(facts.TaskUnassigned(self.id, user_id))

    def follow(self, issue: Issue | None) -> None:
        """Show this issue as the one that it follows, or none."""
        if merge(self, {"issue": issue}):
            self.record(TaskFollowed(self.id) if issue else TaskUnfollowed(self.id))

    def start_timer(self, now: datetime, by: Id) -> None:
        """Runs until it is paused, whoever starts it again meanwhile. Raises `TaskCompleted`."""
        if self.status is Status.COMPLETED:
            raise TaskCompleted
        if self.timer_started_at is None:
            self.status, self.timer_started_at, self.timer_started_by = Status.IN_PROGRESS, now, by
            self.record(facts.TimerStarted(self.id))

    def pause_timer(self, now: datetime, entry_id: Id) -> None:
        """What ran since the start becomes elapsed time, and an entry with this id."""
        if self.timer_started_at is not None:
            self._stop_timer(now, entry_id)
            self.status = Status.PAUSED

    def reset_time(self) -> None:
        """To zero, the running timer included. Needs `time`."""
        if self.elapsed_ms or self.time or self.timer_started_at is not None:
            self.elapsed_ms, self.timer_started_at, self.timer_started_by = 0, None, None
            self.time.clear()
            if self.status is not Status.COMPLETED:
                self.status = Status.UNSTARTED
            self.record(facts.TimeReset(self.id))

    def complete(self, now: datetime, entry_id: Id) -> None:
        """A running timer is stopped, and its time kept in an entry with this id."""
        if self.status is not Status.COMPLETED:
            if self.timer_started_at is not None:
                self._stop_timer(now, entry_id)
            self.status, self.completed_at = Status.COMPLETED, now
            self.record(facts.TaskCompleted(self.id))

    def reopen(self) -> None:
        """Back to work: paused where time was spent on it, else unstarted."""
        if self.status is Status.COMPLETED:
            self.status = Status.PAUSED if self.elapsed else Status.UNSTARTED
            self.completed_at = None
            self.record(facts.TaskReopened(self.id))

    def delete(self) -> None:
        """Needs `time`, so that an undo can bring it back."""
        self.go_with(facts.TaskDeleted(self.id))

    def _stop_timer(self, now: datetime, entry_id: Id) -> None:
        assert self.timer_started_at is not None
        assert self.timer_started_by is not None
        entry = TimeEntry(
            id=entry_id,
            user_id=self.timer_started_by,
            started_at=self.timer_started_at,
            # A clock that was set back must not take away what is there.
            ended_at=max(now, self.timer_started_at),
        )
        self.time[entry_id] = entry
        self.elapsed_ms += self._running_ms(now)
        self.timer_started_at, self.timer_started_by = None, None
        self.record(facts.TimerPaused(self.id))

    def _running_ms(self, now: datetime) -> int:
        return 0 if self.timer_started_at is None else max((now - self.timer_started_at) // MILLISECOND, 0)


def _ordered(ids: set[Id] | tuple[Id, ...]) -> tuple[Id, ...]:
    """Each once, by age: two who add the same in another order make the same."""
    return tuple(sorted(set(ids)))
