"""A task: revised field by field, worked on, completed and reopened, placed, deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.aggregate import Origin
from tasktix.domain.due import Due
from tasktix.domain.errors import Invalid, TaskCompleted
from tasktix.domain.fields import LONGEST_DURATION
from tasktix.domain.tasks import RULES, Stretch, Task
from tasktix.domain.words import Priority, Status
from tests.fakes import NOON

TASK, LIST, SECTION, USER = ("T" * 16, "L" * 16, "S" * 16, "U" * 16)

ENTRY, OTHER_ENTRY = "E" * 16, "F" * 16

HOUR = timedelta(hours=1)
LATER = NOON + HOUR


def new_task(**fields: Any) -> Task:
    return Task.add(
        TASK,
        list_id=LIST,
        section_id=SECTION,
        rank="a0",
        now=NOON,
        origin=Origin.of(USER),
        fields={"name": "Dig", **fields},
    )


def old_task(**fields: Any) -> Task:
    """As loaded: without facts."""
    task = new_task(**fields)
    task.recorded.clear()
    return task


def facts_of(task: Task) -> list[str]:
    assert {recorded.audience for recorded in task.recorded} <= {LIST}
    return [recorded.fact.type for recorded in task.recorded]


def test_a_new_task_waits_for_work() -> None:
    task = new_task()
    assert (task.status, task.priority, task.unclear, task.elapsed) == (Status.UNSTARTED, Priority.LOW, False, 0)
    assert (task.due, task.expected, task.completed_at, task.created_at) == (None, None, None, NOON)
    assert facts_of(task) == ["task.added"]


def test_a_new_task_must_fit_the_rules() -> None:
    with pytest.raises(Invalid) as refusal:
        new_task(name="", due="soon", priority="urgent", expected=-1)
    assert [error.field for error in refusal.value.errors] == ["name", "due", "priority", "expected"]


FACTS = {
    "name": ("Sow", "Sow", "task.renamed"),
    "description": ("*deep*", "*deep*", "task.described"),
    "priority": ("high", Priority.HIGH, "task.prioritized"),
    "due": ("2026-11-30", Due("2026-11-30"), "task.scheduled"),
    "expected": (60, 60, "task.estimated"),
    "unclear": (True, True, "task.marked"),
}


@pytest.mark.parametrize("field", RULES)
def test_each_field_has_its_fact(field: str) -> None:
    value, kept, fact = FACTS[field]
    task = old_task()
    task.revise({field: value})
    assert getattr(task, field) == kept
    assert facts_of(task) == [fact]


@pytest.mark.parametrize("field", RULES)
def test_an_equal_value_is_no_fact(field: str) -> None:
    value, _, _ = FACTS[field]
    task = old_task(**{field: value})
    task.revise({field: value})
    assert facts_of(task) == []


def test_the_same_instant_in_another_offset_is_no_change() -> None:
    task = old_task(due="2026-11-30T17:00:00Z")
    task.revise({"due": "2026-11-30T19:00:00+02:00", "name": "  Dig "})
    assert facts_of(task) == []


def test_all_fields_are_written_or_none() -> None:
    task = old_task()
    with pytest.raises(Invalid):
        task.revise({"name": "Sow", "due": "soon"})
    assert task.name == "Dig"
    assert facts_of(task) == []


def test_none_clears_due_and_expected() -> None:
    task = old_task(due="2026-11-30", expected=60)
    task.revise({"due": None, "expected": None})
    assert (task.due, task.expected) == (None, None)
    assert facts_of(task) == ["task.scheduled", "task.estimated"]


def test_completing_notes_the_moment() -> None:
    task = old_task()
    task.complete(NOON, ENTRY)
    assert (task.status, task.completed_at) == (Status.COMPLETED, NOON)
    assert facts_of(task) == ["task.completed"]


def test_completing_again_keeps_the_first_moment() -> None:
    task = old_task()
    task.complete(NOON, ENTRY)
    task.complete(LATER, OTHER_ENTRY)
    assert task.completed_at == NOON
    assert facts_of(task) == ["task.completed"]


@pytest.mark.parametrize(("seconds", "status"), [(0, Status.UNSTARTED), (1, Status.PAUSED)])
def test_reopening_is_paused_where_time_was_spent(seconds: int, status: Status) -> None:
    task = old_task()
    task.elapsed_ms = seconds * 1000
    task.complete(NOON, ENTRY)
    task.reopen()
    assert (task.status, task.completed_at) == (status, None)
    assert facts_of(task) == ["task.completed", "task.reopened"]


def test_what_is_open_is_not_reopened() -> None:
    task = old_task()
    task.reopen()
    assert facts_of(task) == []


def test_placing_where_it_is_is_no_fact() -> None:
    task = old_task()
    task.place(SECTION, "a0")
    assert facts_of(task) == []
    task.place(SECTION, "a1")
    task.place("X" * 16, "a1")
    assert facts_of(task) == ["task.placed", "task.placed"]


def test_deleting_is_a_fact() -> None:
    task = old_task()
    task.delete()
    assert task.deleted
    assert facts_of(task) == ["task.deleted"]


# tags and assignees


def test_a_task_carries_each_tag_once_whatever_the_order() -> None:
    task = old_task()
    for tag_id in ("t" * 16, "s" * 16, "t" * 16):
        task.tag(tag_id)
    assert list(task.tags) == ["s" * 16, "t" * 16]
    assert facts_of(task) == ["task.tagged", "task.tagged"]
    for tag_id in ("t" * 16, "t" * 16):
        task.untag(tag_id)
    assert list(task.tags) == ["s" * 16]
    assert facts_of(task)[2:] == ["task.untagged"]


def test_a_task_has_each_assignee_once() -> None:
    task = old_task()
    for user_id in (USER, "A" * 16, USER):
        task.assign(user_id)
    assert task.assignees == ("A" * 16, USER)
    task.unassign("B" * 16)
    task.unassign(USER)
    assert facts_of(task) == ["task.assigned", "task.assigned", "task.unassigned"]


# the timer


def test_a_timer_counts_from_start_to_pause() -> None:
    task = old_task()
    task.start_timer(NOON, by=USER)
    assert (task.status, task.elapsed, task.elapsed_at(LATER)) == (Status.IN_PROGRESS, 0, 3600)
    task.pause_timer(LATER, ENTRY)
    assert (task.status, task.elapsed, task.elapsed_at(LATER + HOUR)) == (Status.PAUSED, 3600, 3600)
    assert task.stretches == [Stretch(USER, NOON, LATER)]
    assert facts_of(task) == ["timer.started", "timer.paused"]


def test_what_runs_already_runs_on_and_is_theirs_who_started() -> None:
    task = old_task()
    task.start_timer(NOON, by=USER)
    task.start_timer(LATER, by=TASK)
    assert task.stretches == [Stretch(USER, NOON, None)]
    task.pause_timer(LATER, ENTRY)
    task.pause_timer(LATER + HOUR, OTHER_ENTRY)
    assert (task.elapsed, len(task.time)) == (3600, 1)
    assert facts_of(task) == ["timer.started", "timer.paused"]


def test_completing_stops_the_timer_and_keeps_its_time() -> None:
    task = old_task()
    task.start_timer(NOON, by=USER)
    task.complete(LATER, ENTRY)
    assert (task.timer_started_at, task.timer_started_by, task.elapsed) == (None, None, 3600)
    assert facts_of(task) == ["timer.started", "timer.paused", "task.completed"]


def test_completing_keeps_time_from_before() -> None:
    task = old_task()
    task.start_timer(NOON, by=USER)
    task.pause_timer(LATER, ENTRY)
    task.complete(LATER, OTHER_ENTRY)
    assert (task.elapsed, task.stretches) == (3600, [Stretch(USER, NOON, LATER)])


def test_a_completed_task_has_no_timer_to_start() -> None:
    task = old_task()
    task.complete(NOON, ENTRY)
    with pytest.raises(TaskCompleted):
        task.start_timer(LATER, by=USER)
    task.pause_timer(LATER, OTHER_ENTRY)
    assert facts_of(task) == ["task.completed"]


@pytest.mark.parametrize(
    ("is_completed", "status"), [(False, Status.UNSTARTED), (True, Status.COMPLETED)], ids=["open", "completed"]
)
def test_a_reset_takes_all_time(is_completed: bool, status: Status) -> None:
    task = old_task()
    task.start_timer(NOON, by=USER)
    if is_completed:
        task.complete(LATER, ENTRY)
    task.recorded.clear()
    task.reset_time()
    task.reset_time()
    assert (task.status, task.elapsed_ms, task.timer_started_at, task.stretches) == (status, 0, None, [])
    assert facts_of(task) == ["time.reset"]


def test_a_clock_that_is_set_back_takes_nothing() -> None:
    task = old_task()
    task.elapsed_ms = 5000
    task.start_timer(LATER, by=USER)
    assert task.elapsed_at(NOON) == 5
    task.pause_timer(NOON, ENTRY)
    assert (task.elapsed, task.stretches) == (5, [Stretch(USER, LATER, LATER)])


@given(st.lists(st.integers(0, 10_000), max_size=50))
def test_no_millisecond_is_lost_however_short_the_runs(runs: list[int]) -> None:
    task, now = old_task(), NOON
    for number, run in enumerate(runs):
        task.start_timer(now, by=USER)
        now += timedelta(milliseconds=run)
        task.pause_timer(now, f"{number:016}")
    assert task.elapsed_ms == sum(runs)
    assert task.elapsed == sum(runs) // 1000


def test_elapsed_time_stays_in_its_bounds() -> None:
    task = old_task()
    task.elapsed_ms = 2**53
    assert task.elapsed == LONGEST_DURATION


def test_an_origin_tells_equal_content_from_other() -> None:
    assert Origin.of(USER, [("name", "Dig")]) == Origin.of(USER, [("name", "Dig")])
    assert Origin.of(USER, [("name", "Dig")]) != Origin.of(USER, [("name", "Sow")])
    assert Origin.of(USER, 1) != Origin.of(USER, "1")
    assert Origin.of(USER, "x").fingerprint == Origin.of(TASK, "x").fingerprint
    assert len(Origin.of(USER, "a\ud800").fingerprint) == 32
