"""The timer of a task, on the server's clock: nothing is counted twice, and no time is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tasktix.application import guards, members, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import TaskCompleted
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Stretch, Task
from tasktix.domain.words import Status
from tests.builders import Sample, join
from tests.contract.threads import together
from tests.contract.view import entries_after, wire
from tests.fakes import FakeClock

HOUR = timedelta(hours=1)


@pytest.fixture
def task(sample: Sample) -> dict[str, Any]:
    """That nobody has worked on."""
    return {"list_id": sample.id, "task_id": sample.tasks[0]}


def show(app: Application, sample: Sample, task: dict[str, Any]) -> Task:
    return app.look(sample.admin, tasks.show, **task)


def stretches(app: Application, sample: Sample, task: dict[str, Any]) -> Sequence[Stretch]:
    return app.look(sample.admin, timers.entries, **task)


def facts_after(app: Application, list_id: Id, position: int) -> list[str]:
    return [fact["type"] for entry in entries_after(app, list_id, position) for fact in wire(entry)["facts"]]


def run(app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock, duration: timedelta) -> Task:
    app.perform(sample.admin, timers.start, **task)
    clock.advance(duration)
    return app.perform(sample.admin, timers.pause, **task)


def test_a_timer_runs_until_it_is_paused(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    start = clock.now()
    running = app.perform(sample.admin, timers.start, **task)
    assert (running.status, running.timer_started_at, running.elapsed) == (Status.IN_PROGRESS, start, 0)
    clock.advance(HOUR)
    assert show(app, sample, task).elapsed_at(clock.now()) == 3600
    paused = app.perform(sample.admin, timers.pause, **task)
    assert (paused.status, paused.timer_started_at, paused.elapsed) == (Status.PAUSED, None, 3600)
    assert stretches(app, sample, task) == [Stretch(sample.admin.user_id, start, clock.now())]


def test_starting_twice_counts_once(app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock) -> None:
    started = app.perform(sample.admin, timers.start, **task)
    clock.advance(HOUR)
    again = app.commit(sample.admin, timers.start, **task)
    assert (again.answer.timer_started_at, again.positions) == (started.timer_started_at, {})
    clock.advance(HOUR)
    assert app.perform(sample.admin, timers.pause, **task).elapsed == 7200
    clock.advance(HOUR)
    assert not app.commit(sample.admin, timers.pause, **task).positions
    assert len(stretches(app, sample, task)) == 1


def test_time_that_another_pauses_is_that_of_who_started(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    other = join(app, sample.admin, sample.id, "Collaborator")
    app.perform(other, timers.start, **task)
    clock.advance(HOUR)
    app.perform(sample.admin, timers.start, **task)
    app.perform(sample.admin, timers.pause, **task)
    assert [it.user_id for it in stretches(app, sample, task)] == [other.user_id]


def test_time_of_somebody_who_left_is_still_theirs(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    other = join(app, sample.admin, sample.id, "Collaborator")
    app.perform(other, timers.start, **task)
    app.perform(other, members.remove, list_id=sample.id, user_id=other.user_id)
    clock.advance(HOUR)
    assert app.perform(sample.admin, timers.pause, **task).elapsed == 3600
    assert [it.user_id for it in stretches(app, sample, task)] == [other.user_id]


def test_the_last_stretch_may_still_run(app: Application, sample: Sample) -> None:
    found = stretches(app, sample, {"list_id": sample.id, "task_id": sample.rich})
    assert [it.ended_at is None for it in found] == [False, True]
    assert found[0].started_at < found[1].started_at


def test_completing_keeps_the_time_of_a_running_timer(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    app.perform(sample.admin, timers.start, **task)
    clock.advance(HOUR)
    done = app.perform(sample.admin, tasks.complete, **task)
    assert (done.status, done.timer_started_at, done.elapsed) == (Status.COMPLETED, None, 3600)
    assert len(stretches(app, sample, task)) == 1


def test_completing_keeps_the_time_of_a_paused_task(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    """The system this one follows sets it to zero."""
    run(app, sample, task, clock, HOUR)
    assert app.perform(sample.admin, tasks.complete, **task).elapsed == 3600
    assert show(app, sample, task).elapsed == 3600


def test_what_is_reopened_is_paused_where_it_has_time(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    app.perform(sample.admin, tasks.complete, **task)
    assert app.perform(sample.admin, tasks.reopen, **task).status is Status.UNSTARTED
    run(app, sample, task, clock, HOUR)
    app.perform(sample.admin, tasks.complete, **task)
    reopened = app.perform(sample.admin, tasks.reopen, **task)
    assert (reopened.status, reopened.elapsed, reopened.completed_at) == (Status.PAUSED, 3600, None)
    assert run(app, sample, task, clock, HOUR).elapsed == 7200


def test_the_timer_of_a_completed_task_does_not_start(app: Application, sample: Sample) -> None:
    ways = {"list_id": sample.id, "task_id": sample.completed}
    with pytest.raises(TaskCompleted):
        app.perform(sample.admin, timers.start, **ways)
    assert not app.commit(sample.admin, timers.pause, **ways).positions


def test_resetting_takes_all_time_the_running_timers_too(app: Application, sample: Sample) -> None:
    ways = {"list_id": sample.id, "task_id": sample.rich}
    reset = app.perform(sample.admin, timers.reset, **ways)
    assert (reset.status, reset.elapsed, reset.elapsed_ms, reset.timer_started_at) == (Status.UNSTARTED, 0, 0, None)
    assert stretches(app, sample, ways) == []
    assert not app.commit(sample.admin, timers.reset, **ways).positions


def test_resetting_a_completed_task_leaves_it_completed(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    run(app, sample, task, clock, HOUR)
    done = app.perform(sample.admin, tasks.complete, **task)
    reset = app.perform(sample.admin, timers.reset, **task)
    assert (reset.status, reset.completed_at, reset.elapsed) == (Status.COMPLETED, done.completed_at, 0)
    assert app.perform(sample.admin, tasks.reopen, **task).status is Status.UNSTARTED


def test_fractions_of_a_second_add_up(app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock) -> None:
    elapsed = [run(app, sample, task, clock, timedelta(milliseconds=999)).elapsed for _ in range(11)]
    assert elapsed == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert show(app, sample, task).elapsed_ms == 11 * 999
    assert len(stretches(app, sample, task)) == 11


@pytest.mark.parametrize("days", [25, 30, 400])
def test_a_timer_may_run_for_many_days(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock, days: int
) -> None:
    """More milliseconds than 32 bits hold."""
    assert run(app, sample, task, clock, timedelta(days=days)).elapsed == days * 86_400
    app.perform(sample.admin, timers.start, **task)
    clock.advance(timedelta(days=days))
    assert app.perform(sample.admin, tasks.complete, **task).elapsed == 2 * days * 86_400


def start_an_hour_ahead(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id) -> None:
    """As a server whose clock is set back afterwards."""
    guards.task(work, actor, list_id, task_id).start_timer(work.now + HOUR, by=actor.user_id)


@pytest.mark.parametrize("end", [timers.pause, tasks.complete], ids=["pause", "complete"])
def test_a_clock_that_is_set_back_takes_no_time_away(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock, end: Any
) -> None:
    run(app, sample, task, clock, HOUR)
    app.perform(sample.admin, start_an_hour_ahead, **task)
    assert show(app, sample, task).elapsed_at(clock.now()) == 3600
    app.perform(sample.admin, end, **task)
    assert show(app, sample, task).elapsed == 3600
    first, second = stretches(app, sample, task)
    assert second.ended_at == second.started_at
    assert run(app, sample, task, clock, HOUR).elapsed == 7200 if end is timers.pause else True
    assert first.ended_at is not None


# two devices


def test_two_who_start_at_once_count_once(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    start = partial(app.perform, sample.admin, timers.start, **task)
    position = entries_after(app, sample.id)[-1].position
    answers = together([start] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert facts_after(app, sample.id, position) == ["timer.started"]
    clock.advance(HOUR)
    assert app.perform(sample.admin, timers.pause, **task).elapsed == 3600


def test_two_who_pause_at_once_count_once(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    app.perform(sample.admin, timers.start, **task)
    clock.advance(HOUR)
    answers = together([partial(app.perform, sample.admin, timers.pause, **task)] * 4)
    assert {answer.elapsed for answer in answers} == {3600}
    assert len(stretches(app, sample, task)) == 1


def test_pausing_and_completing_at_once_count_once(
    app: Application, sample: Sample, task: dict[str, Any], clock: FakeClock
) -> None:
    app.perform(sample.admin, timers.start, **task)
    clock.advance(HOUR)
    together([partial(app.perform, sample.admin, use_case, **task) for use_case in (timers.pause, tasks.complete)])
    done = show(app, sample, task)
    assert (done.status, done.elapsed) == (Status.COMPLETED, 3600)
    assert len(stretches(app, sample, task)) == 1


def test_starting_and_completing_at_once_leaves_no_timer_on_a_completed_task(
    app: Application, sample: Sample, task: dict[str, Any]
) -> None:
    calls = [partial(app.perform, sample.admin, use_case, **task) for use_case in (timers.start, tasks.complete)]
    started, completed = together(calls)
    assert isinstance(started, Task | TaskCompleted)
    assert completed.status is Status.COMPLETED
    done = show(app, sample, task)
    assert (done.status, done.timer_started_at) == (Status.COMPLETED, None)


def test_resetting_while_another_pauses_leaves_time_and_entries_that_agree(
    app: Application, sample: Sample, clock: FakeClock
) -> None:
    ways = {"list_id": sample.id, "task_id": sample.rich}
    answers = together(
        [partial(app.perform, sample.admin, use_case, **ways) for use_case in (timers.reset, timers.pause)]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert (show(app, sample, ways).elapsed_ms, stretches(app, sample, ways)) == (0, [])
