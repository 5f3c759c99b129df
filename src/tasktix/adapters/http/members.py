"""Routes: members."""

from __future__ import annotations

from typing import Any, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route
from tasktix.application import members
from tasktix.domain.errors import Invalid

_MEMBER: Final = "/lists/{list_id}/members/{user_id}"


class NewMember(Body):
    """One of `username` and `email`. `role` is a role's id or name."""

    role: str
    username: str | UnsetType = UNSET
    email: str | UnsetType = UNSET

    def arguments(self) -> dict[str, Any]:
        logins = [login for login in (self.username, self.email) if login is not UNSET]
        if len(logins) != 1:
            raise Invalid.of("username", "give either username or email")
        return {"login": logins[0], "role": self.role}


class MemberChanges(Body):
    """`role` is a role's id or name."""

    role: str

    def arguments(self) -> dict[str, Any]:
        return {"role": self.role}


ROUTES: Final = [
    Route(
        method="GET",
        path="/lists/{list_id}/members",
        use_case=members.of_list,
        summary="Who is in a list",
        shows=shapes.Member,
        is_many=True,
    ),
    Route(
        method="POST",
        path="/lists/{list_id}/members",
        use_case=members.add,
        summary="Add a member",
        body=NewMember,
        shows=shapes.Member,
        creates=True,
    ),
    Route(
        method="PATCH",
        path=_MEMBER,
        use_case=members.change_role,
        summary="Give a member another role",
        body=MemberChanges,
        shows=shapes.Member,
    ),
    Route(method="DELETE", path=_MEMBER, use_case=members.remove, summary="Remove a member, or leave a list"),
]
