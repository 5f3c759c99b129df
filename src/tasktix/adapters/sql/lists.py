"""Lists, and what they have beside tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql import parts, standings
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.tables import AUDIENCES, LISTS, MEMBERS, TAGS, TASKS, from_ms, to_ms
from tasktix.application.unit_of_work import Overview
from tasktix.domain.access import Standing
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.roster import Roster
from tasktix.domain.sections import Sections
from tasktix.domain.tags import Tags
from tasktix.domain.words import Color, Status

_LIST: Final[sa.BindParameter[Any]] = sa.bindparam("list")
_USER: Final[sa.BindParameter[Any]] = sa.bindparam("user")
_COLUMNS: Final = (
    LISTS.c.id,
    LISTS.c.name,
    LISTS.c.color,
    LISTS.c.description,
    LISTS.c.has_due_dates,
    LISTS.c.has_time_tracking,
    LISTS.c.auto_order,
    LISTS.c.created_at,
    LISTS.c.created_by,
    LISTS.c.fingerprint,
    LISTS.c.version,
    LISTS.c.marks,
)
_WITH_STANDING: Final = (
    sa.select(*standings.COLUMNS, *_COLUMNS)
    .select_from(standings.WITH_ROLE.join(LISTS, LISTS.c.id == MEMBERS.c.list_id))
    .where(MEMBERS.c.list_id == _LIST, MEMBERS.c.user_id == _USER)
)
_WITH_STANDING_LOCKED: Final = _WITH_STANDING.with_for_update()
_STANDING: Final = (
    sa.select(*standings.COLUMNS)
    .select_from(standings.WITH_ROLE)
    .where(MEMBERS.c.list_id == _LIST, MEMBERS.c.user_id == _USER)
)
_HAS_TAG: Final = sa.select(TAGS.c.id).where(TAGS.c.id == sa.bindparam("tag"), TAGS.c.list_id == _LIST)
_OF: Final = sa.select(MEMBERS.c.list_id).where(MEMBERS.c.user_id == _USER)
_OPEN_TASKS: Final = (
    sa.select(sa.func.count())
    .select_from(TASKS)
    .where(
        TASKS.c.list_id == LISTS.c.id,
        TASKS.c.status != Status.COMPLETED.value,
    )
    .scalar_subquery()
)
_OVERVIEWS: Final = (
    sa.select(LISTS.c.id, LISTS.c.name, LISTS.c.color, _OPEN_TASKS, MEMBERS.c.role, AUDIENCES.c.position)
    .select_from(MEMBERS)
    .join(LISTS, LISTS.c.id == MEMBERS.c.list_id)
    .join(AUDIENCES, AUDIENCES.c.id == LISTS.c.id)
    .where(MEMBERS.c.user_id == _USER)
)


def row(it: List, _owner: object) -> dict[str, Any]:
    return {
        "id": it.id,
        "name": it.name,
        "color": it.color.value,
        "description": it.description,
        "has_due_dates": it.has_due_dates,
        "has_time_tracking": it.has_time_tracking,
        "auto_order": it.auto_order,
        "created_at": to_ms(it.created_at),
        "created_by": it.origin.user_id,
        "fingerprint": it.origin.fingerprint,
        "version": it.version,
    }


@attrs.define(eq=False)
class Lists:
    connection: Connection
    ledger: Ledger
    locking: bool

    def add(self, made: List | Sections | Tags | Roster) -> None:
        self.ledger.add(made)

    def get(self, list_id: Id, viewer: Id) -> tuple[Standing, List] | None:
        statement = _WITH_STANDING_LOCKED if self.locking else _WITH_STANDING
        found = self.connection.row(statement, {"list": list_id, "user": viewer})
        if found is None:
            return None
        width = len(standings.COLUMNS)
        standing = standings.standing(list_id, viewer, found[:width])
        (
            its_id,
            name,
            color,
            description,
            has_due_dates,
            has_time_tracking,
            auto_order,
            created_at,
            created_by,
            fingerprint,
            version,
            marks,
        ) = found[width:]
        its = List(
            id=its_id,
            name=name,
            color=Color(color),
            description=description,
            has_due_dates=bool(has_due_dates),
            has_time_tracking=bool(has_time_tracking),
            auto_order=bool(auto_order),
            created_at=from_ms(created_at),
            version=version,
            marks=marks_of(marks),
            origin=Origin(created_by, fingerprint),
        )
        return standing, self.ledger.track(its)

    def standing(self, list_id: Id, user_id: Id) -> Standing | None:
        found = self.connection.row(_STANDING, {"list": list_id, "user": user_id})
        return None if found is None else standings.standing(list_id, user_id, found)

    def sections(self, list_id: Id) -> Sections:
        return self.ledger.track(parts.sections(self.connection, list_id))

    def tags(self, list_id: Id) -> Tags:
        return self.ledger.track(parts.tags(self.connection, list_id))

    def roster(self, list_id: Id) -> Roster:
        return self.ledger.track(parts.roster(self.connection, list_id))

    def has_tag(self, list_id: Id, tag_id: Id) -> bool:
        return self.connection.row(_HAS_TAG, {"list": list_id, "tag": tag_id}) is not None

    def of(self, user_id: Id) -> Sequence[Id]:
        return [list_id for (list_id,) in self.connection.rows(_OF, {"user": user_id})]

    def overviews(self, user_id: Id) -> Sequence[Overview]:
        return [
            Overview(list_id, name, Color(color), open_tasks, role, position)
            for list_id, name, color, open_tasks, role, position in self.connection.rows(_OVERVIEWS, {"user": user_id})
        ]
