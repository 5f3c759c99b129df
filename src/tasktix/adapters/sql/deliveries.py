"""What a tracker sent, and the ledgers of mirrors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.connection import Later, Row
from tasktix.adapters.sql.mirror_tables import DELIVERIES, REPORTS
from tasktix.adapters.sql.tables import from_ms, to_ms
from tasktix.domain.deliveries import Delivery, Outcome, Report, State, Way
from tasktix.domain.ids import Id

_DELIVERIES: Final = sa.select(*DELIVERIES.c)
_KNOWN: Final = _DELIVERIES.where(DELIVERIES.c.hook == sa.bindparam("hook"), DELIVERIES.c.guid == sa.bindparam("guid"))
_ONE: Final = _DELIVERIES.where(DELIVERIES.c.id == sa.bindparam("id"))
_PENDING: Final = (
    _DELIVERIES.where(DELIVERIES.c.state == State.PENDING.value)
    .order_by(DELIVERIES.c.id)
    .limit(sa.bindparam("at_most"))
)
_ADD: Final = sa.insert(DELIVERIES)
_SETTLE: Final = (
    sa.update(DELIVERIES)
    .where(DELIVERIES.c.id == sa.bindparam("its_id"))
    .values(state=sa.bindparam("state"), tries=sa.bindparam("tries"))
)
_FORGET: Final = sa.delete(DELIVERIES).where(DELIVERIES.c.at < sa.bindparam("moment"))

_REPORTS: Final = sa.select(*REPORTS.c).where(REPORTS.c.list_id == sa.bindparam("list"))
_REPORT: Final = _REPORTS.where(REPORTS.c.id == sa.bindparam("id"))
_ON: Final = _REPORTS.where(REPORTS.c.delivery == sa.bindparam("delivery"))
_PAGE: Final = (
    _REPORTS.where(REPORTS.c.id < sa.bindparam("before")).order_by(REPORTS.c.id.desc()).limit(sa.bindparam("page"))
)
_ADD_REPORT: Final = sa.insert(REPORTS)
_CHANGE_REPORT: Final = (
    sa.update(REPORTS)
    .where(REPORTS.c.id == sa.bindparam("its_id"))
    .values({name: sa.bindparam(name) for name in ("at", "outcome", "number", "task_id", "detail", "tries")})
)
_FORGET_REPORTS: Final = sa.delete(REPORTS).where(REPORTS.c.at < sa.bindparam("moment"))


@attrs.define(eq=False)
class Deliveries(Later):
    def add(self, delivery: Delivery) -> None:
        """The same again breaks a unique key, which the store knows as a lost race."""
        row = {**attrs.asdict(delivery), "at": to_ms(delivery.at), "state": delivery.state.value}
        self.later(self.connection.add, _ADD, [row])

    def known(self, hook: str, guid: str) -> Delivery | None:
        return _delivery(self.connection.row(_KNOWN, {"hook": hook, "guid": guid}))

    def get(self, delivery_id: Id) -> Delivery | None:
        return _delivery(self.connection.row(_ONE, {"id": delivery_id}))

    def pending(self, at_most: int) -> Sequence[Delivery]:
        rows = self.connection.rows(_PENDING, {"at_most": at_most})
        return [found for row in rows if (found := _delivery(row)) is not None]

    def settle(self, delivery_id: Id, state: State, tries: int) -> None:
        self.later(self.connection.change, _SETTLE, {"its_id": delivery_id, "state": state.value, "tries": tries})

    def forget_before(self, moment: datetime) -> None:
        self.connection.change(_FORGET, {"moment": to_ms(moment)})


@attrs.define(eq=False)
class Reports(Later):
    def put(self, report: Report) -> None:
        changed = {
            "at": to_ms(report.at),
            "outcome": report.outcome.value,
            "number": report.number,
            "task_id": report.task_id,
            "detail": report.detail,
            "tries": report.tries,
        }
        # A first try is new; only what was tried before is there already.
        if report.tries > 1:
            self.later(self.connection.change, _CHANGE_REPORT, {**changed, "its_id": report.id})
        else:
            self.later(self.connection.add, _ADD_REPORT, [{**attrs.asdict(report), **changed, "way": report.way.value}])

    def get(self, list_id: Id, report_id: Id) -> Report | None:
        return _report(self.connection.row(_REPORT, {"list": list_id, "id": report_id}))

    def on(self, list_id: Id, delivery_id: Id) -> Report | None:
        return _report(self.connection.row(_ON, {"list": list_id, "delivery": delivery_id}))

    def of(self, list_id: Id, before: Id, limit: int) -> Sequence[Report]:
        rows = self.connection.rows(_PAGE, {"list": list_id, "before": before, "page": limit})
        return [found for row in rows if (found := _report(row)) is not None]

    def forget_before(self, moment: datetime) -> None:
        self.connection.change(_FORGET_REPORTS, {"moment": to_ms(moment)})


def _delivery(found: Row | None) -> Delivery | None:
    if found is None:
        return None
    delivery_id, hook, guid, event, action, repository_id, at, state, tries, body = found
    return Delivery(delivery_id, hook, guid, event, action, repository_id, from_ms(at), body, State(state), tries)


def _report(found: Row | None) -> Report | None:
    if found is None:
        return None
    report_id, list_id, at, way, event, action, outcome, delivery, number, task_id, detail, tries = found
    return Report(
        report_id,
        list_id,
        from_ms(at),
        Way(way),
        event,
        action,
        Outcome(outcome),
        delivery,
        number,
        task_id,
        detail,
        tries,
    )
