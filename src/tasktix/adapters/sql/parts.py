"""What a list has beside tasks: sections, tags, members, roles."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.sql import users
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.standings import permissions_of
from tasktix.adapters.sql.tables import MEMBERS, ROLES, SECTIONS, TAGS, USERS
from tasktix.domain.access import Member, Role
from tasktix.domain.aggregate import Aggregate, Origin
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.roster import Roster
from tasktix.domain.sections import Section, Sections
from tasktix.domain.tags import Tag, Tags
from tasktix.domain.users import login_key
from tasktix.domain.words import Color

_LIST: Final[sa.BindParameter[Any]] = sa.bindparam("list")
_SECTIONS: Final = sa.select(
    SECTIONS.c.id,
    SECTIONS.c.name,
    SECTIONS.c.rank,
    SECTIONS.c.created_by,
    SECTIONS.c.fingerprint,
    SECTIONS.c.version,
    SECTIONS.c.marks,
).where(SECTIONS.c.list_id == _LIST)
_TAGS: Final = sa.select(
    TAGS.c.id,
    TAGS.c.name,
    TAGS.c.color,
    TAGS.c.created_by,
    TAGS.c.fingerprint,
    TAGS.c.version,
    TAGS.c.marks,
).where(TAGS.c.list_id == _LIST)
_ROLES: Final = sa.select(
    ROLES.c.id,
    ROLES.c.name,
    ROLES.c.description,
    ROLES.c.permissions,
    ROLES.c.created_by,
    ROLES.c.fingerprint,
    ROLES.c.version,
    ROLES.c.marks,
).where(ROLES.c.list_id == _LIST)
_MEMBERS: Final = (
    sa.select(
        MEMBERS.c.role,
        MEMBERS.c.version,
        MEMBERS.c.marks,
        USERS.c.id,
        USERS.c.username,
        USERS.c.name,
        USERS.c.color,
        USERS.c.avatar_url,
    )
    .join(USERS, USERS.c.id == MEMBERS.c.user_id)
    .where(MEMBERS.c.list_id == _LIST)
)


def sections(connection: Connection, list_id: Id) -> Sections:
    found = connection.rows(_SECTIONS, {"list": list_id})
    return Sections(id=list_id, by_id={each[0]: _section(each) for each in found})


def tags(connection: Connection, list_id: Id) -> Tags:
    found = connection.rows(_TAGS, {"list": list_id})
    return Tags(id=list_id, by_id={each[0]: _tag(each) for each in found})


def roster(connection: Connection, list_id: Id) -> Roster:
    key = {"list": list_id}
    roles = {each[0]: _role(each) for each in connection.rows(_ROLES, key)}
    # Ordered here: MariaDB would do it in a temporary table on disk, for the sake of the marks.
    members = sorted(map(_member, connection.rows(_MEMBERS, key)), key=lambda it: login_key(it.person.username))
    return Roster(id=list_id, members={member.id: member for member in members}, own_roles=roles)


def section_row(section: Section, owner: Aggregate) -> dict[str, Any]:
    return {"rank": section.rank, **_named_row(section, owner)}


def tag_row(tag: Tag, owner: Aggregate) -> dict[str, Any]:
    return {"color": tag.color.value, "name_key": fold(tag.name), **_named_row(tag, owner)}


def role_row(role: Role, owner: Aggregate) -> dict[str, Any]:
    permissions = ",".join(sorted(role.permissions))
    more = {"description": role.description, "permissions": permissions, "name_key": fold(role.name)}
    return {**more, **_named_row(role, owner)}


def member_row(member: Member, owner: Aggregate) -> dict[str, Any]:
    return {"list_id": owner.id, "user_id": member.id, "role": member.role_id, "version": member.version}


def _named_row(part: Section | Tag | Role, owner: Aggregate) -> dict[str, Any]:
    assert part.origin is not None
    return {
        "id": part.id,
        "list_id": owner.id,
        "name": part.name,
        "created_by": part.origin.user_id,
        "fingerprint": part.origin.fingerprint,
        "version": part.version,
    }


def _section(found: Row) -> Section:
    section_id, name, rank, created_by, fingerprint, version, marks = found
    origin = Origin(created_by, fingerprint)
    return Section(id=section_id, name=name, rank=rank, version=version, marks=marks_of(marks), origin=origin)


def _tag(found: Row) -> Tag:
    tag_id, name, color, created_by, fingerprint, version, marks = found
    origin = Origin(created_by, fingerprint)
    return Tag(id=tag_id, name=name, color=Color(color), version=version, marks=marks_of(marks), origin=origin)


def _role(found: Row) -> Role:
    role_id, name, description, permissions, created_by, fingerprint, version, marks = found
    return Role(
        id=role_id,
        name=name,
        description=description,
        permissions=permissions_of(permissions),
        version=version,
        marks=marks_of(marks),
        origin=Origin(created_by, fingerprint),
    )


def _member(found: Row) -> Member:
    role, version, marks, user_id, *person = found
    return Member(
        id=user_id, person=users.person(user_id, *person), role_id=role, version=version, marks=marks_of(marks)
    )
