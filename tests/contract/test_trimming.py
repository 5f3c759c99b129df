"""What the log forgets: the oldest entries of long logs, a part at a time, and who missed them is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tasktix.application import feed, history, tasks
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.domain.errors import NotFound
from tests.builders import Sample
from tests.contract.view import entries_after
from tests.fakes import FakeClock

KEPT = 20
AT_ONCE = 7
WRITTEN = 40


@pytest.fixture(autouse=True)
def small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "KEPT_ENTRIES", KEPT)
    monkeypatch.setattr(feed, "TRIMMED_AT_ONCE", AT_ONCE)


def write_much(app: Application, sample: Sample) -> int:
    """The position afterwards."""
    position = 0
    for number in range(WRITTEN):
        ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
        outcome = app.commit(sample.admin, tasks.revise, fields={"name": f"{number}"}, **ways)
        position = outcome.positions[sample.id]
    return position


def trim(app: Application, sample: Sample) -> int:
    """How often there was something to forget."""
    rounds = 1
    while app.perform(SYSTEM, feed.trim, audience=sample.id):
        rounds += 1
    return rounds


def floor(app: Application, sample: Sample) -> int:
    return app.look(SYSTEM, feed.reach, audiences=[sample.id])[sample.id].floor


def test_of_a_long_log_the_last_entries_stay(app: Application, sample: Sample, clock: FakeClock) -> None:
    position = write_much(app, sample)
    clock.advance(feed.KEPT_FOR + timedelta(seconds=1))
    assert sample.id in app.look(SYSTEM, feed.overgrown)

    assert trim(app, sample) == (position - KEPT) // AT_ONCE + 1

    assert floor(app, sample) == position - KEPT
    assert [it.position for it in entries_after(app, sample.id)] == list(range(position - KEPT + 1, position + 1))
    assert sample.id not in app.look(SYSTEM, feed.overgrown)
    assert write_much(app, sample) == position + WRITTEN


def test_of_a_young_log_all_entries_stay(app: Application, sample: Sample) -> None:
    position = write_much(app, sample)
    assert trim(app, sample) == 1
    assert floor(app, sample) == 0
    assert len(entries_after(app, sample.id)) == position


def test_what_is_old_goes_and_what_is_young_stays(app: Application, sample: Sample, clock: FakeClock) -> None:
    middle = write_much(app, sample)
    clock.advance(feed.KEPT_FOR + timedelta(seconds=1))
    write_much(app, sample)
    trim(app, sample)
    assert floor(app, sample) == middle


def test_what_was_forgotten_is_no_history_and_cannot_be_undone(
    app: Application, sample: Sample, clock: FakeClock
) -> None:
    position = write_much(app, sample)
    clock.advance(feed.KEPT_FOR + timedelta(seconds=1))
    trim(app, sample)
    page = app.look(sample.admin, history.of_list, list_id=sample.id, limit=200)
    assert (len(page.entries), page.before) == (KEPT, None)
    with pytest.raises(NotFound):
        app.perform(sample.admin, history.undo, list_id=sample.id, position=position - KEPT)
    app.perform(sample.admin, history.undo, list_id=sample.id, position=position)


def test_nobody_is_trimmed_who_is_not_there(app: Application) -> None:
    assert not app.perform(SYSTEM, feed.trim, audience="0" * 16)
