"""Use cases: the tags of a list, and which tasks carry them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task


def add(work: UnitOfWork, actor: Actor, *, list_id: Id, fields: Mapping[str, Any], tag_id: Id | None = None) -> Tag:
    """Needs `tags:manage`. No two tags of a list have the same name, in any case."""
    guards.alone(work, actor, list_id, Permission.MANAGE_TAGS)
    origin = Origin.of(actor.user_id, sorted(fields.items()))
    tags = work.lists.tags(list_id)
    if tag_id is not None and guards.is_repeat(work, "tag", tag_id, list_id, origin):
        return tags[tag_id]
    return tags.add(tag_id or work.new_id(), origin=origin, fields=fields)


def revise(
    work: UnitOfWork, actor: Actor, *, list_id: Id, tag_id: Id, fields: Mapping[str, Any], seen: int | None = None
) -> Tag:
    """Needs `tags:manage`. All fields are applied or none."""
    guards.alone(work, actor, list_id, Permission.MANAGE_TAGS)
    return work.lists.tags(list_id).revise(tag_id, fields, guards.basis(actor, seen))


def delete(work: UnitOfWork, actor: Actor, *, list_id: Id, tag_id: Id) -> None:
    """Needs `tags:manage`. The tasks that carry it lose it."""
    guards.alone(work, actor, list_id, Permission.MANAGE_TAGS)
    work.lists.tags(list_id).delete(tag_id)
    for task in work.tasks.with_tag(list_id, tag_id):
        task.untag(tag_id)


def attach(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id, tag_id: Id) -> Task:
    """Needs `tasks:update`. A tag of the same list."""
    task = guards.task(work, actor, list_id, task_id, Permission.UPDATE_TASKS)
    _require_tag(work, list_id, tag_id)
    task.tag(tag_id)
    return task


def detach(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id, tag_id: Id) -> Task:
    """Needs `tasks:update`. A tag of the same list."""
    task = guards.task(work, actor, list_id, task_id, Permission.UPDATE_TASKS)
    if tag_id not in task.tags:
        _require_tag(work, list_id, tag_id)
    task.untag(tag_id)
    return task


def _require_tag(work: UnitOfWork, list_id: Id, tag_id: Id) -> None:
    if not work.lists.has_tag(list_id, tag_id):
        raise NotFound
