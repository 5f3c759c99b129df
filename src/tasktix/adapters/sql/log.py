"""Reading the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.codec.past import past_entry
from tasktix.adapters.sql import pieces
from tasktix.adapters.sql.connection import Connection, Row, groups, is_one_of, named
from tasktix.adapters.sql.tables import AUDIENCES, LOG, LOG_PIECES, MEMBERS, Query, from_ms, to_ms
from tasktix.application.unit_of_work import Entry, Reach
from tasktix.domain.history import PastEntry
from tasktix.domain.ids import Id

_AUDIENCE: Final[sa.BindParameter[Any]] = sa.bindparam("audience")


_REACH: Final = sa.select(AUDIENCES.c.id, AUDIENCES.c.position, AUDIENCES.c.floor)
_REACH_OF: Final = sa.union_all(
    _REACH.where(AUDIENCES.c.id == sa.bindparam("user")),
    _REACH.join(MEMBERS, MEMBERS.c.list_id == AUDIENCES.c.id).where(MEMBERS.c.user_id == sa.bindparam("user")),
)


@cache
def _reach(width: int) -> Query:
    return _REACH.where(is_one_of(AUDIENCES.c.id, width))


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
_PAST: Final = sa.select(LOG.c.position, LOG.c.at, LOG.c.body, LOG.c.was).where(LOG.c.audience == _AUDIENCE)
_PAST_ONE: Final = _PAST.where(LOG.c.position == sa.bindparam("position"))
_PAST_BEFORE: Final = (
    _PAST.where(LOG.c.position < sa.bindparam("position")).order_by(LOG.c.position.desc()).limit(sa.bindparam("page"))
)
_OF_THING: Final = _PAST_BEFORE.where(LOG.c.thing == sa.bindparam("thing"))


def _tells_of_it(text: sa.Column[str]) -> sa.ColumnElement[bool]:
    """LIKE would ignore case in SQLite."""
    return sa.func.instr(text, sa.bindparam("words")) > 0


# What went with a deleted list is in `was` alone.
_AMONG_SEVERAL: Final = _PAST_BEFORE.where(
    LOG.c.thing.is_(None),
    sa.or_(
        _tells_of_it(LOG.c.body),
        _tells_of_it(LOG.c.was),
        sa.exists().where(
            LOG_PIECES.c.audience == LOG.c.audience,
            LOG_PIECES.c.position == LOG.c.position,
            _tells_of_it(LOG_PIECES.c.piece),
        ),
    ),
)
_FLOOR: Final = sa.select(AUDIENCES.c.floor).where(AUDIENCES.c.id == _AUDIENCE)
_LONGER: Final = sa.select(AUDIENCES.c.id).where(AUDIENCES.c.position - AUDIENCES.c.floor > sa.bindparam("entries"))
_OLD: Final = sa.select(sa.func.max(LOG.c.position)).where(
    LOG.c.audience == _AUDIENCE, LOG.c.position <= sa.bindparam("highest"), LOG.c.at < sa.bindparam("moment")
)
_REACH_LOCKED: Final = (
    sa.select(AUDIENCES.c.position, AUDIENCES.c.floor).where(AUDIENCES.c.id == _AUDIENCE).with_for_update()
)
_RAISE: Final = sa.update(AUDIENCES).where(AUDIENCES.c.id == _AUDIENCE).values(floor=sa.bindparam("its_floor"))
_FORGET: Final = [
    sa.delete(table).where(table.c.audience == _AUDIENCE, table.c.position <= sa.bindparam("its_floor"))
    for table in (LOG, LOG_PIECES)
]


@attrs.define(eq=False)
class Log:
    connection: Connection

    def reach(self, audiences: Collection[Id]) -> Mapping[Id, Reach]:
        return {
            audience: Reach(position, floor)
            for group in groups(list(audiences))
            for audience, position, floor in self.connection.rows(_reach(len(group)), named(group))
        }

    def reach_of(self, user_id: Id) -> Mapping[Id, Reach]:
        found = self.connection.rows(_REACH_OF, {"user": user_id})
        return {audience: Reach(position, floor) for audience, position, floor in found}

    def after(self, audience: Id, position: int, limit: int) -> Sequence[Entry]:
        values = {"audience": audience, "position": position, "page": limit}
        return [
            Entry(owner, number, from_ms(at), pieces.whole(self.connection, owner, number, "body", body))
            for owner, number, at, body in self.connection.rows(_AFTER, values)
        ]

    def position_before(self, audience: Id, moment: datetime) -> int:
        values = {"audience": audience, "moment": to_ms(moment)}
        found = self.connection.row(_BEFORE, values) or self.connection.row(_FLOOR, {"audience": audience})
        return found[0] if found else 0

    def past(self, audience: Id, position: int) -> PastEntry | None:
        found = self.connection.row(_PAST_ONE, {"audience": audience, "position": position})
        return None if found is None else self._past(audience, found)

    def before(self, audience: Id, position: int, limit: int, thing: Id | None = None) -> Sequence[PastEntry]:
        values = {"audience": audience, "position": position, "page": limit}
        if thing is None:
            return [self._past(audience, found) for found in self.connection.rows(_PAST_BEFORE, values)]
        alone = self.connection.rows(_OF_THING, {**values, "thing": thing})
        with_others = self.connection.rows(_AMONG_SEVERAL, {**values, "words": f'"id":"{thing}"'})
        newest = sorted([*alone, *with_others], key=lambda found: -found[0])[:limit]
        return [self._past(audience, found) for found in newest]

    def longer_than(self, entries: int) -> Sequence[Id]:
        return [audience for (audience,) in self.connection.rows(_LONGER, {"entries": entries})]

    def forget(self, audience: Id) -> None:
        position, _ = self.connection.row(_REACH_LOCKED, {"audience": audience}) or (0, 0)
        for statement in (_RAISE, *_FORGET):
            self.connection.change(statement, {"audience": audience, "its_floor": position})

    def trim(self, audience: Id, *, keep: int, before: datetime, at_most: int) -> int:
        position, floor = self.connection.row(_REACH_LOCKED, {"audience": audience}) or (0, 0)
        highest = min(position - keep, floor + at_most)
        values = {"audience": audience, "highest": highest, "moment": to_ms(before)}
        found = self.connection.row(_OLD, values) if highest > floor else None
        if found is None or found[0] is None:
            return 0
        # The floor before the entries: who reads past it is told so, never shown a gap.
        for statement in (_RAISE, *_FORGET):
            self.connection.change(statement, {"audience": audience, "its_floor": found[0]})
        trimmed: int = found[0] - floor
        return trimmed

    def _past(self, audience: Id, found: Row) -> PastEntry:
        position, at, body, was = found
        texts = (pieces.whole(self.connection, audience, position, *it) for it in (("body", body), ("was", was)))
        return past_entry(position, from_ms(at), *texts)
