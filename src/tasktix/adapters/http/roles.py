"""Routes: the roles of a list."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route
from tasktix.application import roles

_ROLE: Final = "/lists/{list_id}/roles/{role_id}"


class NewRole(Body):
    """`permissions` are names such as `tasks:add`."""

    ARGUMENTS: ClassVar = {"id": "role_id"}

    name: str
    permissions: list[str]
    id: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


class RoleChanges(Body):
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    permissions: list[str] | UnsetType = UNSET


ROUTES: Final = [
    Route(
        method="GET",
        path="/lists/{list_id}/roles",
        use_case=roles.of_list,
        summary="The roles of a list",
        shows=shapes.Role,
        is_many=True,
    ),
    Route(
        method="POST",
        path="/lists/{list_id}/roles",
        use_case=roles.add,
        summary="Add a role",
        body=NewRole,
        shows=shapes.Role,
        creates=True,
    ),
    Route(
        method="PATCH",
        path=_ROLE,
        use_case=roles.revise,
        summary="Change a role",
        body=RoleChanges,
        shows=shapes.Role,
    ),
    Route(method="DELETE", path=_ROLE, use_case=roles.delete, summary="Delete a role that nobody has"),
]
