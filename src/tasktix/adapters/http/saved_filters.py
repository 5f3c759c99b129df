"""Routes: saved filters."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import UNSET, UnsetType

from tasktix.adapters.http import shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Route
from tasktix.application import saved_filters


class NewFilter(Body):
    """`text` is in the filter language."""

    ARGUMENTS: ClassVar = {"id": "filter_id"}

    name: str
    text: str
    id: str | UnsetType = UNSET


class FilterChanges(Body):
    name: str | UnsetType = UNSET
    text: str | UnsetType = UNSET


ROUTES: Final = [
    Route(
        method="GET",
        path="/filters",
        use_case=saved_filters.own,
        summary="One's saved filters",
        shows=shapes.SavedFilter,
        is_many=True,
    ),
    Route(
        method="POST",
        path="/filters",
        use_case=saved_filters.save,
        summary="Save a filter",
        body=NewFilter,
        shows=shapes.SavedFilter,
        creates=True,
    ),
    Route(
        method="PATCH",
        path="/filters/{filter_id}",
        use_case=saved_filters.revise,
        summary="Change a saved filter",
        body=FilterChanges,
        shows=shapes.SavedFilter,
    ),
    Route(method="DELETE", path="/filters/{filter_id}", use_case=saved_filters.delete, summary="Delete a saved filter"),
]
