"""What an issue's present state means for its task: field by field, from what both sides had in common last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from tasktix.domain.folding import fold
from tasktix.domain.issues import Values
from tasktix.domain.mirrors import Mirror, Rule
from tasktix.domain.tasks import Task
from tasktix.domain.words import Status

SCALARS: Final[Mapping[str, str]] = {
    "name": "name",
    "description": "description",
    "status": "is_closed",
    "due": "due",
}
"""Fields with one value, and where `Values` has it."""


@attrs.frozen
class Collision:
    """Both sides changed `field`; the value that does not count stays in the ledger, and theirs in their history."""

    field: str
    theirs: Any
    ours: Any
    ours_counts: bool

    def __str__(self) -> str:
        winner = "ours" if self.ours_counts else "theirs"
        return f"{self.field}: theirs {_short(self.theirs)}, ours {_short(self.ours)}; {winner} counts"


@attrs.frozen
class Difference:
    """What came to a set of names and what went."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@attrs.frozen
class Plan:
    """`take` are the values that the task gets, by field. Labels are folded."""

    take: Mapping[str, Any]
    labels: Difference
    assignees: Difference
    collisions: tuple[Collision, ...]


def ours_of(task: Task) -> Values:
    """What can collide; tags and assignees are sets, from which both sides may take and add."""
    return Values(
        task.name, task.description, task.status is Status.COMPLETED, due=None if task.due is None else task.due.text
    )


def plan(
    mirror: Mirror,
    *,
    common: Values | None,
    sent: Values | None,
    theirs: Values,
    ours: Values,
    is_ours_newer: Callable[[str], bool],
) -> Plan:
    """`common` is what the tracker showed last, None where nothing is known: then theirs count. What is as we `sent` it
    is our own echo. `is_ours_newer` tells of a field whether it was changed here after the tracker's last change."""
    take: dict[str, Any] = {}
    collisions = []
    base = common or ours
    for field, attribute in SCALARS.items():
        way = mirror.directions[field]
        its, own, last = (getattr(values, attribute) for values in (theirs, ours, base))
        is_echo = sent is not None and its == getattr(sent, attribute)
        if not way.comes_in or is_echo or its in (own, last):
            continue
        if way.goes_out and own != last:
            ours_counts = mirror.conflicts is Rule.OURS or (mirror.conflicts is Rule.NEWEST and is_ours_newer(field))
            collisions.append(Collision(field, its, own, ours_counts))
            if ours_counts:
                continue
        take[field] = its
    labels, assignees = Difference(), Difference()
    if mirror.directions["tags"].comes_in:
        labels = _difference(*(frozenset(map(fold, it.labels)) if it else frozenset() for it in (theirs, common)))
    if mirror.directions["assignees"].comes_in:
        assignees = _difference(*(frozenset(it.assignees) if it else frozenset() for it in (theirs, common)))
    return Plan(take, labels, assignees, tuple(collisions))


def _difference(now: frozenset[str], before: frozenset[str]) -> Difference:
    return Difference(now - before, before - now)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
