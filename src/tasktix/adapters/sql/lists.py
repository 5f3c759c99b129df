"""Lists with their sections and members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql import users
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.tables import (
    AUDIENCES,
    LISTS,
    MEMBERS,
    SECTIONS,
    TASKS,
    USERS,
    from_ms,
    to_ms,
)
from tasktix.application.unit_of_work import Overview
from tasktix.domain.access import PRESETS, Member, Standing
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.lists import List, Section
from tasktix.domain.words import Color, Status

_LIST: Final[sa.BindParameter[Any]] = sa.bindparam("list")
_USER: Final[sa.BindParameter[Any]] = sa.bindparam("user")
_BY_ID: Final = sa.select(
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
).where(LISTS.c.id == _LIST)
_BY_ID_LOCKED: Final = _BY_ID.with_for_update()
_SECTIONS: Final = sa.select(
    SECTIONS.c.id,
    SECTIONS.c.name,
    SECTIONS.c.rank,
    SECTIONS.c.created_by,
    SECTIONS.c.fingerprint,
    SECTIONS.c.version,
).where(SECTIONS.c.list_id == _LIST)
_MEMBERS: Final = (
    sa.select(
        MEMBERS.c.role,
        MEMBERS.c.version,
        USERS.c.id,
        USERS.c.username,
        USERS.c.name,
        USERS.c.color,
        USERS.c.avatar_url,
    )
    .join(USERS, USERS.c.id == MEMBERS.c.user_id)
    .where(MEMBERS.c.list_id == _LIST)
    .order_by(USERS.c.username_key)
)
_ROLE: Final = sa.select(MEMBERS.c.role).where(MEMBERS.c.list_id == _LIST, MEMBERS.c.user_id == _USER)
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
_DELETE_TASKS: Final = sa.delete(TASKS).where(TASKS.c.list_id == _LIST)


def row(whole: List, _owner: object) -> dict[str, Any]:
    return {
        "id": whole.id,
        "name": whole.name,
        "color": whole.color.value,
        "description": whole.description,
        "has_due_dates": whole.has_due_dates,
        "has_time_tracking": whole.has_time_tracking,
        "auto_order": whole.auto_order,
        "created_at": to_ms(whole.created_at),
        "created_by": whole.origin.user_id,
        "fingerprint": whole.origin.fingerprint,
        "version": whole.version,
    }


def section_row(section: Section, owner: List) -> dict[str, Any]:
    return {
        "id": section.id,
        "list_id": owner.id,
        "name": section.name,
        "rank": section.rank,
        "created_by": section.origin.user_id,
        "fingerprint": section.origin.fingerprint,
        "version": section.version,
    }


def member_row(member: Member, owner: List) -> dict[str, Any]:
    return {"list_id": owner.id, "user_id": member.id, "role": member.role_id, "version": member.version}


def delete_tasks(connection: Connection, list_id: Id) -> None:
    """All at once and unread: a deleted list takes its tasks with it."""
    connection.change(_DELETE_TASKS, {"list": list_id})


@attrs.define(eq=False)
class Lists:
    connection: Connection
    ledger: Ledger
    locking: bool

    def add(self, created: List) -> None:
        self.ledger.add(created)

    def get(self, list_id: Id) -> List | None:
        key = {"list": list_id}
        found = self.connection.row(_BY_ID_LOCKED if self.locking else _BY_ID, key)
        if found is None:
            return None
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
        ) = found
        whole = List(
            id=its_id,
            name=name,
            color=Color(color),
            description=description,
            has_due_dates=bool(has_due_dates),
            has_time_tracking=bool(has_time_tracking),
            auto_order=bool(auto_order),
            created_at=from_ms(created_at),
            version=version,
            origin=Origin(created_by, fingerprint),
            sections={each[0]: _section(each) for each in self.connection.rows(_SECTIONS, key)},
            members={each[2]: _member(each) for each in self.connection.rows(_MEMBERS, key)},
        )
        return self.ledger.track(whole)

    def standing(self, list_id: Id, user_id: Id) -> Standing | None:
        found = self.connection.row(_ROLE, {"list": list_id, "user": user_id})
        return None if found is None else Standing(list_id, user_id, PRESETS[found[0]])

    def of(self, user_id: Id) -> Sequence[Id]:
        return [list_id for (list_id,) in self.connection.rows(_OF, {"user": user_id})]

    def overviews(self, user_id: Id) -> Sequence[Overview]:
        return [
            Overview(list_id, name, Color(color), open_tasks, role, position)
            for list_id, name, color, open_tasks, role, position in self.connection.rows(_OVERVIEWS, {"user": user_id})
        ]


def _section(found: Row) -> Section:
    section_id, name, rank, created_by, fingerprint, version = found
    return Section(id=section_id, name=name, rank=rank, version=version, origin=Origin(created_by, fingerprint))


def _member(found: Row) -> Member:
    role, version, user_id, *person = found
    return Member(id=user_id, person=users.person(user_id, *person), role_id=role, version=version)
