"""The timer of a task and its time, on the server's clock (contract, section 3)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

A_SECOND: Final = 1.05


@pytest.fixture
def path(ann: Client, groceries: shapes.List) -> str:
    """Of a new task."""
    return f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"


def task_at(person: Client, path: str) -> shapes.Task:
    return person.get(path).shows(shapes.Task)


def times_of(person: Client, path: str) -> list[shapes.TimeEntry]:
    return person.get(f"{path}/time").shows(list[shapes.TimeEntry])


def worked(times: list[shapes.TimeEntry]) -> timedelta:
    """In all; none of them runs."""
    lengths = [datetime.fromisoformat(it.ended_at or "") - datetime.fromisoformat(it.started_at) for it in times]
    return sum(lengths, timedelta())


def work_on(person: Client, path: str, seconds: float = 0.0) -> shapes.Task:
    person.put(f"{path}/timer").shows(shapes.Task)
    time.sleep(seconds)
    return person.delete(f"{path}/timer").shows(shapes.Task)


def test_a_started_timer_runs_from_now(ann: Client, path: str) -> None:
    running = ann.put(f"{path}/timer").shows(shapes.Task)
    assert (running.status, running.elapsed) == ("in_progress", 0)
    assert running.timer_started_at
    assert abs(datetime.fromisoformat(running.timer_started_at) - datetime.now(UTC)) < timedelta(seconds=30)
    assert running.version == 2


def test_what_runs_runs_on(ann: Client, path: str) -> None:
    running = ann.put(f"{path}/timer").shows(shapes.Task)
    again = ann.put(f"{path}/timer")
    assert (again.shows(shapes.Task), again.made) == (running, {})


def test_a_paused_timer_has_counted_its_time(ann: Client, path: str) -> None:
    paused = work_on(ann, path, A_SECOND)
    assert (paused.status, paused.timer_started_at, paused.elapsed) == ("paused", None, 1)
    again = ann.delete(f"{path}/timer")
    assert (again.shows(shapes.Task), again.made) == (paused, {})


def test_pausing_what_never_ran_changes_nothing(ann: Client, path: str) -> None:
    before = task_at(ann, path)
    answer = ann.delete(f"{path}/timer")
    assert (answer.shows(shapes.Task), answer.made) == (before, {})
    assert before.status == "unstarted"


def test_each_stretch_is_an_entry_and_none_is_lost(ann: Client, path: str) -> None:
    """Parts of a second count too: three of 0.4 s are more than one second."""
    for _ in range(3):
        work_on(ann, path, 0.4)
    times = times_of(ann, path)
    assert len(times) == 3
    assert {it.user for it in times} == {ann.user.id}
    assert task_at(ann, path).elapsed == worked(times).total_seconds() // 1
    assert task_at(ann, path).elapsed >= 1


def test_stretches_come_oldest_first_and_do_not_overlap(ann: Client, path: str) -> None:
    for _ in range(3):
        work_on(ann, path)
    for earlier, later in pairwise(times_of(ann, path)):
        assert earlier.ended_at is not None
        assert earlier.started_at <= earlier.ended_at <= later.started_at


def test_what_runs_is_the_last_entry_without_an_end(ann: Client, path: str) -> None:
    work_on(ann, path)
    running = ann.put(f"{path}/timer").shows(shapes.Task)
    times = times_of(ann, path)
    assert [it.ended_at is None for it in times] == [False, True]
    assert times[-1].started_at == running.timer_started_at


def test_a_task_that_nobody_worked_on_has_no_entries(ann: Client, path: str) -> None:
    assert times_of(ann, path) == []


def test_the_time_is_whose_who_started_it(ann: Client, bob: Client, shared: shapes.List) -> None:
    path = f"/lists/{shared.id}/tasks/{ann.new_task(shared.id).id}"
    bob.put(f"{path}/timer").shows(shapes.Task)
    ann.put(f"{path}/timer").shows(shapes.Task)
    ann.delete(f"{path}/timer").shows(shapes.Task)
    work_on(ann, path)
    assert [it.user for it in times_of(ann, path)] == [bob.user.id, ann.user.id]
    assert times_of(ann, path) == times_of(bob, path)


def test_the_time_of_a_removed_member_stays(ann: Client, bob: Client, shared: shapes.List) -> None:
    path = f"/lists/{shared.id}/tasks/{ann.new_task(shared.id).id}"
    work_on(bob, path)
    bob.put(f"{path}/timer").shows(shapes.Task)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    assert task_at(ann, path).status == "in_progress"
    ann.delete(f"{path}/timer").shows(shapes.Task)
    assert [it.user for it in times_of(ann, path)] == [bob.user.id] * 2


def test_completing_stops_the_timer_and_keeps_its_time(ann: Client, path: str) -> None:
    ann.put(f"{path}/timer").shows(shapes.Task)
    time.sleep(A_SECOND)
    done = ann.put(f"{path}/completion").shows(shapes.Task)
    assert (done.status, done.timer_started_at, done.elapsed) == ("completed", None, 1)
    [entry] = times_of(ann, path)
    assert entry.ended_at == done.completed_at


def test_reopened_is_paused_where_there_is_time(ann: Client, path: str) -> None:
    work_on(ann, path, A_SECOND)
    ann.put(f"{path}/completion").shows(shapes.Task)
    reopened = ann.delete(f"{path}/completion").shows(shapes.Task)
    assert (reopened.status, reopened.elapsed, reopened.completed_at) == ("paused", 1, None)


def test_a_completed_task_is_not_timed(ann: Client, path: str) -> None:
    done = ann.put(f"{path}/completion").shows(shapes.Task)
    ann.put(f"{path}/timer").refuses(409, "task_completed")
    assert ann.delete(f"{path}/timer").shows(shapes.Task) == done
    assert times_of(ann, path) == []


def test_reset_is_back_to_the_beginning(ann: Client, path: str) -> None:
    work_on(ann, path, A_SECOND)
    reset = ann.delete(f"{path}/time").shows(shapes.Task)
    assert (reset.status, reset.elapsed, reset.timer_started_at) == ("unstarted", 0, None)
    assert times_of(ann, path) == []
    again = ann.delete(f"{path}/time")
    assert (again.shows(shapes.Task), again.made) == (reset, {})


def test_reset_stops_what_runs(ann: Client, path: str) -> None:
    work_on(ann, path)
    ann.put(f"{path}/timer").shows(shapes.Task)
    reset = ann.delete(f"{path}/time").shows(shapes.Task)
    assert (reset.status, reset.timer_started_at) == ("unstarted", None)
    assert times_of(ann, path) == []


def test_a_completed_task_stays_completed_without_its_time(ann: Client, path: str) -> None:
    work_on(ann, path, A_SECOND)
    done = ann.put(f"{path}/completion").shows(shapes.Task)
    reset = ann.delete(f"{path}/time").shows(shapes.Task)
    assert (reset.status, reset.elapsed, reset.completed_at) == ("completed", 0, done.completed_at)
    assert ann.delete(f"{path}/completion").shows(shapes.Task).status == "unstarted"


@pytest.mark.parametrize("field", ["status", "elapsed", "timer_started_at", "completed_at", "tags", "assignees"])
def test_nobody_writes_what_the_server_counts(ann: Client, path: str, field: str) -> None:
    before = task_at(ann, path)
    ann.patch(path, {field: getattr(before, field)}).refuses_field(field)
    assert task_at(ann, path) == before


def test_a_task_of_another_list_is_not_timed(ann: Client, groceries: shapes.List) -> None:
    foreign = ann.new_task(ann.new_list("Other").id)
    path = f"/lists/{groceries.id}/tasks/{foreign.id}"
    for method, part in (("PUT", "timer"), ("DELETE", "timer"), ("DELETE", "time"), ("GET", "time")):
        ann.ask(method, f"{path}/{part}").refuses(404, "not_found")
