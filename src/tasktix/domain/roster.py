"""The people of a list: its members, and the roles that they can have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from tasktix.domain import facts
from tasktix.domain.access import ADMIN, PRESETS, Member, Permission, Person, Role
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.errors import (
    AlreadyMember,
    Invalid,
    LastAdmin,
    PresetRole,
    RoleInUse,
    Rule,
    Taken,
    checked,
    found,
)
from tasktix.domain.fields import line
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.merging import Basis, merge


def permissions(values: Iterable[str]) -> frozenset[Permission]:
    try:
        return frozenset(Permission(value) for value in values)
    except (ValueError, TypeError):
        raise ValueError("must be some of " + ", ".join(Permission)) from None


ROLE_RULES: Final[Mapping[str, Rule]] = {
    "name": line(32),
    "description": line(64, shortest=0),
    "permissions": permissions,
}


@attrs.define(eq=False, kw_only=True)
class Roster(Aggregate):
    """`id` is the list's. `by` is everywhere the role of who does it: nobody gives, or takes, more than they have."""

    members: dict[Id, Member] = attrs.field(factory=dict)
    own_roles: dict[Id, Role] = attrs.field(factory=dict)

    @classmethod
    def of_new_list(cls, list_id: Id, founder: Person) -> Roster:
        """That of a new list: its founder, who is its Admin."""
        roster = cls(id=list_id)
        roster._join(founder, ADMIN)
        return roster

    # members

    def member(self, user_id: Id) -> Member:
        return found(self.members, user_id)

    def role_of(self, user_id: Id) -> Role:
        return self.role(self.member(user_id).role_id)

    def add_member(self, person: Person, role: Role, *, by: Role) -> Member:
        if person.id in self.members:
            raise AlreadyMember
        by.require_all_of(role.permissions)
        return self._join(person, role)

    def change_role(self, user_id: Id, role: Role, *, by: Role, basis: Basis | None = None) -> Member:
        member = self.member(user_id)
        by.require_all_of(self.role_of(user_id).permissions)
        by.require_all_of(role.permissions)
        if member.role_id != role.id:
            self._keep_an_admin(user_id)
        if merge(member, {"role_id": role.id}, basis):
            self.record(facts.MemberRoleChanged(user_id))
            self.record(facts.MembershipChanged(self.id), to=user_id)
        return member

    def remove_member(self, user_id: Id, *, by: Role) -> None:
        self.member(user_id)
        by.require_all_of(self.role_of(user_id).permissions)
        self._part(user_id, facts.MemberRemoved(user_id))

    def leave(self, user_id: Id) -> None:
        self.member(user_id)
        self._part(user_id, facts.MemberLeft(user_id))

    def show(self, person: Person) -> None:
        """A member's profile is another now."""
        member = self.member(person.id)
        if member.person != person:
            member.person = person
            self.record(facts.MemberRevised(person.id))

    def restore_member(self, member: Member, *, by: Role, fact: facts.Fact) -> None:
        """As it was before it was removed, by an undo (`fact`)."""
        by.require_all_of(self.role(member.role_id).permissions)
        self.members[member.id] = member
        self.record(fact)
        self.record(facts.MembershipGained(self.id), to=member.id)

    def undo_member(self, user_id: Id, *, by: Role, fact: facts.Fact) -> None:
        """As though they had never joined, by an undo (`fact`)."""
        by.require_all_of(self.role_of(user_id).permissions)
        self._part(user_id, fact)

    def undo_role_change(self, user_id: Id, earlier: Role, *, by: Role, fact: facts.Fact) -> None:
        by.require_all_of(self.role_of(user_id).permissions)
        by.require_all_of(earlier.permissions)
        self._keep_an_admin(user_id)
        self.member(user_id).role_id = earlier.id
        self.record(fact)
        self.record(facts.MembershipChanged(self.id), to=user_id)

    def is_sole_admin(self, user_id: Id) -> bool:
        return {member.id for member in self.members.values() if member.role_id == ADMIN.id} == {user_id}

    def _join(self, person: Person, role: Role) -> Member:
        member = Member(id=person.id, person=person, role_id=role.id)
        self.members[person.id] = member
        self.record(facts.MemberAdded(person.id))
        self.record(facts.MembershipGained(self.id), to=person.id)
        return member

    def _part(self, user_id: Id, fact: facts.Fact) -> None:
        self._keep_an_admin(user_id)
        del self.members[user_id]
        self.record(fact)
        self.record(facts.MembershipLost(self.id), to=user_id)

    def _keep_an_admin(self, without: Id) -> None:
        if self.is_sole_admin(without):
            raise LastAdmin

    # roles

    @property
    def roles(self) -> list[Role]:
        """The presets, then the list's own by name."""
        return [*PRESETS.values(), *sorted(self.own_roles.values(), key=lambda role: (fold(role.name), role.id))]

    def role(self, role_id: Id) -> Role:
        """Raises `NotFound`."""
        return PRESETS.get(role_id) or found(self.own_roles, role_id)

    def role_named(self, id_or_name: str) -> Role:
        """The role with this id or name; raises `Invalid`."""
        by_id = {role.id: role for role in self.roles}
        by_name = {fold(role.name): role for role in self.roles}
        # An id goes before a name: a role may be called like the id of another.
        wanted = by_id.get(id_or_name) or by_name.get(fold(id_or_name))
        if wanted is not None:
            return wanted
        raise Invalid.of("role", "must be the id or the name of a role of this list")

    def add_role(self, role_id: Id, *, origin: Origin, fields: Mapping[str, Any], by: Role) -> Role:
        role = Role(id=role_id, origin=origin, **checked(ROLE_RULES, fields, required=("name", "permissions")))
        by.require_all_of(role.permissions)
        self.require_free_name(role.name, role_id)
        self.own_roles[role.id] = role
        self.record(facts.RoleAdded(role.id))
        return role

    def revise_role(self, role_id: Id, fields: Mapping[str, Any], *, by: Role, basis: Basis | None = None) -> Role:
        role = self._own_role(role_id)
        by.require_all_of(role.permissions)
        cleaned = checked(ROLE_RULES, fields)
        by.require_all_of(cleaned.get("permissions", ()))
        if "name" in cleaned:
            self.require_free_name(cleaned["name"], role_id)
        if merge(role, cleaned, basis):
            self.record(facts.RoleRevised(role.id))
        return role

    def delete_role(self, role_id: Id, *, by: Role) -> None:
        self.remove_role(role_id, by=by, fact=facts.RoleDeleted(role_id))

    def remove_role(self, role_id: Id, *, by: Role, fact: facts.Fact) -> None:
        role = self._own_role(role_id)
        by.require_all_of(role.permissions)
        if any(member.role_id == role_id for member in self.members.values()):
            raise RoleInUse
        del self.own_roles[role_id]
        self.record(fact)

    def require_free_name(self, name: str, role_id: Id) -> None:
        """Raises `Taken` where another role of the list has this name in any case."""
        if any(fold(role.name) == fold(name) and role.id != role_id for role in self.roles):
            raise Taken("name")

    def _own_role(self, role_id: Id) -> Role:
        role = self.role(role_id)
        if role.preset:
            raise PresetRole
        return role

    # the whole

    def go_with(self, fact: facts.Fact) -> None:
        """Everybody loses the list."""
        super().go_with(fact)
        for user_id in self.members:
            self.record(facts.MembershipLost(self.id), to=user_id)
