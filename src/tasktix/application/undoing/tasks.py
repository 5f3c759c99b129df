"""Putting back tasks, with their tags, assignees, time and place."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tasktix.application.undoing.reversal import Reversal
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Clash
from tasktix.domain.history import SETS, PastChange, changed_since
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task, TimeEntry


@attrs.frozen
class Known:
    """What there is in the list for a task to refer to."""

    sections: frozenset[Id]
    tags: frozenset[Id]
    members: frozenset[Id]
    is_mirrored: bool = False

    @classmethod
    def in_list(cls, work: UnitOfWork, list_id: Id) -> Known:
        return cls(
            frozenset(work.lists.sections(list_id).by_id),
            frozenset(work.lists.tags(list_id).by_id),
            frozenset(work.lists.roster(list_id).members),
            work.mirrors.of(list_id) is not None,
        )

    def trim(self, task: Task) -> None:
        """Take off what is no longer there."""
        task.tags = tuple(it for it in task.tags if it in self.tags)
        task.assignees = tuple(it for it in task.assignees if it in self.members)
        if not self.is_mirrored:
            task.issue = None


def present_tasks(reversal: Reversal) -> dict[Id, Task]:
    """Those that the entry made or changed, and that are still there."""
    changes = [change for change in reversal.past.of("task") if not change.is_gone]
    if not changes:
        return {}
    found = reversal.work.tasks.these(reversal.list_id, [change.id for change in changes])
    if reversal.has("time") or any(change.is_made for change in changes):
        found = reversal.work.tasks.with_time(found)
    return {task.id: task for task in found}


def undo_tasks(reversal: Reversal, present: Mapping[Id, Task]) -> None:
    changes = reversal.past.of("task")
    if any(_refers(change) for change in changes):
        known = Known.in_list(reversal.work, reversal.list_id)
    else:
        known = Known(frozenset(), frozenset(), frozenset())
    _restore_missing(reversal, known)
    for change in changes:
        task = present.get(change.id)
        if change.is_gone or task is None:
            if not change.is_gone:
                reversal.is_there(change, task)
        elif change.is_made:
            if reversal.is_free(change, changed_since(task, change)):
                task.go_with(reversal.fact)
        elif _has_section(reversal, task, change, known) and reversal.puts_back(task, change):
            _put_back_time(reversal, task)
            if SETS & (change.before or {}).keys():
                known.trim(task)
            task.record(reversal.fact)


def restore(reversal: Reversal, known: Known, tasks: Mapping[Id, Task]) -> None:
    """Tasks that the entry deleted: with their id, place, time, and such tags and assignees as there still are."""
    times: dict[Id | None, dict[Id, TimeEntry]] = {}
    for change in reversal.past.of("time"):
        if isinstance(change.gone, TimeEntry):
            times.setdefault(change.owner, {})[change.id] = change.gone
    for change in reversal.past.of("task"):
        task = tasks.get(change.id)
        if task is None:
            continue
        if task.section_id not in known.sections:
            reversal.is_free(change, {"section_id": Clash(task.section_id, None)})
            continue
        known.trim(task)
        task.time = times.get(task.id, {})
        task.record(reversal.fact)
        reversal.work.tasks.add(task)


def _refers(change: PastChange) -> bool:
    """Whether the inverse may name a section, tag or member that is no longer there."""
    return change.is_gone or bool({*SETS, "section_id"} & (change.before or {}).keys())


def _restore_missing(reversal: Reversal, known: Known) -> None:
    gone = reversal.gone("task", Task)
    if gone:
        there = {task.id for task in reversal.work.tasks.these(reversal.list_id, list(gone))}
        restore(reversal, known, {task_id: task for task_id, task in gone.items() if task_id not in there})


def _has_section(reversal: Reversal, task: Task, change: PastChange, known: Known) -> bool:
    earlier = (change.before or {}).get("section_id")
    is_known = earlier is None or earlier in known.sections
    return reversal.is_free(change, {} if is_known else {"section_id": Clash(earlier, task.section_id)})


def _put_back_time(reversal: Reversal, task: Task) -> None:
    """The entries of the time that its `elapsed_ms`, just put back, is made of."""
    for change in reversal.past.of("time"):
        if change.owner != task.id:
            continue
        if change.is_made:
            if task.time.pop(change.id, None) is None:
                # All else is as the entry left it, by chance: the time was counted anew.
                reversal.is_free(change, {"time": Clash([], sorted(task.time))})
        elif isinstance(change.gone, TimeEntry):
            task.time[change.id] = change.gone
