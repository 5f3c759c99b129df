"""The ledger of a mirror; part of several use cases."""

from __future__ import annotations

import attrs

from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.deliveries import Outcome, Report, Way
from tasktix.domain.ids import Id


@attrs.frozen
class Cause:
    """What something is done for: a delivery, or (None) a call of ours. One that is `quiet` leaves no line where
    nothing came of it."""

    delivery: Id | None
    event: str
    action: str
    way: Way = Way.IN
    is_quiet: bool = False


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
    """What came of it for the list; a further try of a delivery writes over the line of the first."""
    earlier = None if cause.delivery is None else work.reports.on(list_id, cause.delivery)
    made = Report(
        id=work.new_id() if earlier is None else earlier.id,
        list_id=list_id,
        at=work.now,
        way=cause.way,
        event=cause.event,
        action=cause.action,
        outcome=outcome,
        delivery=cause.delivery,
        number=number,
        task_id=task_id,
        detail=detail,
        tries=1 if earlier is None else earlier.tries + 1,
    )
    if not cause.is_quiet or outcome not in (Outcome.UNCHANGED, Outcome.IGNORED):
        work.reports.put(made)
    return made
