"""Use cases: tasks across one's lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import attrs

from tasktix.application import calendars
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Search, UnitOfWork
from tasktix.domain import today as agenda
from tasktix.domain.calibration import Report, calibrate
from tasktix.domain.errors import checked
from tasktix.domain.filters.parser import parse
from tasktix.domain.ordering import KeyValue, Order, order_of
from tasktix.domain.tasks import Task

PAGE: Final = 50
"""Tasks on a page, unless told."""

MOST_TODAY: Final = 1000
"""Tasks that Today shows: whoever has more of them does not read them all today."""


@attrs.frozen
class Found:
    """Tasks in order; `after` is where the next page begins, None after the last."""

    tasks: Sequence[Task]
    after: tuple[KeyValue, ...] | None


def find(
    work: UnitOfWork,
    actor: Actor,
    *,
    limit: int = PAGE,
    filter_text: str = "",
    order: str = "auto",
    after: Sequence[object] | None = None,
) -> Found:
    """For everybody signed in: the tasks of one's lists that match a filter text (`/api/docs/filters`)."""
    values = checked({"filter": parse, "order": order_of}, {"filter": filter_text, "order": order})
    its_order = values["order"]
    start = None if after is None else checked({"cursor": partial(_start, its_order)}, {"cursor": after})["cursor"]
    search = Search(values["filter"], calendars.context(work, actor), its_order, limit + 1, start)
    found = work.tasks.find(search)
    last = (its_order.name, *its_order.key_of(found[limit - 1])) if len(found) > limit else None
    return Found(found[:limit], last)


def _start(order: Order, cursor: Sequence[object]) -> tuple[KeyValue, ...]:
    """With its order's name, for the keys of two orders may look alike."""
    return order.checked(cursor[1:] if list(cursor[:1]) == [order.name] else None)


def today(work: UnitOfWork, actor: Actor) -> Sequence[Task]:
    """For everybody signed in: one's open tasks that are overdue, due today, running, or urgent without a day."""
    context = calendars.context(work, actor)
    found = work.tasks.find(Search(agenda.WANTED, context, order_of("due"), MOST_TODAY))
    return agenda.in_order(found, context)


def calibration(work: UnitOfWork, actor: Actor, *, filter_text: str = "") -> Report:
    """For everybody signed in: how long completed tasks of one's lists took against what was expected."""
    where = checked({"filter": parse}, {"filter": filter_text})["filter"]
    return calibrate(work.tasks.samples(where, calendars.context(work, actor)))
