"""A member's role, read along with whatever else a use case needs: a preset, or one of the list's own."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from tasktix.adapters.sql.connection import Row
from tasktix.adapters.sql.tables import MEMBERS, ROLES
from tasktix.domain.access import PRESETS, Permission, Role, Standing
from tasktix.domain.ids import Id

WITH_ROLE: Final = MEMBERS.outerjoin(ROLES, sa.and_(ROLES.c.id == MEMBERS.c.role, ROLES.c.list_id == MEMBERS.c.list_id))
COLUMNS: Final = (MEMBERS.c.role, ROLES.c.name, ROLES.c.description, ROLES.c.permissions)


def standing(list_id: Id, user_id: Id, found: Row) -> Standing:
    """`found` are the values of `COLUMNS`."""
    role_id, name, description, permissions = found
    role = PRESETS.get(role_id) or Role(
        id=role_id, name=name, description=description, permissions=permissions_of(permissions)
    )
    return Standing(list_id, user_id, role)


def permissions_of(text: str) -> frozenset[Permission]:
    return frozenset(map(Permission, filter(None, text.split(","))))
