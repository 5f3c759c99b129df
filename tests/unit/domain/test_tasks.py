"""A task: revised field by field, completed and reopened, placed, deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tasktix.domain.aggregate import Origin
from tasktix.domain.due import Due
from tasktix.domain.errors import Invalid
from tasktix.domain.tasks import RULES, Task
from tasktix.domain.words import Priority, Status
from tests.fakes import NOON

TASK, LIST, SECTION, USER = ("T" * 16, "L" * 16, "S" * 16, "U" * 16)

LATER = NOON + timedelta(hours=1)


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
    task.complete(NOON)
    assert (task.status, task.completed_at) == (Status.COMPLETED, NOON)
    assert facts_of(task) == ["task.completed"]


def test_completing_again_keeps_the_first_moment() -> None:
    task = old_task()
    task.complete(NOON)
    task.complete(LATER)
    assert task.completed_at == NOON
    assert facts_of(task) == ["task.completed"]


@pytest.mark.parametrize(("elapsed", "status"), [(0, Status.UNSTARTED), (1, Status.PAUSED)])
def test_reopening_is_paused_where_time_was_spent(elapsed: int, status: Status) -> None:
    task = old_task()
    task.elapsed = elapsed
    task.complete(NOON)
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


def test_an_origin_tells_equal_content_from_other() -> None:
    assert Origin.of(USER, [("name", "Dig")]) == Origin.of(USER, [("name", "Dig")])
    assert Origin.of(USER, [("name", "Dig")]) != Origin.of(USER, [("name", "Sow")])
    assert Origin.of(USER, 1) != Origin.of(USER, "1")
    assert Origin.of(USER, "x").fingerprint == Origin.of(TASK, "x").fingerprint
    assert len(Origin.of(USER, "a\ud800").fingerprint) == 32
