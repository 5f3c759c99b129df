"""Reading the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.tables import AUDIENCES, LOG, from_ms, to_ms
from tasktix.application.unit_of_work import Entry, Reach
from tasktix.domain.ids import Id

_AUDIENCE: Final[sa.BindParameter[Any]] = sa.bindparam("audience")
_REACH: Final = sa.select(AUDIENCES.c.id, AUDIENCES.c.position, AUDIENCES.c.floor).where(
    AUDIENCES.c.id.in_(sa.bindparam("audiences", expanding=True))
)
_AFTER: Final = (
    sa.select(LOG.c.audience, LOG.c.position, LOG.c.at, LOG.c.body)
    .where(LOG.c.audience == _AUDIENCE, LOG.c.position > sa.bindparam("position"))
    .order_by(LOG.c.position)
    .limit(sa.bindparam("page"))
)
_BEFORE: Final = (
    sa.select(LOG.c.position)
    .where(LOG.c.audience == _AUDIENCE, LOG.c.at < sa.bindparam("moment"))
    .order_by(LOG.c.position.desc())
    .limit(1)
)
_FLOOR: Final = sa.select(AUDIENCES.c.floor).where(AUDIENCES.c.id == _AUDIENCE)


@attrs.define(eq=False)
class Log:
    connection: sa.Connection

    def reach(self, audiences: Collection[Id]) -> Mapping[Id, Reach]:
        rows = self.connection.execute(_REACH, {"audiences": list(audiences)})
        return {audience: Reach(position, floor) for audience, position, floor in rows}

    def after(self, audience: Id, position: int, limit: int) -> Sequence[Entry]:
        values = {"audience": audience, "position": position, "page": limit}
        return [
            Entry(owner, number, from_ms(at), body)
            for owner, number, at, body in self.connection.execute(_AFTER, values)
        ]

    def position_before(self, audience: Id, moment: datetime) -> int:
        values = {"audience": audience, "moment": to_ms(moment)}
        found = self.connection.execute(_BEFORE, values).scalar_one_or_none()
        if found is None:
            found = self.connection.execute(_FLOOR, {"audience": audience}).scalar_one_or_none()
        return found or 0
