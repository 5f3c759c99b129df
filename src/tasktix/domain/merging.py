"""Several people change the same thing: field by field, and never over what somebody else has just written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tasktix.domain.aggregate import Entity
from tasktix.domain.errors import Clash, Conflicting
from tasktix.domain.ids import Id


@attrs.frozen
class Basis:
    """The version of a thing that its sender had seen when a change was made."""

    version: int
    user_id: Id


def merge(thing: Entity, values: Mapping[str, Any], basis: Basis | None = None) -> list[str]:
    """Write the values; the fields that thereby changed. An equal value is no change.

    With a `basis`, nothing is written where somebody else has changed one of the fields to another value since:
    raises `Conflicting` with each of them. Without, the last write wins.
    """
    if basis is not None and (clashes := _clashes(thing, values, basis)):
        raise Conflicting(clashes)
    changed = [field for field, value in values.items() if getattr(thing, field) != value]
    for field in changed:
        setattr(thing, field, values[field])
    return changed


def _clashes(thing: Entity, values: Mapping[str, Any], basis: Basis) -> dict[str, Clash]:
    return {
        field: Clash(value, getattr(thing, field), mark.user_id, mark.at)
        for field, value in values.items()
        if (mark := thing.marks.get(field)) is not None
        and mark.version > basis.version
        and mark.user_id != basis.user_id
        and getattr(thing, field) != value
    }
