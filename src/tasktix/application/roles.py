"""Use cases: the roles of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import PRESETS, Permission, Role
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import IdTaken
from tasktix.domain.ids import Id


def of_list(work: UnitOfWork, actor: Actor, *, list_id: Id) -> Sequence[Role]:
    """For members: the presets, then the list's own."""
    guards.standing(work, actor, list_id)
    return work.lists.roster(list_id).roles


def add(work: UnitOfWork, actor: Actor, *, list_id: Id, fields: Mapping[str, Any], role_id: Id | None = None) -> Role:
    """Needs `members:manage`, and every permission of the role."""
    standing, _ = guards.alone(work, actor, list_id, Permission.MANAGE_MEMBERS)
    origin = Origin.of(actor.user_id, sorted(fields.items()))
    roster = work.lists.roster(list_id)
    if role_id in PRESETS:
        raise IdTaken
    if role_id is not None and guards.is_repeat(work, "role", role_id, list_id, origin):
        return roster.role(role_id)
    return roster.add_role(role_id or work.new_id(), origin=origin, fields=fields, by=standing.role)


def revise(
    work: UnitOfWork, actor: Actor, *, list_id: Id, role_id: Id, fields: Mapping[str, Any], seen: int | None = None
) -> Role:
    """Needs `members:manage`, and every permission of the role, as it is and as it will be. Not of a preset."""
    standing, _ = guards.alone(work, actor, list_id, Permission.MANAGE_MEMBERS)
    roster = work.lists.roster(list_id)
    return roster.revise_role(role_id, fields, by=standing.role, basis=guards.basis(actor, seen))


def delete(work: UnitOfWork, actor: Actor, *, list_id: Id, role_id: Id) -> None:
    """Needs `members:manage`, and every permission of the role. Not of a preset, nor of a role that somebody has."""
    standing, _ = guards.alone(work, actor, list_id, Permission.MANAGE_MEMBERS)
    work.lists.roster(list_id).delete_role(role_id, by=standing.role)
