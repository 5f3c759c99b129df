"""Routes: tasks."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route
from tasktix.application import tasks

_TASK: Final = "/lists/{list_id}/tasks/{task_id}"


class NewTask(Body):
    """`after` is a task's id; null is the top of the section, absent its end."""

    ARGUMENTS: ClassVar = {
        "id": "task_id",
        "section": "section_id",
        "after": "after",
        "tags": "tags",
        "assignees": "assignees",
    }
    REFERENCES: ClassVar = Body.REFERENCES | {"tags", "assignees"}

    name: str
    id: str | UnsetType = UNSET
    section: str | UnsetType | None = UNSET
    after: str | UnsetType | None = UNSET
    description: str | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    due: str | UnsetType | None = UNSET
    expected: int | UnsetType | None = UNSET
    unclear: bool | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    assignees: list[str] | UnsetType = UNSET


class TaskChanges(Body):
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    due: str | UnsetType | None = UNSET
    expected: int | UnsetType | None = UNSET
    unclear: bool | UnsetType = UNSET


class TaskPlace(Body):
    """`after` is a task's id; null is the top of the section, absent its end."""

    ARGUMENTS: ClassVar = {"section": "section_id", "after": "after"}

    section: str
    after: str | UnsetType | None = UNSET


ROUTES: Final = [
    Route(
        method="POST",
        path="/lists/{list_id}/tasks",
        use_case=tasks.add,
        summary="Add a task",
        body=NewTask,
        shows=shapes.Task,
        creates=True,
    ),
    Route(method="GET", path=_TASK, use_case=tasks.show, summary="A task", shows=shapes.Task),
    Route(
        method="PATCH",
        path=_TASK,
        use_case=tasks.revise,
        summary="Change a task",
        body=TaskChanges,
        shows=shapes.Task,
    ),
    Route(method="DELETE", path=_TASK, use_case=tasks.delete, summary="Delete a task"),
    Route(
        method="PUT",
        path=f"{_TASK}/place",
        use_case=tasks.place,
        summary="Move a task",
        body=TaskPlace,
        shows=shapes.Task,
    ),
    Route(
        method="PUT",
        path=f"{_TASK}/completion",
        use_case=tasks.complete,
        summary="Complete a task",
        shows=shapes.Task,
    ),
    Route(
        method="DELETE",
        path=f"{_TASK}/completion",
        use_case=tasks.reopen,
        summary="Reopen a task",
        shows=shapes.Task,
    ),
]
