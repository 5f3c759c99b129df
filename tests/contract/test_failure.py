"""All of a use case or nothing of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tasktix.adapters.sqlite.store import SqliteStore
from tasktix.application import lists, members, sections, sessions, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome, TryAgain
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import Invalid, NotFound
from tasktix.domain.tasks import Task
from tests.builders import Sample, new_application, new_sample
from tests.contract.threads import together
from tests.contract.view import view_of_list, view_of_me
from tests.fakes import FakeClock, SeededChance


class PowerCut(Exception):
    pass


def do_much_and_fail(work: UnitOfWork, actor: Actor, *, sample: Sample) -> None:
    """Whatever a use case can do, and then the end."""
    lists.revise(work, actor, list_id=sample.id, fields={"name": "Orchard"})
    sections.add(work, actor, list_id=sample.id, fields={"name": "Herbs"})
    tasks.add(work, actor, list_id=sample.id, fields={"name": "Rake"})
    tasks.complete(work, actor, list_id=sample.id, task_id=sample.tasks[0])
    tasks.delete(work, actor, list_id=sample.id, task_id=sample.tasks[1])
    members.remove(work, actor, list_id=sample.id, user_id=sample.viewer.user_id)
    raise PowerCut


def test_a_use_case_that_fails_leaves_nothing(app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id), view_of_me(app, sample.viewer.user_id)
    with pytest.raises(PowerCut):
        app.perform(sample.admin, do_much_and_fail, sample=sample)
    assert before == (view_of_list(app, sample.admin, sample.id), view_of_me(app, sample.viewer.user_id))


def touch_in_a_year(work: UnitOfWork, actor: Actor) -> None:
    assert actor.session_id
    work.sessions.touch(actor.session_id, work.now.replace(year=work.now.year + 1))


@pytest.mark.parametrize("end", [PowerCut, NotFound])
def test_a_session_touched_by_what_fails_is_as_before(app: Application, sample: Sample, end: type[Exception]) -> None:
    def touch_and_fail(work: UnitOfWork, actor: Actor) -> None:
        touch_in_a_year(work, actor)
        raise end

    before = app.look(sample.admin, sessions.current).session.seen_at
    with pytest.raises(end):
        app.perform(sample.admin, touch_and_fail)
    assert app.look(sample.admin, sessions.current).session.seen_at == before


def test_a_look_writes_nothing(app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id)
    app.look(sample.admin, lists.revise, list_id=sample.id, fields={"name": "Orchard"})
    app.look(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"})
    assert view_of_list(app, sample.admin, sample.id) == before


def test_a_look_touches_no_session(app: Application, sample: Sample) -> None:
    before = app.look(sample.admin, sessions.current).session.seen_at
    app.look(sample.admin, touch_in_a_year)
    assert app.look(sample.admin, sessions.current).session.seen_at == before


def test_of_several_fields_all_are_applied_or_none(app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id)
    with pytest.raises(Invalid) as refusal:
        app.perform(
            sample.admin,
            tasks.revise,
            list_id=sample.id,
            task_id=sample.tasks[0],
            fields={"name": "Rake", "due": "soon", "expected": -1},
        )
    assert [error.field for error in refusal.value.errors] == ["due", "expected"]
    assert view_of_list(app, sample.admin, sample.id) == before


def test_a_store_goes_on_after_a_failure(app: Application, sample: Sample) -> None:
    with pytest.raises(PowerCut):
        app.perform(sample.admin, do_much_and_fail, sample=sample)
    app.perform(sample.admin, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])


# SQLite's group commit: what shares a transaction does not share a fate


def add_with_id_in_use(work: UnitOfWork, _actor: Actor, *, sample: Sample) -> None:
    """Past the guard, so that the database itself refuses the row: a look ahead that somebody overtook."""
    task = Task.add(
        sample.tasks[0],
        list_id=sample.id,
        section_id=sample.sections[0],
        rank="a0",
        now=work.now,
        origin=Origin.of(sample.admin.user_id),
        fields={"name": "Rake"},
    )
    work.tasks.add(task)


@pytest.fixture
def sqlite(store_of: Callable[[str], Any]) -> SqliteStore:
    store = store_of("sqlite")
    assert isinstance(store, SqliteStore)
    return store


def in_one_batch(store: SqliteStore, calls: list[Callable[[], Any]]) -> list[Any]:
    """What the calls answer or raise when they have waited in the queue together."""
    entered, released = threading.Event(), threading.Event()

    def hold_the_writer(_work: UnitOfWork) -> None:
        entered.set()
        assert released.wait(10)

    def release_when_all_wait() -> None:
        while len(store._group._queue) < len(calls):
            time.sleep(0.001)
        released.set()

    def queue_up(call: Callable[[], Any]) -> Any:
        assert entered.wait(10)
        return call()

    hold = partial(store.write, Actor(), hold_the_writer)
    return together([hold, release_when_all_wait, *(partial(queue_up, call) for call in calls)])[2:]


def test_one_of_a_batch_that_the_database_refuses_does_not_harm_the_others(
    sqlite: SqliteStore, clock: FakeClock, chance: SeededChance
) -> None:
    app = new_application(sqlite, clock, chance)
    sample = new_sample(app)
    before = view_of_list(app, sample.admin, sample.id)

    def write(use_case: Callable[..., Any], **arguments: Any) -> Outcome[Any]:
        return sqlite.write(sample.admin, lambda work: use_case(work, sample.admin, **arguments))

    def complete(index: int) -> Callable[[], Any]:
        return partial(write, tasks.complete, list_id=sample.id, task_id=sample.tasks[index])

    first, refused, failed, not_found, last = in_one_batch(
        sqlite,
        [
            complete(0),
            partial(write, add_with_id_in_use, sample=sample),
            partial(write, do_much_and_fail, sample=sample),
            partial(write, tasks.complete, list_id=sample.id, task_id=sample.fresh_id),
            complete(1),
        ],
    )

    assert isinstance(refused, TryAgain)
    assert isinstance(failed, PowerCut)
    assert isinstance(not_found, NotFound)
    positions = sorted(outcome.positions[sample.id] for outcome in (first, last))
    assert positions == [before.position + 1, before.position + 2]
    after = view_of_list(app, sample.admin, sample.id)
    assert [after.things["task", it]["status"] for it in sample.tasks[:2]] == ["completed", "completed"]
    assert {key for key in after.things if after.things[key] != before.things.get(key)} == {
        ("task", it) for it in sample.tasks[:2]
    }
