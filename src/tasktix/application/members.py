"""Use cases: the members of a list."""

from __future__ import annotations

from collections.abc import Sequence

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Member, Permission
from tasktix.domain.errors import NoSuchUser
from tasktix.domain.ids import Id


def of_list(work: UnitOfWork, actor: Actor, *, list_id: Id) -> Sequence[Member]:
    """For members."""
    return list(guards.whole_list(work, actor, list_id).members.values())


def add(work: UnitOfWork, actor: Actor, *, list_id: Id, login: str, role: str) -> Member:
    """Needs `members:manage`, and every permission of the role that is given. By username or e-mail."""
    found = guards.whole_list(work, actor, list_id, Permission.MANAGE_MEMBERS)
    wanted = found.role(role)
    person = work.users.person_with(login)
    if person is None:
        raise NoSuchUser
    return found.add_member(person, wanted, by=actor.user_id)


def change_role(work: UnitOfWork, actor: Actor, *, list_id: Id, user_id: Id, role: str) -> Member:
    """Needs `members:manage`, and every permission of the member's old and new role."""
    found = guards.whole_list(work, actor, list_id, Permission.MANAGE_MEMBERS)
    return found.change_role(user_id, found.role(role), by=actor.user_id)


def remove(work: UnitOfWork, actor: Actor, *, list_id: Id, user_id: Id) -> None:
    """Needs `members:manage` and every permission of the member's role; anyone may remove themselves."""
    needed = None if user_id == actor.user_id else Permission.MANAGE_MEMBERS
    guards.whole_list(work, actor, list_id, needed).remove_member(user_id, by=actor.user_id)
