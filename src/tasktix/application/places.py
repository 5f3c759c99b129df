"""Where a new or moved task comes; part of several use cases."""

from __future__ import annotations

from typing import Final

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Spot, UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.placement import LONGEST, between, spread
from tasktix.domain.sections import FIRST
from tasktix.domain.words import Absent

SALT: Final = 3
"""Letters of a task's random half that its rank at an end of a section carries (see `placement.between`)."""


def rank(work: UnitOfWork, spot: Spot, list_id: Id, task_id: Id, after: Id | Absent | None) -> str:
    """The task's rank at the spot. Where it would grow too long, the section's other tasks get new ones too."""
    found = between(spot.lower, spot.upper, salt=task_id[-SALT:])
    if len(found) <= LONGEST or spot.section_id is None:
        return found
    others = [task for task in work.tasks.in_section(list_id, spot.section_id) if task.id != task_id]
    others.sort(key=lambda task: (task.rank, task.id))
    index = next((place for place, task in enumerate(others, 1) if task.id == after), 0)
    found, fresh = spread(len(others), index)
    for task, its_rank in zip(others, fresh, strict=True):
        task.place(spot.section_id, its_rank)
    return found


def first_section(work: UnitOfWork, actor: Actor, list_id: Id) -> Id:
    """Who may add a task may thereby open the list's first section; `list:update` is not asked."""
    guards.alone(work, actor, list_id)
    sections = work.lists.sections(list_id)
    if not sections.by_id:
        origin = Origin.of(actor.user_id, FIRST)
        sections.add(work.new_id(), origin=origin, fields={"name": FIRST})
    return sections.in_order()[0].id
