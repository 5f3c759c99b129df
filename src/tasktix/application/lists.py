"""Use cases: lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Overview, UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import NotSignedIn
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.words import Color


def create(work: UnitOfWork, actor: Actor, *, fields: Mapping[str, Any], list_id: Id | None = None) -> List:
    """For everybody signed in, who becomes its Admin. Without a colour it gets a random one."""
    founder = work.users.get(actor.user_id)
    if founder is None:
        raise NotSignedIn
    origin = Origin.of(actor.user_id, sorted(fields.items()))
    if list_id is not None and guards.is_repeat(work, "list", list_id, None, origin):
        return guards.whole_list(work, actor, list_id)
    created = List.create(
        list_id or work.new_id(),
        founder=founder.as_person(),
        now=work.now,
        origin=origin,
        fields={"color": Color.picked_by(work.chance(len(Color))), **fields},
    )
    work.lists.add(created)
    return created


def overviews(work: UnitOfWork, actor: Actor) -> Sequence[Overview]:
    """One's own lists, by name."""
    return sorted(work.lists.overviews(actor.user_id), key=lambda line: (line.name.casefold(), line.id))


def revise(work: UnitOfWork, actor: Actor, *, list_id: Id, fields: Mapping[str, Any]) -> List:
    """Needs `list:update`. All fields are applied or none."""
    found = guards.whole_list(work, actor, list_id, Permission.UPDATE_LIST)
    found.revise(fields)
    return found


def delete(work: UnitOfWork, actor: Actor, *, list_id: Id) -> None:
    """Needs `list:delete`. Its sections, tasks and memberships go with it."""
    guards.whole_list(work, actor, list_id, Permission.DELETE_LIST).delete()
