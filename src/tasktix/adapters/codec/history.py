"""How an entry of the log looks to people: what was before and what is after."""

from __future__ import annotations

from typing import Final

from tasktix.adapters.codec import Image, person, value, wire_name
from tasktix.domain.access import Person
from tasktix.domain.due import rfc3339
from tasktix.domain.history import PastChange, PastEntry, Values


def past_entry(it: PastEntry, by: Person | None) -> Image:
    """An entry as history shows it, and who made it. What readers are not told does not show."""
    return {
        "position": it.position,
        "at": rfc3339(it.at),
        "actor": {"user": it.user_id, "via": it.via},
        "by": None if by is None else person(by),
        "key": it.key,
        "facts": list(it.facts),
        "changes": [_past_change(change) for change in it.changes if change.kind in TOLD],
    }


TOLD: Final = frozenset({"list", "section", "task", "tag", "member", "role", "user", "membership", "filter"})
"""Kinds that readers are told of."""

_KEPT: Final = frozenset({"timer_started_by", "elapsed_ms", "origin"})


def _past_change(it: PastChange) -> Image:
    return {"kind": it.kind, "id": it.id, "before": _values(it.before), "after": _values(it.after)}


def _values(values: Values | None) -> Image | None:
    if values is None:
        return None
    shown = {wire_name(field): value(it) for field, it in values.items() if field not in _KEPT}
    return shown | ({"elapsed": values["elapsed_ms"] // 1000} if "elapsed_ms" in values else {})
