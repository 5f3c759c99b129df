"""A list: its settings, its sections in order, and its members. Tasks are aggregates of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.access import ADMIN, PRESETS, Member, Person, Role
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.errors import AlreadyMember, Invalid, LastAdmin, NotFound, Rule, checked
from tasktix.domain.fields import color, description, flag, line
from tasktix.domain.ids import Id
from tasktix.domain.placement import LONGEST, between, spread
from tasktix.domain.words import ABSENT, Absent, Color

RULES: Final[Mapping[str, Rule]] = {
    "name": line(64),
    "color": color,
    "description": description,
    "has_due_dates": flag,
    "has_time_tracking": flag,
    "auto_order": flag,
}
SECTION_RULES: Final[Mapping[str, Rule]] = {"name": line(64)}

FIRST_SECTION: Final = "Tasks"
"""The name of the section that a list gets when a task is added before any section is."""

_FACTS: Final = {
    "name": facts.ListRenamed,
    "color": facts.ListRecolored,
    "description": facts.ListDescribed,
}


@attrs.define(eq=False, kw_only=True)
class Section:
    id: Id
    name: str
    rank: str
    version: int = 0
    origin: Origin


@attrs.define(eq=False, kw_only=True)
class List(Aggregate):
    name: str
    color: Color
    description: str = ""
    has_due_dates: bool = True
    has_time_tracking: bool = True
    auto_order: bool = True
    created_at: datetime
    version: int = 0
    origin: Origin
    sections: dict[Id, Section] = attrs.field(factory=dict)
    members: dict[Id, Member] = attrs.field(factory=dict)

    @classmethod
    def create(cls, list_id: Id, *, founder: Person, now: datetime, origin: Origin, fields: Mapping[str, Any]) -> List:
        """A new list whose founder is its Admin; `fields` as in `RULES`, name and color among them."""
        created = cls(id=list_id, created_at=now, origin=origin, **checked(RULES, fields))
        created.record(facts.ListCreated(list_id))
        created._join(founder, ADMIN)
        return created

    def revise(self, fields: Mapping[str, Any]) -> None:
        """Write the given `fields` (see `RULES`), all or none; an equal value is no change. Raises `Invalid`."""
        for field, value in checked(RULES, fields).items():
            if getattr(self, field) != value:
                setattr(self, field, value)
                self.record(_FACTS.get(field, facts.ListConfigured)(self.id))

    def delete(self) -> None:
        self.deleted = True
        self.record(facts.ListDeleted(self.id))
        for user_id in self.members:
            self.record(facts.MembershipLost(self.id), to=user_id)

    # sections

    def section(self, section_id: Id) -> Section:
        try:
            return self.sections[section_id]
        except KeyError:
            raise NotFound from None

    def sections_in_order(self) -> list[Section]:
        return sorted(self.sections.values(), key=lambda section: (section.rank, section.id))

    def add_section(
        self, section_id: Id, *, origin: Origin, fields: Mapping[str, Any], after: Id | Absent | None = ABSENT
    ) -> Section:
        """Right after the section `after`; `None` is the top, absent the end."""
        section = Section(
            id=section_id,
            rank=self._rank_after(after, None),
            origin=origin,
            **checked(SECTION_RULES, fields),
        )
        self.sections[section.id] = section
        self.record(facts.SectionAdded(section.id))
        return section

    def revise_section(self, section_id: Id, fields: Mapping[str, Any]) -> Section:
        section = self.section(section_id)
        cleaned = checked(SECTION_RULES, fields)
        if cleaned.get("name", section.name) != section.name:
            section.name = cleaned["name"]
            self.record(facts.SectionRenamed(section.id))
        return section

    def place_section(self, section_id: Id, after: Id | Absent | None) -> Section:
        section = self.section(section_id)
        if after == section_id:
            raise Invalid.of("after", "cannot be the section itself")
        order = [other.id for other in self.sections_in_order()]
        rest = [other for other in order if other != section_id]
        goal = len(rest) if after is ABSENT else 0 if after is None else self._index_after(rest, after)
        if order.index(section_id) != goal:
            section.rank = self._rank_after(after, section_id)
            self.record(facts.SectionPlaced(section.id))
        return section

    def delete_section(self, section_id: Id) -> None:
        """The section alone; whoever deletes it deletes its tasks."""
        del self.sections[self.section(section_id).id]
        self.record(facts.SectionDeleted(section_id))

    def _rank_after(self, after: Id | Absent | None, moving: Id | None) -> str:
        rest = [section for section in self.sections_in_order() if section.id != moving]
        ids = [section.id for section in rest]
        index = len(rest) if after is ABSENT else 0 if after is None else self._index_after(ids, after)
        lower = rest[index - 1].rank if index > 0 else None
        upper = rest[index].rank if index < len(rest) else None
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

    @staticmethod
    def _index_after(ids: list[Id], after: Id | Absent | None) -> int:
        if not isinstance(after, str) or after not in ids:
            raise NotFound
        return ids.index(after) + 1

    # members

    def member(self, user_id: Id) -> Member:
        try:
            return self.members[user_id]
        except KeyError:
            raise NotFound from None

    def role(self, role_id_or_name: str) -> Role:
        """The role with this id or this name; raises `Invalid`."""
        for role in PRESETS.values():
            if role_id_or_name in (role.id, role.name):
                return role
        raise Invalid.of("role", "there is no such role in this list")

    def role_of(self, user_id: Id) -> Role:
        return self.role(self.member(user_id).role_id)

    def add_member(self, person: Person, role: Role, *, by: Id) -> Member:
        if person.id in self.members:
            raise AlreadyMember
        self.role_of(by).require_all_of(role)
        return self._join(person, role)

    def change_role(self, user_id: Id, role: Role, *, by: Id) -> Member:
        member, own = self.member(user_id), self.role_of(by)
        own.require_all_of(self.role_of(user_id))
        own.require_all_of(role)
        if member.role_id != role.id:
            self._keep_an_admin(user_id)
            member.role_id = role.id
            self.record(facts.MemberRoleChanged(user_id))
            self.record(facts.MembershipChanged(self.id), to=user_id)
        return member

    def remove_member(self, user_id: Id, *, by: Id) -> None:
        member = self.member(user_id)
        if user_id != by:
            self.role_of(by).require_all_of(self.role_of(user_id))
        self._keep_an_admin(user_id)
        del self.members[member.id]
        self.record(facts.MemberLeft(user_id) if user_id == by else facts.MemberRemoved(user_id))
        self.record(facts.MembershipLost(self.id), to=user_id)

    def _join(self, person: Person, role: Role) -> Member:
        member = Member(id=person.id, person=person, role_id=role.id)
        self.members[person.id] = member
        self.record(facts.MemberAdded(person.id))
        self.record(facts.MembershipGained(self.id), to=person.id)
        return member

    def _keep_an_admin(self, without: Id) -> None:
        admins = {member.id for member in self.members.values() if member.role_id == ADMIN.id}
        if admins == {without}:
            raise LastAdmin
