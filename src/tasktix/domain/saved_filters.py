"""Saved filters: texts in the filter language that a user keeps under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.errors import Rule, checked
from tasktix.domain.fields import line
from tasktix.domain.filters.parser import parse
from tasktix.domain.ids import Id
from tasktix.domain.merging import Basis, merge


def filter_text(value: str) -> str:
    """A text that parses; its faults are told with their position. The text itself is kept, relative words and all."""
    parse(value)
    return value.strip()


RULES: Final[Mapping[str, Rule]] = {"name": line(64), "text": filter_text}


@attrs.define(eq=False, kw_only=True)
class SavedFilter(Aggregate):
    user_id: Id
    name: str
    text: str
    origin: Origin

    @property
    def audience(self) -> Id:
        return self.user_id

    @classmethod
    def save(cls, filter_id: Id, *, user_id: Id, origin: Origin, fields: Mapping[str, Any]) -> SavedFilter:
        saved = cls(id=filter_id, user_id=user_id, origin=origin, **checked(RULES, fields, required=RULES))
        saved.record(facts.FilterSaved(filter_id))
        return saved

    def revise(self, fields: Mapping[str, Any], basis: Basis | None = None) -> None:
        if merge(self, checked(RULES, fields), basis):
            self.record(facts.FilterRevised(self.id))

    def delete(self) -> None:
        self.go_with(facts.FilterDeleted(self.id))
