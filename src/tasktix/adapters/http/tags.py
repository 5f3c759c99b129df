"""Routes: tags and assignees."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route
from tasktix.application import assignees, tags

_TAG: Final = "/lists/{list_id}/tags/{tag_id}"
_TASK: Final = "/lists/{list_id}/tasks/{task_id}"


class NewTag(Body):
    ARGUMENTS: ClassVar = {"id": "tag_id"}

    name: str
    color: str
    id: str | UnsetType = UNSET


class TagChanges(Body):
    name: str | UnsetType = UNSET
    color: str | UnsetType = UNSET


ROUTES: Final = [
    Route(
        method="POST",
        path="/lists/{list_id}/tags",
        use_case=tags.add,
        summary="Add a tag",
        body=NewTag,
        shows=shapes.Tag,
        creates=True,
    ),
    Route(method="PATCH", path=_TAG, use_case=tags.revise, summary="Change a tag", body=TagChanges, shows=shapes.Tag),
    Route(method="DELETE", path=_TAG, use_case=tags.delete, summary="Delete a tag, also from its tasks"),
    Route(
        method="PUT",
        path=f"{_TASK}/tags/{{tag_id}}",
        use_case=tags.attach,
        summary="Tag a task",
        shows=shapes.Task,
    ),
    Route(
        method="DELETE",
        path=f"{_TASK}/tags/{{tag_id}}",
        use_case=tags.detach,
        summary="Take a tag off a task",
        shows=shapes.Task,
    ),
    Route(
        method="PUT",
        path=f"{_TASK}/assignees/{{user_id}}",
        use_case=assignees.assign,
        summary="Assign a task to a member",
        shows=shapes.Task,
    ),
    Route(
        method="DELETE",
        path=f"{_TASK}/assignees/{{user_id}}",
        use_case=assignees.unassign,
        summary="End an assignment",
        shows=shapes.Task,
    ),
]
