"""What wants attention today (contract, section 4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

EARLIEST: Final = "Pacific/Pago_Pago"
LATEST: Final = "Pacific/Kiritimati"
"""25 hours apart: what is today in the one is never today in the other."""


@pytest.fixture
def dan(ann: Client) -> Client:
    return Client.newcomer(ann.url, "Dan")


def today(person: Client) -> list[str]:
    return [task.name for task in person.get("/today").shows(list[shapes.Task])]


def test_overdue_then_due_today_then_running_then_the_rest(dan: Client) -> None:
    now = datetime.now(UTC)
    dan.patch("/me", {"timezone": "UTC"}).shows(shapes.User)
    list_id, other = dan.new_list().id, dan.new_list().id
    dan.new_task(list_id, "urgent", priority="high")
    running = dan.new_task(list_id, "running")
    dan.put(f"/lists/{list_id}/tasks/{running.id}/timer").shows(shapes.Task)
    dan.new_task(other, "due today", due=now.date().isoformat())
    dan.new_task(other, "overdue", due="2020-01-01")
    dan.new_task(list_id, "overdue since a minute", due=(now - timedelta(minutes=1)).isoformat())
    # Not among them:
    dan.new_task(list_id, "some day")
    dan.new_task(list_id, "urgent, and in time", priority="high", due="2999-01-01")
    done = dan.new_task(list_id, "done", due="2020-01-01", priority="high")
    dan.put(f"/lists/{list_id}/tasks/{done.id}/completion").shows(shapes.Task)
    assert today(dan) == ["overdue", "overdue since a minute", "due today", "running", "urgent"]


def test_a_task_is_shown_once_and_whole(dan: Client) -> None:
    list_id = dan.new_list().id
    task = dan.new_task(list_id, due="2020-01-01", priority="high")
    running = dan.put(f"/lists/{list_id}/tasks/{task.id}/timer").shows(shapes.Task)
    assert dan.get("/today").shows(list[shapes.Task]) == [running]


def test_today_is_where_one_is(dan: Client) -> None:
    day = datetime.now(ZoneInfo(LATEST)).date().isoformat()
    dan.new_task(dan.new_list().id, "due there today", due=day)
    dan.patch("/me", {"timezone": LATEST}).shows(shapes.User)
    assert today(dan) == ["due there today"]
    dan.patch("/me", {"timezone": EARLIEST}).shows(shapes.User)
    assert today(dan) == []


def test_of_two_members_each_has_their_own_day(dan: Client, ann: Client) -> None:
    list_id = dan.new_list().id
    fay = Client.newcomer(ann.url, "Fay")
    dan.add_member(list_id, fay)
    fay.patch("/me", {"timezone": LATEST}).shows(shapes.User)
    dan.patch("/me", {"timezone": EARLIEST}).shows(shapes.User)
    dan.new_task(list_id, "there today", due=datetime.now(ZoneInfo(LATEST)).date().isoformat())
    assert (today(fay), today(dan)) == (["there today"], [])


def test_nothing_to_do_is_an_empty_day(dan: Client) -> None:
    dan.new_list()
    assert today(dan) == []


def test_nobody_sees_the_day_of_others(dan: Client, eve: Client) -> None:
    dan.new_task(dan.new_list().id, due="2020-01-01")
    assert today(eve) == []
