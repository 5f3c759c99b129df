"""The tags of a list: coloured names that its tasks can carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate, Entity, Origin
from tasktix.domain.errors import Rule, Taken, checked, found
from tasktix.domain.fields import color, line
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.merging import Basis, merge
from tasktix.domain.words import Color

RULES: Final[Mapping[str, Rule]] = {"name": line(32), "color": color}

_FACTS: Final = {"name": facts.TagRenamed, "color": facts.TagRecolored}


@attrs.define(eq=False, kw_only=True)
class Tag(Entity):
    name: str
    color: Color
    origin: Origin


@attrs.define(eq=False, kw_only=True)
class Tags(Aggregate):
    """`id` is the list's. No two of its tags have the same name, in any case."""

    by_id: dict[Id, Tag] = attrs.field(factory=dict)

    def __getitem__(self, tag_id: Id) -> Tag:
        return found(self.by_id, tag_id)

    def by_name(self) -> list[Tag]:
        return sorted(self.by_id.values(), key=lambda tag: (fold(tag.name), tag.id))

    def add(self, tag_id: Id, *, origin: Origin, fields: Mapping[str, Any]) -> Tag:
        tag = Tag(id=tag_id, origin=origin, **checked(RULES, fields, required=RULES))
        self.require_free_name(tag.name, tag_id)
        self.by_id[tag_id] = tag
        self.record(facts.TagAdded(tag_id))
        return tag

    def revise(self, tag_id: Id, fields: Mapping[str, Any], basis: Basis | None = None) -> Tag:
        tag = self[tag_id]
        cleaned = checked(RULES, fields)
        if "name" in cleaned:
            self.require_free_name(cleaned["name"], tag_id)
        for field in merge(tag, cleaned, basis):
            self.record(_FACTS[field](tag_id))
        return tag

    def delete(self, tag_id: Id) -> None:
        """The tag alone; whoever deletes it takes it off the tasks that carry it."""
        del self.by_id[self[tag_id].id]
        self.record(facts.TagDeleted(tag_id))

    def require_free_name(self, name: str, tag_id: Id) -> None:
        """Raises `Taken` where another tag of the list has this name in any case."""
        if any(fold(tag.name) == fold(name) and tag.id != tag_id for tag in self.by_id.values()):
            raise Taken("name")
