"""Tasks, their timers and assignees."""

from __future__ import annotations

from typing import Final

from tasktix.application import assignees, tasks, timers
from tasktix.domain.access import Permission
from tests.catalogue.row import Access, Row, rich, task, task_and_viewer

P = Permission
A = Access

TASK_FIELDS: Final = {
    "name": "Water twice",
    "description": "with the *can*",
    "priority": "high",
    "due": "2026-11-30T17:00:00+02:00",
    "expected": 3600,
    "unclear": True,
}

ROWS: Final[tuple[Row, ...]] = (
    # tasks
    Row(
        tasks.add,
        P.ADD_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "section_id": sample.sections[0],
            "task_id": sample.fresh_id,
            "after": sample.tasks[0],
            "fields": TASK_FIELDS,
        },
        writes=True,
        settles=True,
    ),
    Row(
        tasks.add,
        P.ADD_TASKS,
        lambda sample, _: {"list_id": sample.id, "fields": {"name": "Rake"}},
        writes=True,
        variant="anywhere",
    ),
    Row(tasks.show, A.MEMBER, task()),
    Row(tasks.revise, P.UPDATE_TASKS, task(fields=TASK_FIELDS), writes=True, settles=True),
    Row(
        tasks.place,
        P.UPDATE_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "task_id": sample.tasks[0],
            "section_id": sample.sections[1],
            "after": sample.completed,
        },
        writes=True,
        settles=True,
    ),
    Row(tasks.complete, P.COMPLETE_TASKS, task(), writes=True, settles=True),
    Row(
        tasks.reopen,
        P.COMPLETE_TASKS,
        lambda sample, _: {"list_id": sample.id, "task_id": sample.completed},
        writes=True,
        settles=True,
    ),
    Row(tasks.complete, P.COMPLETE_TASKS, rich, writes=True, settles=True, variant="with a running timer"),
    Row(tasks.delete, P.DELETE_TASKS, task(), writes=True),
    Row(tasks.delete, P.DELETE_TASKS, rich, writes=True, variant="with all it can have"),
    Row(
        tasks.add,
        P.ADD_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "fields": {"name": "Rake"},
            "tags": [sample.tag],
            "assignees": [sample.viewer.user_id],
        },
        writes=True,
        variant="with tags and assignees",
    ),
    Row(
        tasks.add_quick,
        P.ADD_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "task_id": sample.fresh_id,
            "text": "Rake leaves #urgent @me !high ~2h due:fri 17:00 in:trees",
        },
        writes=True,
        settles=True,
    ),
    Row(tasks.read_quick, A.MEMBER, lambda sample, _: {"list_id": sample.id, "text": "Rake #urgent"}),
    # timers
    Row(timers.start, P.COMPLETE_TASKS, task(), writes=True, settles=True),
    Row(timers.pause, P.COMPLETE_TASKS, rich, writes=True, settles=True),
    Row(timers.reset, P.COMPLETE_TASKS, rich, writes=True, settles=True),
    Row(timers.entries, A.MEMBER, rich),
    # assignees
    Row(
        assignees.assign,
        P.MANAGE_ASSIGNEES,
        task_and_viewer(lambda sample: sample.tasks[0]),
        writes=True,
        settles=True,
    ),
    Row(
        assignees.unassign,
        P.MANAGE_ASSIGNEES,
        task_and_viewer(lambda sample: sample.rich),
        writes=True,
        settles=True,
    ),
)
