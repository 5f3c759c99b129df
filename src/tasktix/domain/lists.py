"""A list: its settings. Its sections, tags, people and tasks are aggregates of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.errors import Rule, checked
from tasktix.domain.fields import color, description, flag, line
from tasktix.domain.ids import Id
from tasktix.domain.merging import Basis, merge
from tasktix.domain.words import Color

RULES: Final[Mapping[str, Rule]] = {
    "name": line(64),
    "color": color,
    "description": description,
    "has_due_dates": flag,
    "has_time_tracking": flag,
    "auto_order": flag,
}

_FACTS: Final = {
    "name": facts.ListRenamed,
    "color": facts.ListRecolored,
    "description": facts.ListDescribed,
}


@attrs.define(eq=False, kw_only=True)
class List(Aggregate):
    name: str
    color: Color
    description: str = ""
    has_due_dates: bool = True
    has_time_tracking: bool = True
    auto_order: bool = True
    created_at: datetime
    origin: Origin

    @classmethod
    def create(cls, list_id: Id, *, now: datetime, origin: Origin, fields: Mapping[str, Any]) -> List:
        """A new list; `fields` as in `RULES`, name and color among them."""
        created = cls(id=list_id, created_at=now, origin=origin, **checked(RULES, fields, required=("name", "color")))
        created.record(facts.ListCreated(list_id))
        return created

    def revise(self, fields: Mapping[str, Any], basis: Basis | None = None) -> None:
        """Write the given `fields` (see `RULES`), all or none. Raises `Invalid`, `Conflicting`."""
        for field in merge(self, checked(RULES, fields), basis):
            self.record(_FACTS.get(field, facts.ListConfigured)(self.id))

    def delete(self) -> None:
        """The list alone; whoever deletes it lets all that is in it go with it."""
        self.go_with(facts.ListDeleted(self.id))
