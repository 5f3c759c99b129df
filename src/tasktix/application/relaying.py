"""Use cases: what happens here happens at the tracker too. The log says which tasks to look at; what is written is the
difference between a task and what the tracker showed last, so looking twice writes once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.application.actor import Actor
from tasktix.application.reporting import Cause, report
from tasktix.application.tracker import Edit
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.deliveries import Outcome, Report
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.issues import Values
from tasktix.domain.mirrors import Mirror
from tasktix.domain.tasks import Task
from tasktix.domain.words import Status

AT_ONCE: Final = 100
"""Mirrors that are looked after in one round."""

PAGE: Final = 200
"""Entries of a list's log that are looked through at once."""


@attrs.frozen
class Stretch:
    """A part of a list's log: up to `position`, the tasks that it changed and those of them that it made."""

    position: int
    tasks: tuple[Id, ...]
    made: frozenset[Id]


@attrs.frozen
class Errand:
    """What is to be written for a task: an edit of issue `number`; or (None) a new one from `name` and `description`,
    which an earlier try may have made after `since`."""

    task_id: Id
    number: int | None
    edit: Edit
    since: datetime
    name: str = ""
    description: str = ""

    @property
    def fields(self) -> str:
        """For the ledger."""
        edit = self.edit
        said = {
            "name": edit.name is not None,
            "description": edit.description is not None,
            "status": edit.is_closed is not None,
            "tags": bool(edit.labels_added or edit.labels_removed),
        }
        return ", ".join(field for field, is_written in said.items() if is_written)


def behind(work: UnitOfWork, actor: Actor) -> Sequence[Mirror]:
    """For the program itself: the mirrors whose lists have changed since their logs were looked through."""
    return work.mirrors.behind(AT_ONCE)


def changed(work: UnitOfWork, actor: Actor, *, list_id: Id, after: int) -> Stretch:
    """For the program itself: the next part of the list's log."""
    reach = work.log.reach([list_id])[list_id]
    last = min(max(after, reach.floor) + PAGE, reach.position)
    entries = [it for it in work.log.before(list_id, last + 1, PAGE) if it.position > after]
    changes = [change for entry in reversed(entries) for change in entry.of("task")]
    tasks = tuple(dict.fromkeys(change.id for change in changes if not change.is_gone))
    return Stretch(last, tasks, frozenset(change.id for change in changes if change.is_made))


def errand(work: UnitOfWork, actor: Actor, *, list_id: Id, task_id: Id, may_make: bool) -> Errand | None:
    """For the program itself: what is to be written for a task, None where nothing is."""
    mirror = work.mirrors.of(list_id)
    found = work.tasks.these(list_id, [task_id])
    if mirror is None or not mirror.goes_out or not found:
        return None
    [task] = found
    link = work.links.of_task(list_id, task_id)
    if link is None:
        if may_make and task.issue is None and mirror.directions["tasks"].goes_out:
            return Errand(task_id, None, Edit(), task.created_at, task.name, task.description)
        return None
    if link.is_gone or link.repository_id != mirror.repository_id or link.common is None:
        return None
    edit = _edit(work, mirror, task, link.common)
    return Errand(task_id, link.number, edit, task.created_at) if edit else None


def begin(work: UnitOfWork, actor: Actor, *, list_id: Id, errand: Errand) -> None:
    """For the program itself: it is going to be written, and may come back as an echo before that is known."""
    link = work.links.of_task(list_id, errand.task_id)
    if link is not None and link.common is not None:
        work.links.put(attrs.evolve(link, sent=_sent(link.common, errand.edit)))


def conclude(
    work: UnitOfWork, actor: Actor, *, list_id: Id, errand: Errand, outcome: Outcome, detail: str, cause: Cause
) -> Report | None:
    """For the program itself: what came of an errand, for the ledger."""
    if work.mirrors.of(list_id) is None:
        return None
    return report(
        work, cause, list_id, outcome, number=errand.number, task_id=errand.task_id, detail=detail or errand.fields
    )


def advance(work: UnitOfWork, actor: Actor, *, list_id: Id, position: int) -> None:
    """For the program itself: the list's log has been looked through so far."""
    work.mirrors.advance(list_id, position)


def _edit(work: UnitOfWork, mirror: Mirror, task: Task, common: Values) -> Edit:
    ways = mirror.directions
    fields: dict[str, Any] = {}
    if ways["name"].goes_out and task.name != common.name:
        fields["name"] = task.name
    if ways["description"].goes_out and task.description != common.description:
        fields["description"] = task.description
    is_closed = task.status is Status.COMPLETED
    if ways["status"].goes_out and is_closed != common.is_closed:
        fields["is_closed"] = is_closed
    if ways["tags"].goes_out and (task.tags or common.labels):
        tags = work.lists.tags(mirror.id).by_id
        ours = {fold(tags[it].name): tags[it].name for it in task.tags if it in tags}
        last = {fold(it): it for it in common.labels}
        fields["labels_added"] = tuple(ours[key] for key in sorted(ours.keys() - last.keys()))
        fields["labels_removed"] = tuple(last[key] for key in sorted(last.keys() - ours.keys()))
    return Edit(**fields)


def _sent(common: Values, edit: Edit) -> Values:
    return attrs.evolve(
        common,
        name=common.name if edit.name is None else edit.name,
        description=common.description if edit.description is None else edit.description,
        is_closed=common.is_closed if edit.is_closed is None else edit.is_closed,
    )
