"""Buckets that limit how often something is tried. A bucket's row says when it will be empty (the generic cell rate
algorithm), so that counting is one statement, and two who count at once are both counted."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.key_tables import LIMITS
from tasktix.adapters.sql.tables import to_ms

_NOW: Final[sa.BindParameter[Any]] = sa.bindparam("now", type_=sa.BigInteger)
_FULL: Final[sa.BindParameter[Any]] = sa.bindparam("full", type_=sa.BigInteger)
_empty: Final = LIMITS.c.empty_at
_TAKE: Final = (
    sa.update(LIMITS)
    .where(
        LIMITS.c.bucket == sa.bindparam("its_bucket"),
        # Fuller than full is a clock that was put back: it must not shut anybody out.
        sa.or_(_empty <= sa.bindparam("latest", type_=sa.BigInteger), _empty > _FULL),
    )
    .values(
        empty_at=sa.case((sa.and_(_empty > _NOW, _empty <= _FULL), _empty), else_=_NOW)
        + sa.bindparam("every", type_=sa.BigInteger)
    )
)
_FIND: Final = sa.select(_empty).where(LIMITS.c.bucket == sa.bindparam("its_bucket"))
_ADD: Final = sa.insert(LIMITS)
_FORGET: Final = sa.delete(LIMITS).where(_empty <= sa.bindparam("now"))


@attrs.define(eq=False)
class Limits:
    connection: Connection
    now: datetime

    def take(self, who: str, every: timedelta, burst: int) -> timedelta:
        # An address is personal, and a login may be long.
        bucket = hashlib.sha256(who.encode("utf-8", "backslashreplace")).hexdigest()
        now, step = to_ms(self.now) or 0, every // timedelta(milliseconds=1)
        latest = now + step * (burst - 1)
        values = {"its_bucket": bucket, "now": now, "latest": latest, "full": now + step * burst, "every": step}
        if self.connection.change(_TAKE, values):
            return timedelta(0)
        found = self.connection.row(_FIND, {"its_bucket": bucket})
        if found is None:
            self.connection.add(_ADD, [{"bucket": bucket, "empty_at": now + step}])
            return timedelta(0)
        return timedelta(milliseconds=found[0] - latest)

    def forget_empty(self) -> None:
        self.connection.change(_FORGET, {"now": to_ms(self.now)})
