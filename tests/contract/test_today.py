"""Today: what wants attention, by the user's own clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tasktix.application import accounts, lists, members, search, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.due import rfc3339
from tests.builders import Sample, join, new_list, sign_up
from tests.fakes import FakeClock

KIRITIMATI, KOLKATA, BAKER = "Pacific/Kiritimati", "Asia/Kolkata", "Etc/GMT+12"
"""Fourteen hours ahead, five and a half, and twelve behind: there are always two days on Earth."""
SECOND = timedelta(seconds=1)


def live_in(app: Application, person: Actor, zone: str | None) -> None:
    app.perform(person, accounts.revise, fields={"timezone": zone})


def today(app: Application, person: Actor) -> list[str]:
    return [task.name for task in app.look(person, search.today)]


@pytest.fixture
def person(app: Application) -> Actor:
    return sign_up(app)


@pytest.fixture
def list_id(app: Application, person: Actor) -> str:
    return new_list(app, person)


def add(app: Application, person: Actor, list_id: str, name: str, **fields: Any) -> str:
    return app.perform(person, tasks.add, list_id=list_id, fields={"name": name, **fields}).id


def day_in(clock: FakeClock, zone: str) -> date:
    return clock.now().astimezone(ZoneInfo(zone)).date()


def test_overdue_come_first_then_due_today_then_running_then_urgent_without_a_day(
    app: Application, person: Actor, list_id: str, clock: FakeClock
) -> None:
    noon = datetime.combine(clock.now().date() + timedelta(days=1), time(12), UTC)
    clock.advance(noon - clock.now())
    day = noon.date()
    high = {"priority": "high"}
    add(app, person, list_id, "urgent", **high)
    add(app, person, list_id, "nothing special")
    add(app, person, list_id, "urgent, but planned", **high, due=(day + timedelta(days=1)).isoformat())
    add(app, person, list_id, "today", due=day.isoformat())
    add(app, person, list_id, "today and urgent", due=day.isoformat(), **high)
    add(app, person, list_id, "overdue", due=(day - timedelta(days=1)).isoformat())
    add(app, person, list_id, "overdue for long", due="2001-01-01")
    add(app, person, list_id, "overdue for a second", due=rfc3339(noon - SECOND))
    add(app, person, list_id, "due in a second", due=rfc3339(noon + SECOND))
    for name, more in {
        "running": {"due": (day + timedelta(days=9)).isoformat()},
        "running for nothing": {},
        "running and today": {"due": day.isoformat()},
        "running and overdue": {"due": "2002-02-02"},
        "running and urgent": high,
    }.items():
        task_id = add(app, person, list_id, name, **more)
        app.perform(person, timers.start, list_id=list_id, task_id=task_id)

    overdue = ["overdue for long", "running and overdue", "overdue", "overdue for a second"]
    due_today = ["due in a second", "today and urgent", "today", "running and today"]
    running = ["running", "running and urgent", "running for nothing"]
    assert today(app, person) == [*overdue, *due_today, *running, "urgent"]


def test_what_is_completed_is_never_there(app: Application, person: Actor, list_id: str, clock: FakeClock) -> None:
    day = clock.now().date().isoformat()
    ways = {
        name: {"list_id": list_id, "task_id": add(app, person, list_id, name, **fields)}
        for name, fields in {
            "overdue": {"due": "2001-01-01"},
            "today": {"due": day},
            "urgent": {"priority": "high"},
            "running": {},
        }.items()
    }
    for its in ways.values():
        app.perform(person, timers.start, **its)
        app.perform(person, tasks.complete, **its)
    assert today(app, person) == []
    app.perform(person, tasks.reopen, **ways["running"])
    assert today(app, person) == []
    app.perform(person, timers.start, **ways["running"])
    assert today(app, person) == ["running"]


@pytest.mark.parametrize("zone", [None, "UTC", KIRITIMATI, KOLKATA, BAKER, "Europe/Berlin", "America/Sao_Paulo"])
def test_a_day_begins_and_ends_at_the_users_midnight(
    app: Application, person: Actor, list_id: str, clock: FakeClock, zone: str | None
) -> None:
    live_in(app, person, zone)
    its_zone = zone or "UTC"
    day = day_in(clock, its_zone)
    for name, shift in (("yesterday", -1), ("today", 0), ("tomorrow", 1)):
        add(app, person, list_id, name, due=(day + timedelta(days=shift)).isoformat())
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(its_zone))
    add(app, person, list_id, "before midnight", due=rfc3339(midnight - timedelta(milliseconds=1)))
    add(app, person, list_id, "at midnight", due=rfc3339(midnight))
    found = today(app, person)
    assert found[0] == "yesterday"
    assert sorted(found[1:]) == ["before midnight", "today"]


def test_each_member_has_a_day_of_their_own(app: Application, sample: Sample, clock: FakeClock) -> None:
    east, west = day_in(clock, KIRITIMATI), day_in(clock, BAKER)
    assert west < east
    live_in(app, sample.admin, KIRITIMATI)
    live_in(app, sample.viewer, BAKER)

    def schedule(day: date, name: str) -> None:
        fields = {"due": day.isoformat(), "name": name}
        app.perform(sample.admin, tasks.revise, list_id=sample.id, task_id=sample.tasks[0], fields=fields)

    schedule(east, "Dig")
    assert today(app, sample.admin) == ["Dig", "Water"]
    assert today(app, sample.viewer) == ["Water"]  # which runs
    schedule(west, "Dig deep")
    assert today(app, sample.admin) == today(app, sample.viewer) == ["Dig deep", "Water"]
    (overdue,) = app.look(sample.admin, search.find, limit=9, filter_text="is:overdue").tasks
    assert overdue.name == "Dig deep"
    assert app.look(sample.viewer, search.find, limit=9, filter_text="is:overdue").tasks == []


def test_it_is_of_all_lists_of_ones_own_and_no_other(app: Application, sample: Sample) -> None:
    second = new_list(app, sample.viewer, "Kitchen")
    add(app, sample.viewer, second, "Cook", priority="high")
    assert today(app, sample.viewer) == ["Water", "Cook"]
    assert today(app, sample.admin) == ["Water"]
    assert today(app, sample.outsider) == []
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.viewer.user_id)
    assert today(app, sample.viewer) == ["Cook"]
    app.perform(sample.viewer, lists.delete, list_id=second)
    assert today(app, sample.viewer) == []
    assert today(app, join(app, sample.admin, sample.id, "Viewer")) == ["Water"]


def test_where_there_is_too_much_what_is_longest_overdue_is_shown(
    app: Application, person: Actor, list_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_TODAY", 2)
    add(app, person, list_id, "urgent", priority="high")
    for year in (2003, 2001, 2002):
        add(app, person, list_id, f"{year}", due=f"{year}-01-01")
    assert today(app, person) == ["2001", "2002"]
