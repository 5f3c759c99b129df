"""Tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql import search, spots, standings
from tasktix.adapters.sql.connection import Connection, Row, Statement, groups, is_one_of, named
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.tables import MEMBERS, TASK_ASSIGNEES, TASK_TAGS, TASKS, TIMES, Query
from tasktix.adapters.sql.task_rows import COLUMNS, LOCKED_COLUMNS, task_of, time_entry_of
from tasktix.application.unit_of_work import Search, Spot
from tasktix.domain.access import Standing
from tasktix.domain.calibration import Sample
from tasktix.domain.filters.ast import Node
from tasktix.domain.filters.subject import Context
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task
from tasktix.domain.words import Absent, Status

_LIST: Final[sa.BindParameter[Any]] = sa.bindparam("list")
_TO_CHANGE: Final = (*COLUMNS, TASKS.c.marks)
_WITH_STANDING: Final = (
    sa.select(*standings.COLUMNS, *_TO_CHANGE)
    .select_from(standings.WITH_ROLE)
    .outerjoin(TASKS, sa.and_(TASKS.c.list_id == MEMBERS.c.list_id, TASKS.c.id == sa.bindparam("task")))
    .where(MEMBERS.c.list_id == _LIST, MEMBERS.c.user_id == sa.bindparam("viewer"))
)
_ALL: Final = sa.select(*_TO_CHANGE).where(TASKS.c.list_id == _LIST).order_by(TASKS.c.id)
_IN_SECTION: Final = _ALL.where(TASKS.c.section_id == sa.bindparam("section"))
_WITH_TAG: Final = _ALL.where(
    TASKS.c.id.in_(sa.select(TASK_TAGS.c.task_id).where(TASK_TAGS.c.tag_id == sa.bindparam("tag")))
)
_ASSIGNED: Final = _ALL.where(
    TASKS.c.id.in_(
        sa.select(TASK_ASSIGNEES.c.task_id).where(
            TASK_ASSIGNEES.c.list_id == _LIST, TASK_ASSIGNEES.c.user_id == sa.bindparam("assignee")
        )
    )
)

_WITH_ISSUE: Final = _ALL.where(TASKS.c.issue.is_not(None))


def _locked(it: Query) -> Query:
    return it.with_only_columns(*LOCKED_COLUMNS, TASKS.c.marks).with_for_update()


_LOCKED: Final = {it: _locked(it) for it in (_ALL, _IN_SECTION, _WITH_TAG, _ASSIGNED, _WITH_ISSUE)}
_IN_LIST: Final = sa.select(*COLUMNS).where(TASKS.c.list_id == _LIST).order_by(TASKS.c.id)
_OPEN_IN_LIST: Final = _IN_LIST.where(TASKS.c.status != Status.COMPLETED.value)


@cache
def _these(width: int, locked: bool) -> Query:
    found = _ALL.where(is_one_of(TASKS.c.id, width))
    return _locked(found) if locked else found


@cache
def _times(width: int) -> Query:
    return sa.select(
        TIMES.c.task_id, TIMES.c.id, TIMES.c.user_id, TIMES.c.started_at, TIMES.c.ended_at, TIMES.c.version
    ).where(is_one_of(TIMES.c.task_id, width))


@attrs.define(eq=False)
class Tasks:
    connection: Connection
    ledger: Ledger
    locking: bool

    def add(self, task: Task) -> None:
        self.ledger.add(task)

    def get(self, list_id: Id, task_id: Id, viewer: Id) -> tuple[Standing | None, Task | None]:
        found = self.connection.row(_WITH_STANDING, {"list": list_id, "task": task_id, "viewer": viewer})
        if found is None:
            return None, None
        width = len(standings.COLUMNS)
        standing = standings.standing(list_id, viewer, found[:width])
        return standing, self._tracked(found[width:]) if found[width] is not None else None

    def these(self, list_id: Id, task_ids: Collection[Id]) -> Sequence[Task]:
        return [
            self._tracked(found)
            for group in groups(list(task_ids))
            for found in self.connection.rows(_these(len(group), self.locking), {"list": list_id, **named(group)})
        ]

    def spot(
        self,
        list_id: Id,
        viewer: Id,
        section_id: Id | None,
        after: Id | Absent | None,
        moving: Id | None = None,
    ) -> Spot | None:
        return spots.spot(self.connection, list_id, viewer, section_id, after, moving)

    def in_section(self, list_id: Id, section_id: Id) -> Sequence[Task]:
        return self._found(_IN_SECTION, {"list": list_id, "section": section_id})

    def with_tag(self, list_id: Id, tag_id: Id) -> Sequence[Task]:
        return self._found(_WITH_TAG, {"list": list_id, "tag": tag_id})

    def assigned_to(self, list_id: Id, user_id: Id) -> Sequence[Task]:
        return self._found(_ASSIGNED, {"list": list_id, "assignee": user_id})

    def with_issue(self, list_id: Id) -> Sequence[Task]:
        return self._found(_WITH_ISSUE, {"list": list_id})

    def all_of(self, list_id: Id) -> Sequence[Task]:
        return self._found(_ALL, {"list": list_id})

    def in_list(self, list_id: Id, completed: bool) -> Sequence[Task]:
        rows = self.connection.rows(_IN_LIST if completed else _OPEN_IN_LIST, {"list": list_id})
        return [task_of(found) for found in rows]

    def with_time(self, tasks: Sequence[Task]) -> Sequence[Task]:
        by_id = {task.id: task for task in tasks}
        for task in tasks:
            task.time = {}
        for group in groups(list(by_id)):
            for task_id, *entry in self.connection.rows(_times(len(group)), named(group)):
                by_id[task_id].time[entry[0]] = time_entry_of(*entry)
        for task in tasks:
            self.ledger.look_again(task)
        return tasks

    def find(self, wanted: Search) -> Sequence[Task]:
        return search.find(self.connection, wanted)

    def samples(self, where: Node, context: Context) -> Sequence[Sample]:
        return search.samples(self.connection, where, context)

    def _found(self, statement: Query, values: dict[str, Any]) -> list[Task]:
        wanted: Statement = _LOCKED[statement] if self.locking else statement
        return [self._tracked(found) for found in self.connection.rows(wanted, values)]

    def _tracked(self, found: Row) -> Task:
        *columns, marks = found
        task = task_of(columns)
        task.marks = marks_of(marks)
        return self.ledger.track(task)
