"""Members and roles."""

from __future__ import annotations

from typing import Final

from tasktix.application import lookers, members, roles
from tasktix.domain.access import STAKEHOLDER, VIEWER, Permission
from tests.catalogue.row import Access, Row, its_list

P = Permission
A = Access

ROLE_FIELDS: Final = {"name": "Gardener", "description": "Works on it", "permissions": ["tasks:add", "tasks:complete"]}
LIST_FIELDS: Final = {
    "name": "Orchard",
    "color": "lime",
    "description": "*apples*",
    "has_due_dates": False,
    "has_time_tracking": False,
    "auto_order": False,
}

ROWS: Final[tuple[Row, ...]] = (
    # who looks; it is kept nowhere
    Row(lookers.look, A.MEMBER, its_list),
    Row(lookers.look_away, A.MEMBER, its_list),
    # members
    Row(members.of_list, A.MEMBER, its_list),
    Row(
        members.add,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "login": sample.outsider_login, "role": VIEWER.name},
        writes=True,
    ),
    Row(
        members.change_role,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "user_id": sample.viewer.user_id, "role": STAKEHOLDER.name},
        writes=True,
        settles=True,
    ),
    Row(
        members.remove,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "user_id": sample.viewer.user_id},
        writes=True,
    ),
    Row(
        members.remove,
        A.MEMBER,
        lambda sample, actor: {"list_id": sample.id, "user_id": actor.user_id if actor.user else ""},
        writes=True,
        variant="leaving",
        by=lambda sample: sample.viewer,
    ),
    # roles
    Row(roles.of_list, A.MEMBER, its_list),
    Row(
        roles.add,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "role_id": sample.fresh_id, "fields": ROLE_FIELDS},
        writes=True,
        settles=True,
    ),
    Row(
        roles.revise,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "role_id": sample.role, "fields": ROLE_FIELDS},
        writes=True,
        settles=True,
    ),
    Row(roles.delete, P.MANAGE_MEMBERS, lambda sample, _: {"list_id": sample.id, "role_id": sample.role}, writes=True),
)
