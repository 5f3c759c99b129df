"""Use cases: a list as one consistent moment."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Member, Role
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.sections import Section
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task


@attrs.frozen
class Snapshot:
    """Everything in a list as it was right after the entry at `position`."""

    list: List
    sections: Sequence[Section]
    tasks: Sequence[Task]
    tags: Sequence[Tag]
    members: Sequence[Member]
    roles: Sequence[Role]
    position: int


def position(work: UnitOfWork, actor: Actor, *, list_id: Id) -> int:
    """For members: how far the list's log has come."""
    guards.standing(work, actor, list_id)
    return work.log.reach([list_id])[list_id].position


def of_list(work: UnitOfWork, actor: Actor, *, list_id: Id, completed: bool = True) -> Snapshot:
    """For members. Without the completed tasks where `completed` is False."""
    reach = work.log.reach([list_id])
    _, found = guards.alone(work, actor, list_id)
    roster = work.lists.roster(list_id)
    return Snapshot(
        found,
        work.lists.sections(list_id).in_order(),
        work.tasks.in_list(list_id, completed),
        work.lists.tags(list_id).by_name(),
        list(roster.members.values()),
        roster.roles,
        reach[list_id].position,
    )
