"""Use cases: lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasktix.application import demolition, guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Overview, UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Origin
from tasktix.domain.facts import ListDeleted
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.roster import Roster
from tasktix.domain.words import Color


def create(work: UnitOfWork, actor: Actor, *, fields: Mapping[str, Any], list_id: Id | None = None) -> List:
    """For everybody signed in, who becomes its Admin. Without a colour it gets a random one."""
    guards.writes_own(actor)
    founder = guards.person(work, actor)
    origin = Origin.of(actor.user_id, sorted(fields.items()))
    if list_id is not None and guards.is_repeat(work, "list", list_id, None, origin):
        return guards.alone(work, actor, list_id)[1]
    created = List.create(
        list_id or work.new_id(),
        now=work.now,
        origin=origin,
        fields={"color": Color.picked_by(work.chance(len(Color))), **fields},
    )
    work.lists.add(created)
    work.lists.add(Roster.of_new_list(created.id, founder))
    return created


def overviews(work: UnitOfWork, actor: Actor) -> Sequence[Overview]:
    """One's own lists, by name."""
    found = {line.id: line for line in work.lists.overviews(actor.user_id)}
    reached = [found[list_id] for list_id in guards.reached(actor, found)]
    return sorted(reached, key=lambda line: (line.name.casefold(), line.id))


def revise(work: UnitOfWork, actor: Actor, *, list_id: Id, fields: Mapping[str, Any], seen: int | None = None) -> List:
    """Needs `list:update`. All fields are applied or none."""
    _, found = guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    found.revise(fields, guards.basis(actor, seen))
    return found


def delete(work: UnitOfWork, actor: Actor, *, list_id: Id) -> None:
    """Needs `list:delete`. Its sections, tasks, tags, roles and memberships go with it."""
    _, found = guards.alone(work, actor, list_id, Permission.DELETE_LIST)
    found.delete()
    demolition.clear(work, list_id, ListDeleted(list_id))
