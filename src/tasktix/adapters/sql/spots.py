"""Where a task would come: one statement for each kind of place."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.sql import standings
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.tables import MEMBERS, SECTIONS, TASKS, Query
from tasktix.application.unit_of_work import Spot
from tasktix.domain.ids import Id
from tasktix.domain.words import ABSENT, Absent

_LIST: Final[sa.BindParameter[Any]] = sa.bindparam("list")
_IS_VIEWER: Final = sa.and_(MEMBERS.c.list_id == _LIST, MEMBERS.c.user_id == sa.bindparam("viewer"))


def spot(
    connection: Connection,
    list_id: Id,
    viewer: Id,
    section_id: Id | None,
    after: Id | Absent | None,
    moving: Id | None,
) -> Spot | None:
    """See the port `Tasks.spot`."""
    end = "bottom" if after is ABSENT else "top" if after is None else "after"
    values = {"list": list_id, "viewer": viewer, "moving": moving or ""}
    if section_id is not None:
        values["section"] = section_id
    if isinstance(after, str):
        values["after"] = after
    found = connection.row(_SPOTS[section_id is None, end], values)
    if found is None:
        return None
    *role, wanted, lower, upper = found
    standing = standings.standing(list_id, viewer, tuple(role))
    return Spot(standing, wanted, lower, upper, after_found=end != "after" or lower is not None)


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
        sa.select(*standings.COLUMNS, section.c.id, lower.label("lower"), upper.label("upper"))
        .select_from(standings.WITH_ROLE)
        .outerjoin(section, sa.and_(section.c.list_id == MEMBERS.c.list_id, is_wanted))
        .where(_IS_VIEWER)
    )


_SPOTS: Final = {
    (first, end): _spot(first=first, end=end) for first in (True, False) for end in ("top", "bottom", "after")
}
