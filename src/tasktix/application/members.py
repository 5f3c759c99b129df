"""Use cases: the members of a list."""

from __future__ import annotations

from collections.abc import Sequence

from tasktix.application import demolition, guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Member, Permission
from tasktix.domain.errors import NoSuchUser
from tasktix.domain.ids import Id


def of_list(work: UnitOfWork, actor: Actor, *, list_id: Id) -> Sequence[Member]:
    """For members."""
    guards.standing(work, actor, list_id)
    return list(work.lists.roster(list_id).members.values())


def add(work: UnitOfWork, actor: Actor, *, list_id: Id, login: str, role: str) -> Member:
    """Needs `members:manage`, and every permission of the role that is given. By username or e-mail."""
    standing, _ = guards.alone(work, actor, list_id, Permission.MANAGE_MEMBERS)
    roster = work.lists.roster(list_id)
    wanted = roster.role_named(role)
    person = work.users.person_with(login)
    if person is None:
        raise NoSuchUser
    return roster.add_member(person, wanted, by=standing.role)


def change_role(
    work: UnitOfWork, actor: Actor, *, list_id: Id, user_id: Id, role: str, seen: int | None = None
) -> Member:
    """Needs `members:manage`, and every permission of the member's old and new role."""
    standing, _ = guards.alone(work, actor, list_id, Permission.MANAGE_MEMBERS)
    roster = work.lists.roster(list_id)
    wanted = roster.role_named(role)
    return roster.change_role(user_id, wanted, by=standing.role, basis=guards.basis(actor, seen))


def remove(work: UnitOfWork, actor: Actor, *, list_id: Id, user_id: Id) -> None:
    """Needs `members:manage` and every permission of the member's role; anyone may remove themselves."""
    is_leaving = user_id == actor.user_id
    guards.writes(actor, list_id)
    standing, _ = guards.alone(work, actor, list_id, None if is_leaving else Permission.MANAGE_MEMBERS)
    roster = work.lists.roster(list_id)
    if is_leaving:
        roster.leave(user_id)
    else:
        roster.remove_member(user_id, by=standing.role)
    demolition.end_assignments(work, list_id, user_id)
