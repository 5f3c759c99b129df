"""The ledger of a mirror; part of several use cases."""

from __future__ import annotations

import attrs

from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.deliveries import Outcome, Report, Way
from tasktix.domain.ids import Id


@attrs.frozen
class Cause:
    """The delivery that something is done for."""

    delivery: Id
    event: str
    action: str


def report(
    work: UnitOfWork,
    cause: Cause,
    list_id: Id,
    outcome: Outcome,
    *,
    number: int | None = None,
    task_id: Id | None = None,
    detail: str = "",
) -> Report:
    """What came of it for the list; a further try writes over the line of the first."""
    earlier = work.reports.on(list_id, cause.delivery)
    made = Report(
        id=work.new_id() if earlier is None else earlier.id,
        list_id=list_id,
        at=work.now,
        way=Way.IN,
        event=cause.event,
        action=cause.action,
        outcome=outcome,
        delivery=cause.delivery,
        number=number,
        task_id=task_id,
        detail=detail,
        tries=1 if earlier is None else earlier.tries + 1,
    )
    work.reports.put(made)
    return made
