"""Tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.tables import MEMBERS, SECTIONS, TASKS, Query, from_ms, maybe_from_ms, to_ms
from tasktix.application.unit_of_work import Spot
from tasktix.domain.access import PRESETS, Standing
from tasktix.domain.aggregate import Origin
from tasktix.domain.due import Due
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task
from tasktix.domain.words import ABSENT, Absent, Priority, Status

_LIST: Final[sa.BindParameter[Any]] = sa.bindparam("list")
_IS_VIEWER: Final = sa.and_(MEMBERS.c.list_id == _LIST, MEMBERS.c.user_id == sa.bindparam("viewer"))
_COLUMNS: Final = (
    TASKS.c.id,
    TASKS.c.list_id,
    TASKS.c.section_id,
    TASKS.c.name,
    TASKS.c.description,
    TASKS.c.status,
    TASKS.c.priority,
    TASKS.c.unclear,
    TASKS.c.due,
    TASKS.c.expected,
    TASKS.c.elapsed,
    TASKS.c.timer_started_at,
    TASKS.c.created_at,
    TASKS.c.completed_at,
    TASKS.c.rank,
    TASKS.c.version,
    TASKS.c.created_by,
    TASKS.c.fingerprint,
)
_WITH_STANDING: Final = (
    sa.select(MEMBERS.c.role, *_COLUMNS)
    .select_from(MEMBERS)
    .outerjoin(TASKS, sa.and_(TASKS.c.list_id == MEMBERS.c.list_id, TASKS.c.id == sa.bindparam("task")))
    .where(_IS_VIEWER)
)
_IN_SECTION: Final = sa.select(*_COLUMNS).where(TASKS.c.section_id == sa.bindparam("section")).order_by(TASKS.c.id)
_IN_SECTION_LOCKED: Final = _IN_SECTION.with_for_update()
_IN_LIST: Final = sa.select(*_COLUMNS).where(TASKS.c.list_id == _LIST).order_by(TASKS.c.id)
_OPEN_IN_LIST: Final = _IN_LIST.where(TASKS.c.status != Status.COMPLETED.value)


def _spot(*, first: bool, end: str) -> Query:
    """Role, section, lower rank, upper rank. `ORDER BY … LIMIT 1` walks the index from its end; MAX would read all."""
    first_section = (
        sa.select(SECTIONS.c.id)
        .where(SECTIONS.c.list_id == _LIST)
        .order_by(SECTIONS.c.rank, SECTIONS.c.id)
        .limit(1)
        .correlate(None)
        .scalar_subquery()
    )
    section = SECTIONS.alias("section")
    is_wanted = section.c.id == (first_section if first else sa.bindparam("section"))
    ranks = sa.select(TASKS.c.rank).where(TASKS.c.section_id == section.c.id, TASKS.c.id != sa.bindparam("moving"))
    lower: sa.ColumnElement[Any] = sa.null()
    upper: sa.ColumnElement[Any] = sa.null()
    if end == "bottom":
        lower = ranks.order_by(TASKS.c.rank.desc()).limit(1).scalar_subquery()
    elif end == "top":
        upper = ranks.order_by(TASKS.c.rank).limit(1).scalar_subquery()
    else:
        other = TASKS.alias("other")
        lower = (
            sa.select(other.c.rank)
            .where(
                other.c.id == sa.bindparam("after"),
                other.c.section_id == section.c.id,
                other.c.id != sa.bindparam("moving"),
            )
            .scalar_subquery()
        )
        upper = ranks.where(TASKS.c.rank > lower).order_by(TASKS.c.rank).limit(1).scalar_subquery()
    return (
        sa.select(MEMBERS.c.role, section.c.id, lower.label("lower"), upper.label("upper"))
        .select_from(MEMBERS)
        .outerjoin(section, sa.and_(section.c.list_id == MEMBERS.c.list_id, is_wanted))
        .where(_IS_VIEWER)
    )


_SPOTS: Final = {
    (first, end): _spot(first=first, end=end) for first in (True, False) for end in ("top", "bottom", "after")
}


def row(task: Task, _owner: object) -> dict[str, Any]:
    return {
        "id": task.id,
        "list_id": task.list_id,
        "section_id": task.section_id,
        "name": task.name,
        "description": task.description,
        "status": task.status.value,
        "priority": task.priority.value,
        "unclear": task.unclear,
        "due": task.due and task.due.text,
        "expected": task.expected,
        "elapsed": task.elapsed,
        "timer_started_at": to_ms(task.timer_started_at),
        "created_at": to_ms(task.created_at),
        "completed_at": to_ms(task.completed_at),
        "rank": task.rank,
        "created_by": task.origin.user_id,
        "fingerprint": task.origin.fingerprint,
        "version": task.version,
    }


@attrs.define(eq=False)
class Tasks:
    connection: Connection
    ledger: Ledger
    locking: bool

    def add(self, task: Task) -> None:
        self.ledger.add(task)

    def get(self, list_id: Id, task_id: Id, viewer: Id) -> tuple[Standing | None, Task | None]:
        values = {"list": list_id, "task": task_id, "viewer": viewer}
        found = self.connection.row(_WITH_STANDING, values)
        if found is None:
            return None, None
        standing = Standing(list_id, viewer, PRESETS[found[0]])
        return standing, self.ledger.track(_task(found[1:])) if found[1] is not None else None

    def spot(
        self,
        list_id: Id,
        viewer: Id,
        section_id: Id | None,
        after: Id | Absent | None,
        moving: Id | None = None,
    ) -> Spot | None:
        end = "bottom" if after is ABSENT else "top" if after is None else "after"
        values = {"list": list_id, "viewer": viewer, "moving": moving or ""}
        if section_id is not None:
            values["section"] = section_id
        if isinstance(after, str):
            values["after"] = after
        found = self.connection.row(_SPOTS[section_id is None, end], values)
        if found is None:
            return None
        role, wanted, lower, upper = found
        standing = Standing(list_id, viewer, PRESETS[role])
        return Spot(standing, wanted, lower, upper, after_found=end != "after" or lower is not None)

    def in_section(self, list_id: Id, section_id: Id) -> Sequence[Task]:
        statement = _IN_SECTION_LOCKED if self.locking else _IN_SECTION
        rows = self.connection.rows(statement, {"section": section_id})
        return [self.ledger.track(_task(found)) for found in rows]

    def in_list(self, list_id: Id, completed: bool) -> Sequence[Task]:
        rows = self.connection.rows(_IN_LIST if completed else _OPEN_IN_LIST, {"list": list_id})
        return [_task(found) for found in rows]


def _task(found: Row) -> Task:
    (
        task_id,
        list_id,
        section_id,
        name,
        description,
        status,
        priority,
        unclear,
        due,
        expected,
        elapsed,
        timer_started_at,
        created_at,
        completed_at,
        rank,
        version,
        created_by,
        fingerprint,
    ) = found
    return Task(
        id=task_id,
        list_id=list_id,
        section_id=section_id,
        name=name,
        description=description,
        status=Status(status),
        priority=Priority(priority),
        unclear=bool(unclear),
        due=Due(due) if due is not None else None,
        expected=expected,
        elapsed=elapsed,
        timer_started_at=maybe_from_ms(timer_started_at),
        created_at=from_ms(created_at),
        completed_at=maybe_from_ms(completed_at),
        rank=rank,
        version=version,
        origin=Origin(created_by, fingerprint),
    )
