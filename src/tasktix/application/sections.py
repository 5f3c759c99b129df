"""Use cases: the sections of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.sections import Section
from tasktix.domain.words import ABSENT, Absent


def add(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    fields: Mapping[str, Any],
    section_id: Id | None = None,
    after: Id | Absent | None = ABSENT,
) -> Section:
    """Needs `list:update`. Right after another section, at the top, or at the end."""
    guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    origin = Origin.of(actor.user_id, after, sorted(fields.items()))
    sections = work.lists.sections(list_id)
    if section_id is not None and guards.is_repeat(work, "section", section_id, list_id, origin):
        return sections[section_id]
    return sections.add(section_id or work.new_id(), origin=origin, fields=fields, after=after)


def revise(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    section_id: Id,
    fields: Mapping[str, Any],
    seen: int | None = None,
) -> Section:
    """Needs `list:update`."""
    guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    return work.lists.sections(list_id).revise(section_id, fields, guards.basis(actor, seen))


def place(
    work: UnitOfWork, actor: Actor, *, list_id: Id, section_id: Id, after: Id | Absent | None = ABSENT
) -> Section:
    """Needs `list:update`. Right after another section, at the top, or at the end."""
    guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    return work.lists.sections(list_id).place(section_id, after)


def delete(work: UnitOfWork, actor: Actor, *, list_id: Id, section_id: Id) -> None:
    """Needs `list:update`. Its tasks are deleted with it."""
    guards.alone(work, actor, list_id, Permission.UPDATE_LIST)
    work.lists.sections(list_id).delete(section_id)
    for task in work.tasks.with_time(work.tasks.in_section(list_id, section_id)):
        task.delete()
