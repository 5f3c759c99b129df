"""Who may do what in a list: permissions, the six preset roles, members and their standing."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Final

import attrs

from tasktix.domain.aggregate import Entity, Origin
from tasktix.domain.errors import Forbidden
from tasktix.domain.ids import Id
from tasktix.domain.words import Color


class Permission(enum.StrEnum):
    ADD_TASKS = "tasks:add"
    COMPLETE_TASKS = "tasks:complete"
    UPDATE_TASKS = "tasks:update"
    DELETE_TASKS = "tasks:delete"
    MANAGE_TAGS = "tags:manage"
    MANAGE_ASSIGNEES = "assignees:manage"
    MANAGE_MEMBERS = "members:manage"
    UPDATE_LIST = "list:update"
    DELETE_LIST = "list:delete"


@attrs.define(eq=False, kw_only=True)
class Role(Entity):
    """A named set of permissions. Presets are the same in every list and cannot be changed."""

    name: str
    description: str = ""
    permissions: frozenset[Permission]
    preset: bool = False
    origin: Origin | None = None

    def require(self, permission: Permission) -> None:
        if permission not in self.permissions:
            raise Forbidden(permission)

    def require_all_of(self, permissions: Iterable[Permission]) -> None:
        """Nobody grants, or touches somebody who has, a permission that they lack themselves."""
        for permission in sorted(permissions, key=list(Permission).index):
            self.require(permission)


def _preset(name: str, description: str, permissions: Iterable[Permission]) -> Role:
    return Role(
        id=name.replace(" ", "").rjust(16, "0"),
        name=name,
        description=description,
        permissions=frozenset(permissions),
        preset=True,
        version=1,
    )


_P = Permission
_COLLABORATOR: Final = (_P.ADD_TASKS, _P.COMPLETE_TASKS, _P.UPDATE_TASKS)
_PRODUCT_OWNER: Final = (*_COLLABORATOR, _P.DELETE_TASKS, _P.MANAGE_TAGS, _P.MANAGE_ASSIGNEES)

ADMIN: Final = _preset("Admin", "May do everything, deleting the list included", Permission)
MANAGER: Final = _preset("Manager", "Everything but deleting the list", set(Permission) - {_P.DELETE_LIST})
PRODUCT_OWNER: Final = _preset("Product Owner", "Works on tasks, tags and assignees", _PRODUCT_OWNER)
COLLABORATOR: Final = _preset("Collaborator", "Adds, changes and completes tasks", _COLLABORATOR)
STAKEHOLDER: Final = _preset("Stakeholder", "Sees everything and adds tasks", (_P.ADD_TASKS,))
VIEWER: Final = _preset("Viewer", "Sees everything", ())

PRESETS: Final = {role.id: role for role in (ADMIN, MANAGER, PRODUCT_OWNER, COLLABORATOR, STAKEHOLDER, VIEWER)}


@attrs.frozen
class Person:
    """A user as others see it."""

    id: Id
    username: str
    name: str
    color: Color
    avatar_url: str | None = None


@attrs.define(eq=False, kw_only=True)
class Member(Entity):
    """Somebody's place in a list; `id` is the user's id."""

    person: Person
    role_id: Id


@attrs.frozen
class Standing:
    """The list that a user is a member of, and the role that they have in it."""

    list_id: Id
    user_id: Id
    role: Role

    def to_look(self) -> Standing:
        """The same without any permission."""
        return attrs.evolve(self, role=attrs.evolve(self.role, permissions=frozenset()))
