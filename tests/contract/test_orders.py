"""In every store tasks are in the order that the domain says, and its pages are that order cut into pieces."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pytest
import sqlalchemy as sa

from tasktix.adapters import codec
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.search import _cursor
from tasktix.adapters.sql.orders import KEYS
from tasktix.adapters.sql.tables import TASKS
from tasktix.application import search, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import Search, UnitOfWork
from tasktix.domain.errors import Invalid
from tasktix.domain.ids import Id
from tasktix.domain.ordering import ORDERS, Order
from tasktix.domain.tasks import Task
from tasktix.domain.words import Status
from tests.builders import Sample
from tests.contract import varied

EVERYWHERE: Final = Actor(user=varied.VIEWERS[-1])
"""A member of all the lists."""
FEW: Final = "list:Straße status:open"


@pytest.fixture(scope="module")
def app(app: Application) -> Application:
    varied.plant(app)
    return app


each_order = pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))


def find(app: Application, actor: Actor = EVERYWHERE, **asked: Any) -> search.Found:
    return app.look(actor, search.find, **{"limit": 10_000} | asked)


def in_store(work: UnitOfWork, _actor: Actor, *, wanted: Search) -> Sequence[Task]:
    return work.tasks.find(wanted)


def ids(some: Sequence[Task]) -> list[Id]:
    return [task.id for task in some]


def pages(app: Application, **asked: Any) -> Iterator[Sequence[Task]]:
    page = find(app, **asked)
    yield page.tasks
    while page.after is not None:
        page = find(app, **asked, after=page.after)
        yield page.tasks


@each_order
def test_tasks_are_found_in_the_order_that_is_asked_for(order: Order, app: Application) -> None:
    assert ids(find(app, order=order.name).tasks) == ids(order.sort(varied.some_tasks()))


@each_order
@pytest.mark.parametrize(("limit", "filter_text"), [(1, FEW), (3, FEW), (40, "")])
def test_pages_one_after_the_other_are_the_whole(order: Order, limit: int, filter_text: str, app: Application) -> None:
    whole = ids(find(app, order=order.name, filter_text=filter_text).tasks)
    assert len(whole) > 2 * limit
    read = list(pages(app, order=order.name, filter_text=filter_text, limit=limit))
    assert [it for page in read for it in ids(page)] == whole
    assert all(len(page) == limit for page in read[:-1])
    assert 0 < len(read[-1]) <= limit


@each_order
def test_a_page_that_holds_exactly_what_is_left_is_the_last(order: Order, app: Application) -> None:
    whole = find(app, order=order.name, filter_text=FEW)
    exact = find(app, order=order.name, filter_text=FEW, limit=len(whole.tasks))
    assert (ids(exact.tasks), exact.after) == (ids(whole.tasks), None)
    assert find(app, order=order.name, filter_text="nowhere at all") == search.Found([], None)


@each_order
def test_a_store_gives_no_more_than_it_is_asked_for(order: Order, app: Application) -> None:
    """Wherever the page ends: among open tasks, between them and the completed ones, or behind."""
    here = varied.context_of(EVERYWHERE.user_id)
    whole = ids(order.sort(varied.some_tasks()))
    open_ones = sum(task.status is not Status.COMPLETED for task in varied.some_tasks())
    for limit in (1, open_ones - 1, open_ones, open_ones + 1, len(whole), len(whole) + 1):
        wanted = Search(varied.EVERYTHING, here, order, limit)
        assert ids(app.look(EVERYWHERE, in_store, wanted=wanted)) == whole[:limit]


@each_order
def test_a_page_goes_on_where_the_one_before_ended_though_its_last_task_is_gone(
    order: Order, app: Application, sample: Sample
) -> None:
    whole = ids(find(app, sample.admin, order=order.name).tasks)
    first = find(app, sample.admin, order=order.name, limit=2)
    app.perform(sample.admin, tasks.delete, list_id=sample.id, task_id=first.tasks[-1].id)
    assert ids(find(app, sample.admin, order=order.name, after=first.after).tasks) == whole[2:]


# keys


@pytest.mark.parametrize("name", KEYS)
def test_a_database_computes_the_values_of_a_key(name: str, sql_app: Application) -> None:
    varied.plant(sql_app)
    key = next(key for order in ORDERS.values() for key in order.keys if key.name == name)
    chosen = sa.select(TASKS.c.id, KEYS[name]).where(TASKS.c.created_by == varied.MAKER)
    rows = sql_app.look(EVERYWHERE, lambda work, _: work.connection.ask(chosen))  # type: ignore[attr-defined]
    assert dict(rows) == {task.id: key.of(task) for task in varied.some_tasks()}


def test_a_database_knows_every_key() -> None:
    assert set(KEYS) == {key.name for order in ORDERS.values() for key in order.keys}


# cursors


def test_the_cursor_of_another_order_is_refused(app: Application) -> None:
    """Those of two orders may look alike: a number and an id."""
    cursors = {name: find(app, order=name, limit=1).after for name in ORDERS}
    for name in ORDERS:
        assert find(app, order=name, limit=1, after=cursors[name]).tasks
        for other in set(ORDERS) - {name}:
            with pytest.raises(Invalid) as refusal:
                find(app, order=name, after=cursors[other])
            assert [error.field for error in refusal.value.errors] == ["cursor"]


@pytest.mark.parametrize(
    "after",
    [
        [],
        ["due"],
        ["due", 0, "2026-11-30~"],
        ["due", 0, "2026-11-30~", "x", "y"],
        ["due", "0", "2026-11-30~", "x"],
        ["due", False, "2026-11-30~", "x"],
        ["due", 0.0, "2026-11-30~", "x"],
        ["due", 2**63, "2026-11-30~", "x"],
        ["due", None, "2026-11-30~", "x"],
        ["due", 0, "\ud800", "x"],
        ["due", 0, ["2026-11-30~"], "x"],
        [["due"], 0, "2026-11-30~", "x"],
        [None],
        [{}],
    ],
    ids=repr,
)
def test_what_is_no_cursor_is_refused(after: list[object], app: Application) -> None:
    with pytest.raises(Invalid) as refusal:
        find(app, order="due", after=after)
    assert [(error.field, error.message) for error in refusal.value.errors] == [
        ("cursor", "must be a cursor of the same order")
    ]


STRANGE: Final = (
    *[("", -(2**63)), ("\x00", 2**63 - 1), ("é", 0), ("a0é", 0), ("2026-11-30é", 0), ("🦉", 1), ("\uffff", 2)],
    *[("'", 0), ("\\", 1), ("%s", 0), ("~", 1), ("\x7f", 0), ("x" * 70_000, 1)],
)


@each_order
def test_a_cursor_that_somebody_made_up_is_only_a_place_in_the_order(order: Order, app: Application) -> None:
    for text, number in STRANGE:
        values = tuple(text if key.type is str else number for key in order.keys)
        after = ids(find(app, order=order.name, after=(order.name, *values)).tasks)
        assert after == [task.id for task in order.sort(varied.some_tasks()) if order.comes_after(task, values)]


@pytest.mark.parametrize("name", ["", "Auto", "-auto", "rank", "id", "due; DROP TABLE tasks"])
def test_an_unknown_order_is_refused(name: str, app: Application) -> None:
    with pytest.raises(Invalid) as refusal:
        find(app, order=name)
    assert [error.field for error in refusal.value.errors] == ["order"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "====",
        "ü",
        "\ud800",
        "null",
        *(
            base64.urlsafe_b64encode(raw).decode()
            for raw in (b"", b"null", b"{}", b"7", b'"due"', b"[1,", b"[NaN]", b"\xff", b"[1e999]", b"[" * 100_000)
        ),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_cursor_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(MalformedRequest):
        _cursor(text)


def test_a_cursor_survives_the_wire(app: Application) -> None:
    for order in ORDERS:
        after = find(app, order=order, limit=3).after
        assert after is not None
        sent = base64.urlsafe_b64encode(codec.encode(after)).decode()
        assert ids(find(app, order=order, after=_cursor(sent)).tasks) == ids(find(app, order=order, after=after).tasks)
