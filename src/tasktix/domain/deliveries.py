"""Deliveries: what a tracker sent us, as it came. Reports: what a delivery meant to a list, or a call of ours."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.domain.ids import Id

KEPT: Final = timedelta(days=7)
"""A delivery, with its body; the tracker itself keeps it for three days."""

REPORTS_KEPT: Final = timedelta(days=30)


class State(enum.StrEnum):
    """Of a delivery. One that failed may be sent again, or replayed."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@attrs.frozen
class Delivery:
    """`hook` and `guid` together are its own: the same again is the same delivery. `repository_id` is None for what is
    about no repository; deliveries of one repository are worked off in the order in which they came."""

    id: Id
    hook: str
    guid: str
    event: str
    action: str
    repository_id: int | None
    at: datetime
    body: str
    state: State = State.PENDING
    tries: int = 0


class Way(enum.StrEnum):
    IN = "in"
    OUT = "out"


class Outcome(enum.StrEnum):
    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """It was so already: old news, or the echo of what we wrote."""
    IGNORED = "ignored"
    """Nothing that a list follows."""
    CONFLICT = "conflict"
    """Both sides had changed the same; `detail` tells both values and which counts."""
    REFUSED = "refused"
    """Who linked the list may not do this in it, or the tracker said no."""
    FAILED = "failed"


@attrs.frozen
class Report:
    """A line of a mirror's ledger. `delivery` is None for a call of ours; `number` is the issue's, where it was about
    one. A replay writes its outcome over that of the last try."""

    id: Id
    list_id: Id
    at: datetime
    way: Way
    event: str
    action: str
    outcome: Outcome
    delivery: Id | None = None
    number: int | None = None
    task_id: Id | None = None
    detail: str = ""
    tries: int = 1
