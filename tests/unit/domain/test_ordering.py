"""Every order is total, puts what is unset last, and can be read page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.due import Due
from tasktix.domain.ids import compose
from tasktix.domain.ordering import ORDERS, Order, automatic, order_of
from tasktix.domain.tasks import Task
from tasktix.domain.words import Priority, Status
from tests.filter_strategies import NOW, new_task, tasks

orders = st.sampled_from(list(ORDERS.values()))
several = st.lists(tasks(), max_size=12, unique_by=lambda task: task.id)


def named(**tasks: dict[str, Any]) -> list[Task]:
    """Tasks called as the keywords; ids and ranks in their order."""
    return [
        new_task(name=name, id=compose(number, 0), **{"rank": f"a{number}"} | fields)
        for number, (name, fields) in enumerate(tasks.items())
    ]


def in_order(order: str, some: list[Task]) -> str:
    forwards = [task.name for task in order_of(order).sort(some)]
    assert forwards == [task.name for task in order_of(order).sort(reversed(some))]
    return " ".join(forwards)


def completed(hours: int) -> dict[str, Any]:
    return {"status": Status.COMPLETED, "completed_at": NOW + timedelta(hours=hours)}


def test_automatic_order_is_open_by_due_priority_and_rank_then_completed_by_latest_completion() -> None:
    high, medium = {"priority": Priority.HIGH}, {"priority": Priority.MEDIUM}
    day, instant = {"due": Due("2026-11-30")}, {"due": Due("2026-11-30T23:59:00.000Z")}
    some = named(
        undated={},
        undated_high=high,
        completed_early=completed(1) | high | {"due": Due("2000-01-01")},
        completed_late=completed(2),
        tomorrow={"due": Due("2026-12-01")} | high,
        on_the_day=day,
        on_the_day_high=day | high,
        on_the_day_medium=day | medium,
        at_an_instant_of_it=instant,
        overdue={"due": Due("2000-01-01T00:00:00.000Z")},
        undated_too={},
        undated_first={"rank": "Zz"},
    )
    assert in_order("auto", some).split() == [
        "overdue",
        "at_an_instant_of_it",
        "on_the_day_high",
        "on_the_day_medium",
        "on_the_day",
        "tomorrow",
        "undated_high",
        "undated_first",
        "undated",
        "undated_too",
        "completed_late",
        "completed_early",
    ]
    assert automatic(some) == order_of("auto").sort(some)


def test_among_completed_at_the_same_moment_only_the_rank_counts() -> None:
    """As on the page: what is done is neither urgent nor due."""
    urgent = {"priority": Priority.HIGH, "due": Due("2000-01-01")}
    assert in_order("auto", named(one=completed(1), other=completed(1) | urgent)) == "one other"


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("due", "b a d c"),
        ("-due", "d a b c"),
        ("priority", "a b c d"),
        ("-priority", "d c b a"),
        ("created", "d a b c"),
        ("-created", "c b a d"),
        ("completed", "a d b c"),
        ("-completed", "d a c b"),
        ("expected", "b d a c"),
        ("-expected", "a d b c"),
        ("elapsed", "c d a b"),
        ("-elapsed", "b a d c"),
    ],
)
def test_an_order_goes_by_its_field_then_by_age_and_unset_is_last(order: str, names: str) -> None:
    medium = {"priority": Priority.MEDIUM}
    some = named(
        a={"due": Due("2026-11-30"), "expected": 60, "elapsed_ms": 2_000, **completed(1)},
        b={"due": Due("2026-11-30T10:00:00.000Z"), "expected": 0, "elapsed_ms": 3_000, **medium},
        c=medium,
        d={"due": Due("2026-12-01"), "expected": 0, "elapsed_ms": 1_999, "priority": Priority.HIGH, **completed(2)},
    )
    some[-1].created_at -= timedelta(milliseconds=1)
    assert in_order(order, some) == names


def test_names_are_ordered_without_their_case() -> None:
    assert in_order("name", named(b={}, A={}, C={}, a={})) == "A a b C"


def test_a_running_timer_does_not_move_its_task() -> None:
    """It would be on two pages or on none."""
    started = {"timer_started_at": NOW - timedelta(days=1)}
    assert in_order("-elapsed", named(running=started, done={"elapsed_ms": 1_000})) == "done running"


@pytest.mark.parametrize("name", ["", "Auto", "-auto", "--due", "rank", "due "])
def test_an_unknown_order_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must be one of auto, due, priority, created, completed, name, expected"):
        order_of(name)


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_is_known_by_its_name_and_ends_with_the_id(name: str) -> None:
    assert order_of(name).name == name
    assert order_of(name).keys[-1].name == "id"


@given(orders, several)
def test_an_order_is_total(order: Order, some: list[Task]) -> None:
    ordered = order.sort(some)
    assert sorted(task.id for task in ordered) == sorted(task.id for task in some)
    for one, other in pairwise(ordered):
        assert order.compare(order.key_of(one), order.key_of(other)) < 0
        assert order.compare(order.key_of(other), order.key_of(one)) > 0
        assert order.comes_after(other, order.key_of(one))
        assert not order.comes_after(one, order.key_of(one))


@given(orders, several)
def test_sorting_and_comparing_agree(order: Order, some: list[Task]) -> None:
    keys = sorted(map(order.key_of, some), key=cmp_to_key(order.compare))
    assert [order.key_of(task) for task in order.sort(some)] == keys


@given(orders, several, st.integers(1, 5))
def test_pages_one_after_the_other_are_the_whole(order: Order, some: list[Task], limit: int) -> None:
    read: list[Task] = []
    while page := order.sort(task for task in some if not read or order.comes_after(task, order.key_of(read[-1]))):
        read += page[:limit]
    assert read == order.sort(some)


@given(orders, tasks())
def test_a_key_is_an_integer_or_a_text_as_it_says(order: Order, task: Task) -> None:
    values = order.key_of(task)
    assert [type(value) for value in values] == [key.type for key in order.keys]
    assert order.checked(list(values)) == values


def test_the_values_that_every_store_must_compute() -> None:
    finished = new_task(
        name="Straße",
        due=Due("2026-11-30"),
        expected=60,
        elapsed_ms=2_999,
        priority=Priority.HIGH,
        created_at=datetime(2026, 3, 29, 0, 30, 0, 5_999, tzinfo=UTC),
        **completed(1),
    )
    values = {
        "id": ("0" * 16, "0" * 16),
        "rank": ("a0", "a0"),
        "name": ("strasse", "water"),
        "priority": (2, 0),
        "open_priority": (0, 0),
        "due": ("2026-11-30~", "~"),
        "open_due": ("", "~"),
        "no_due": (0, 1),
        "created": (1_774_744_200_005, 1_774_744_200_000),
        "completed": (1_774_747_800_000, 0),
        "is_completed": (1, 0),
        "no_completed": (0, 1),
        "expected": (60, 0),
        "no_expected": (0, 1),
        "elapsed": (2, 0),
    }
    found = {key.name: (key.of(finished), key.of(new_task())) for order in ORDERS.values() for key in order.keys}
    assert found == values


@given(several)
def test_turned_round_only_what_is_unset_stays_last(some: list[Task]) -> None:
    for name, order in ORDERS.items():
        if not name.startswith("-"):
            continue
        ordered, backwards = order_of(name[1:]).sort(some), order.sort(some)
        if order.keys[0].name.startswith("no_"):
            is_unset = order.keys[0].of
            ordered, backwards = ([task for task in tasks if not is_unset(task)] for tasks in (ordered, backwards))
        assert backwards == ordered[::-1]


@pytest.mark.parametrize(
    "values",
    [
        None,
        "0a",
        [],
        [0],
        [0, "2026-11-30"],
        [0, "2026-11-30", "x", "y"],
        ["0", "2026-11-30", "x"],
        [False, "2026-11-30", "x"],
        [0.0, "2026-11-30", "x"],
        [2**63, "2026-11-30", "x"],
        [0, None, "x"],
        [0, "\ud800", "x"],
        {0: 0, 1: "a", 2: "x"},
    ],
)
def test_what_is_no_cursor_of_the_order_is_refused(values: object) -> None:
    order = order_of("due")
    assert order.checked([0, "2026-11-30~", "x"]) == (0, "2026-11-30~", "x")
    with pytest.raises(ValueError, match="must be a cursor of the same order"):
        order.checked(values)


def test_one_name_of_a_key_has_one_meaning() -> None:
    """A store maps keys by their names."""
    meanings = {(key.name, key.of, key.type) for order in ORDERS.values() for key in order.keys}
    assert len(meanings) == len({name for name, _, _ in meanings})
