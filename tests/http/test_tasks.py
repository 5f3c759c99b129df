"""Tasks (contract, section 3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_add_with_all_fields(ann: Client, groceries: shapes.List) -> None:
    section = ann.new_section(groceries.id)
    fields = {
        "name": "Äpfel 🍎",
        "description": "- red\n- green",
        "priority": "high",
        "due": "2026-11-30",
        "expected": 5400,
        "unclear": True,
        "section": section.id,
    }
    answer = ann.post(f"/lists/{groceries.id}/tasks", fields)
    task = answer.shows(shapes.Task, 201)
    assert {name: getattr(task, name) for name in fields} == fields
    assert (task.list, task.status, task.version) == (groceries.id, "unstarted", 1)
    assert (task.elapsed, task.timer_started_at, task.completed_at, task.issue) == (0, None, None, None)
    assert answer.headers["Location"] == f"{API}/lists/{groceries.id}/tasks/{task.id}"
    assert ann.get(f"/lists/{groceries.id}/tasks/{task.id}").shows(shapes.Task) == task
    assert ann.snapshot(groceries.id).tasks == [task]


def test_the_first_task_makes_the_first_section(ann: Client, groceries: shapes.List) -> None:
    assert ann.snapshot(groceries.id).sections == []
    first, second = ann.new_task(groceries.id), ann.new_task(groceries.id)
    assert [it.id for it in ann.snapshot(groceries.id).sections] == [first.section]
    assert second.section == first.section


def test_moments_are_utc_with_milliseconds(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    done = ann.put(f"/lists/{groceries.id}/tasks/{task.id}/completion").shows(shapes.Task)
    for moment in (done.created_at, done.completed_at):
        assert moment
        assert len(moment) == len("2026-11-22T20:00:00.000Z")
        assert abs(datetime.fromisoformat(moment) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-11-30", "2026-11-30"),
        ("2028-02-29", "2028-02-29"),
        ("2026-11-30T17:00:00Z", "2026-11-30T17:00:00.000Z"),
        ("2026-11-30T17:00:00.5+02:00", "2026-11-30T15:00:00.500Z"),
        ("2026-11-30T23:30:00-05:30", "2026-12-01T05:00:00.000Z"),
    ],
)
def test_due_is_a_day_or_an_instant(ann: Client, groceries: shapes.List, sent: str, kept: str) -> None:
    task = ann.new_task(groceries.id, due=sent)
    assert task.due == kept
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    assert ann.get(path).shows(shapes.Task).due == kept
    assert ann.patch(path, {"due": None}).shows(shapes.Task).due is None


def test_patch_changes_what_it_names(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id, due="2026-11-30", expected=60, priority="high")
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    renamed = ann.patch(path, {"name": "Pears"}).shows(shapes.Task)
    assert (renamed.name, renamed.due, renamed.expected) == ("Pears", "2026-11-30", 60)
    assert renamed.version == task.version + 1
    cleared = ann.patch(path, {"due": None, "expected": None, "description": ""}).shows(shapes.Task)
    assert (cleared.due, cleared.expected, cleared.name) == (None, None, "Pears")
    assert ann.patch(path, {}).shows(shapes.Task) == cleared


def test_all_fields_or_none(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    ann.patch(path, {"name": "Pears", "priority": "urgent"}).refuses_field("priority")
    assert ann.get(path).shows(shapes.Task) == task


def test_complete_and_reopen_are_idempotent(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}/completion"
    done = ann.put(path).shows(shapes.Task)
    assert done.status == "completed"
    assert done.completed_at
    assert ann.put(path).shows(shapes.Task) == done
    reopened = ann.delete(path).shows(shapes.Task)
    assert (reopened.status, reopened.completed_at) == ("unstarted", None)
    assert ann.delete(path).shows(shapes.Task) == reopened


def test_place_within_and_across_sections(ann: Client, groceries: shapes.List) -> None:
    here, there = ann.new_section(groceries.id, "Here"), ann.new_section(groceries.id, "There")
    one, two, three = (ann.new_task(groceries.id, name, section=here.id) for name in "123")

    def place(task: shapes.Task, body: dict[str, object]) -> None:
        placed = ann.put(f"/lists/{groceries.id}/tasks/{task.id}/place", body).shows(shapes.Task)
        assert placed.section == body["section"]

    def order(section: shapes.Section) -> str:
        tasks = [it for it in ann.snapshot(groceries.id).tasks if it.section == section.id]
        return "".join(it.name for it in sorted(tasks, key=lambda it: (it.rank, it.id)))

    assert order(here) == "123"
    place(three, {"section": here.id, "after": None})
    assert order(here) == "312"
    place(three, {"section": here.id, "after": one.id})
    assert order(here) == "132"
    place(one, {"section": here.id})
    assert order(here) == "321"
    place(one, {"section": there.id})
    place(two, {"section": there.id, "after": None})
    place(three, {"section": there.id, "after": two.id})
    assert (order(here), order(there)) == ("", "231")


def test_add_after_another(ann: Client, groceries: shapes.List) -> None:
    last = ann.new_task(groceries.id, "C")
    first = ann.new_task(groceries.id, "A", after=None)
    middle = ann.new_task(groceries.id, "B", after=first.id)
    assert first.rank < middle.rank < last.rank


def test_where_there_is_no_such_place(ann: Client, groceries: shapes.List) -> None:
    here, there = ann.new_section(groceries.id, "Here"), ann.new_section(groceries.id, "There")
    task, other = ann.new_task(groceries.id, section=here.id), ann.new_task(groceries.id, section=there.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}/place"
    ann.put(path, {"section": here.id, "after": other.id}).refuses(404, "not_found")
    ann.put(path, {"section": here.id, "after": task.id}).refuses_field("after")
    ann.put(path, {"section": "no id"}).refuses(404, "not_found")


def test_delete(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    ann.delete(path).is_empty()
    ann.get(path).refuses(404, "not_found")
    ann.delete(path).refuses(404, "not_found")
    assert ann.snapshot(groceries.id).tasks == []
