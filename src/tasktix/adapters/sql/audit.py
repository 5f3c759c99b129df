"""The audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.tables import AUDIT, from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.notes import Note
from tasktix.domain.sessions import LONGEST_DEVICE

_OF: Final = (
    sa.select(
        AUDIT.c.id,
        AUDIT.c.user_id,
        AUDIT.c.at,
        AUDIT.c.kind,
        AUDIT.c.by,
        AUDIT.c.about,
        AUDIT.c.address,
        AUDIT.c.device,
    )
    .where(AUDIT.c.user_id == sa.bindparam("user_id"), AUDIT.c.id < sa.bindparam("before"))
    .order_by(AUDIT.c.id.desc())
    .limit(sa.bindparam("page"))
)
_ADD: Final = sa.insert(AUDIT)
_FORGET: Final = sa.delete(AUDIT).where(AUDIT.c.at < sa.bindparam("moment"))
_FORGET_OF: Final = sa.delete(AUDIT).where(AUDIT.c.user_id == sa.bindparam("user_id"))


@attrs.define(eq=False)
class Audit:
    connection: Connection
    new: list[Note] = attrs.field(factory=list)

    def of(self, user_id: Id, before: Id, limit: int) -> Sequence[Note]:
        values = {"user_id": user_id, "before": before, "page": limit}
        return [
            Note(its_id, owner, from_ms(at), kind, by, about, address, device)
            for its_id, owner, at, kind, by, about, address, device in self.connection.rows(_OF, values)
        ]

    def add(self, note: Note) -> None:
        self.new.append(note)

    def forget_before(self, moment: datetime) -> None:
        self.connection.change(_FORGET, {"moment": to_ms(moment)})

    def forget_of(self, user_id: Id) -> None:
        self.connection.change(_FORGET_OF, {"user_id": user_id})

    def write(self) -> None:
        """After the use case."""
        if self.new:
            rows = [{**attrs.asdict(it), "at": to_ms(it.at), "device": it.device[:LONGEST_DEVICE]} for it in self.new]
            self.connection.add(_ADD, rows)
