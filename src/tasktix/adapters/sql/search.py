"""Tasks across lists: those of a viewer that match a filter, in an order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.sql import orders
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.expressions import IS_COMPLETED, IS_OPEN
from tasktix.adapters.sql.filters import Compiling, Condition
from tasktix.adapters.sql.tables import LISTS, MEMBERS, SECTIONS, TASKS
from tasktix.adapters.sql.task_rows import COLUMNS, TAGS_OF, ids_of, task_of
from tasktix.application.unit_of_work import Search
from tasktix.domain.calibration import Sample, sample_of
from tasktix.domain.fields import LONGEST_DURATION
from tasktix.domain.filters.ast import And, Comparison, Node, Not, Or
from tasktix.domain.filters.subject import Context
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task

_VIEWER: Final[sa.BindParameter[Any]] = sa.bindparam("viewer")
_LISTS: Final = (
    sa.select(LISTS.c.id, LISTS.c.name, LISTS.c.id)
    .join(MEMBERS, MEMBERS.c.list_id == LISTS.c.id)
    .where(MEMBERS.c.user_id == _VIEWER)
)
_SECTIONS: Final = (
    sa.select(SECTIONS.c.id, SECTIONS.c.name, SECTIONS.c.list_id)
    .join(MEMBERS, MEMBERS.c.list_id == SECTIONS.c.list_id)
    .where(MEMBERS.c.user_id == _VIEWER)
)


def find(connection: Connection, search: Search) -> Sequence[Task]:
    """See the port `Tasks.find`. The page is looked for by its ids first: sorting whole rows takes twice as long."""
    conditions = _conditions(connection, search.where, search.context)
    if search.after is not None:
        conditions.append(orders.is_after(search.order, search.after))
    found: list[Row] = []
    for part in _parts(search):
        page = (
            sa.select(TASKS.c.id)
            .where(*conditions, *part)
            .order_by(*orders.order_by(search.order))
            .limit(search.limit - len(found))
            .subquery()
        )
        found += connection.ask(sa.select(*COLUMNS).join(page, page.c.id == TASKS.c.id))
        if len(found) == search.limit:
            break
    return search.order.sort(map(task_of, found))


def _parts(search: Search) -> list[list[Condition]]:
    """What is looked for one after the other. Where open tasks come first, a page seldom needs the others, of which
    there are many more."""
    if search.order.keys[0].name != "is_completed":
        return [[]]
    return [[IS_OPEN], [IS_COMPLETED]]


def samples(connection: Connection, where: Node, context: Context) -> Sequence[Sample]:
    """See the port `Tasks.samples`."""
    conditions = _conditions(connection, where, context)
    done = sa.select(TASKS.c.list_id, TAGS_OF, TASKS.c.expected, TASKS.c.elapsed_ms).where(
        *conditions, IS_COMPLETED, TASKS.c.expected > 0, TASKS.c.elapsed_ms >= 1000
    )
    rows = connection.ask(done)
    found = (
        sample_of(list_id, ids_of(tags), expected, min(ms // 1000, LONGEST_DURATION))
        for list_id, tags, expected, ms in rows
    )
    return [sample for sample in found if sample is not None]


def _conditions(connection: Connection, where: Node, context: Context) -> list[Condition]:
    """The ids of the lists are written out: MySQL walks an index by a list and a status only where it knows both."""
    compiling = Compiling(
        context,
        _by_name(connection, _LISTS, context),
        _by_name(connection, _SECTIONS, context) if _names(where, "section") else {},
    )
    return [TASKS.c.list_id.in_(compiling.own_lists), compiling.condition(where)]


def _names(node: Node, field: str) -> bool:
    """Whether the filter compares this field."""
    return any(isinstance(leaf, Comparison) and leaf.field == field for leaf in _leaves(node))


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield node


def _by_name(connection: Connection, statement: sa.Select[Any], context: Context) -> dict[str, list[Id]]:
    """How a name is folded is the domain's to say, not the database's."""
    found: dict[str, list[Id]] = {}
    for thing_id, name, list_id in connection.rows(statement, {"viewer": context.viewer}):
        if context.looks_at(list_id):
            found.setdefault(fold(name), []).append(thing_id)
    return found
