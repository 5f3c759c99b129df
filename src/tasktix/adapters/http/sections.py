"""Routes: sections."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route
from tasktix.application import sections

_SECTION: Final = "/lists/{list_id}/sections/{section_id}"


class NewSection(Body):
    """`after` is a section's id; null is the top, absent the end."""

    ARGUMENTS: ClassVar = {"id": "section_id", "after": "after"}

    name: str
    id: str | UnsetType = UNSET
    after: str | UnsetType | None = UNSET


class SectionChanges(Body):
    name: str | UnsetType = UNSET


class SectionPlace(Body):
    """`after` is a section's id; null is the top, absent the end."""

    ARGUMENTS: ClassVar = {"after": "after"}

    after: str | UnsetType | None = UNSET


ROUTES: Final = [
    Route(
        method="POST",
        path="/lists/{list_id}/sections",
        use_case=sections.add,
        summary="Add a section",
        body=NewSection,
        shows=shapes.Section,
        creates=True,
    ),
    Route(
        method="PATCH",
        path=_SECTION,
        use_case=sections.revise,
        summary="Rename a section",
        body=SectionChanges,
        shows=shapes.Section,
    ),
    Route(
        method="PUT",
        path=f"{_SECTION}/place",
        use_case=sections.place,
        summary="Move a section",
        body=SectionPlace,
        shows=shapes.Section,
    ),
    Route(
        method="DELETE",
        path=_SECTION,
        use_case=sections.delete,
        summary="Delete a section and its tasks",
    ),
]
