"""The sections of a list, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.aggregate import Aggregate, Entity, Origin
from tasktix.domain.errors import Invalid, NotFound, Rule, checked, found
from tasktix.domain.fields import line
from tasktix.domain.ids import Id
from tasktix.domain.merging import Basis, merge
from tasktix.domain.placement import LONGEST, between, spread
from tasktix.domain.words import ABSENT, Absent

RULES: Final[Mapping[str, Rule]] = {"name": line(64)}

FIRST: Final = "Tasks"
"""The name of the section that a list gets when a task is added before any section is."""


@attrs.define(eq=False, kw_only=True)
class Section(Entity):
    name: str
    rank: str
    origin: Origin


@attrs.define(eq=False, kw_only=True)
class Sections(Aggregate):
    """`id` is the list's."""

    by_id: dict[Id, Section] = attrs.field(factory=dict)

    def __getitem__(self, section_id: Id) -> Section:
        return found(self.by_id, section_id)

    def in_order(self) -> list[Section]:
        return sorted(self.by_id.values(), key=lambda section: (section.rank, section.id))

    def add(
        self, section_id: Id, *, origin: Origin, fields: Mapping[str, Any], after: Id | Absent | None = ABSENT
    ) -> Section:
        """Right after the section `after`; `None` is the top, absent the end."""
        section = Section(
            id=section_id, rank=self._rank_after(after, None), origin=origin, **checked(RULES, fields, required=RULES)
        )
        self.by_id[section.id] = section
        self.record(facts.SectionAdded(section.id))
        return section

    def revise(self, section_id: Id, fields: Mapping[str, Any], basis: Basis | None = None) -> Section:
        section = self[section_id]
        if merge(section, checked(RULES, fields), basis):
            self.record(facts.SectionRenamed(section.id))
        return section

    def place(self, section_id: Id, after: Id | Absent | None) -> Section:
        section = self[section_id]
        if after == section_id:
            raise Invalid.of("after", "cannot be the section itself")
        order = [other.id for other in self.in_order()]
        rest = [other for other in order if other != section_id]
        if order.index(section_id) != _index_after(rest, after):
            section.rank = self._rank_after(after, section_id)
            self.record(facts.SectionPlaced(section.id))
        return section

    def delete(self, section_id: Id) -> None:
        """The section alone; whoever deletes it deletes its tasks."""
        del self.by_id[self[section_id].id]
        self.record(facts.SectionDeleted(section_id))

    def _rank_after(self, after: Id | Absent | None, moving: Id | None) -> str:
        rest = [section for section in self.in_order() if section.id != moving]
        index = _index_after([section.id for section in rest], after)
        lower = rest[index - 1].rank if index > 0 else None
        upper = rest[index].rank if index < len(rest) else None
        if lower is not None and lower == upper:
            # An undo has brought one back to where another is now.
            return self._spread(rest, index)
        rank = between(lower, upper)
        return rank if len(rank) <= LONGEST else self._spread(rest, index)

    def _spread(self, sections: list[Section], gap: int) -> str:
        """New ranks for these sections in order; returns the one that is left free at `gap`."""
        free, fresh = spread(len(sections), gap)
        for section, rank in zip(sections, fresh, strict=True):
            if section.rank != rank:
                section.rank = rank
                self.record(facts.SectionPlaced(section.id))
        return free


def _index_after(ids: list[Id], after: Id | Absent | None) -> int:
    if after is ABSENT:
        return len(ids)
    if after is None:
        return 0
    if after not in ids:
        raise NotFound
    return ids.index(after) + 1
