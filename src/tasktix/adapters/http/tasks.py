"""Routes: tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route, UseCase
from tasktix.application import tasks
from tasktix.domain.errors import FieldError, Invalid

_TASK: Final = "/lists/{list_id}/tasks/{task_id}"


class NewTask(Body):
    """`after` is a task's id; null is the top of the section, absent its end. In place of all other fields, `quick` is
    a line of text to read them from."""

    ARGUMENTS: ClassVar = {
        "id": "task_id",
        "section": "section_id",
        "after": "after",
        "tags": "tags",
        "assignees": "assignees",
        "quick": "text",
    }
    REFERENCES: ClassVar = Body.REFERENCES | {"tags", "assignees"}

    name: str | UnsetType = UNSET
    quick: str | UnsetType = UNSET
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

    def arguments(self) -> dict[str, Any]:
        arguments = super().arguments()
        others = self.given().keys() - {"quick", "id", "section", "after"}
        if self.quick is UNSET and self.name is UNSET:
            raise Invalid.of("name", "is required")
        if self.quick is not UNSET and others:
            raise Invalid(FieldError(field, "cannot stand beside quick") for field in sorted(others))
        if self.quick is not UNSET:
            del arguments["fields"]
        return arguments


def _adds(arguments: Mapping[str, Any]) -> UseCase:
    return tasks.add_quick if "text" in arguments else tasks.add


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
        chooses=_adds,
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
