"""The shapes of mirrors: see `shapes`."""

from __future__ import annotations

from tasktix.adapters.http.shapes import Shape
from tasktix.domain.deliveries import Outcome, Way
from tasktix.domain.mirrors import Direction, Rule


class Repository(Shape):
    id: int
    name: str
    description: str
    is_private: bool


class Mirror(Shape):
    """`section` is where new tasks go, null for the first one. `halted` says in words why nothing comes or goes.
    `is_importing`: open issues from before are becoming tasks."""

    repository_id: int
    repository: str
    section: str | None
    directions: dict[str, Direction]
    conflicts: Rule
    linked_by: str
    linked_at: str
    halted: str | None
    is_importing: bool
    version: int


class Report(Shape):
    """`number` is the issue's. A replay writes its outcome over that of the last of the `tries`."""

    id: str
    at: str
    way: Way
    event: str
    action: str
    outcome: Outcome
    number: int | None
    task: str | None
    detail: str
    tries: int


class Ledger(Shape):
    """`next` is the cursor of the next page, null after the last."""

    items: list[Report]
    next: str | None
