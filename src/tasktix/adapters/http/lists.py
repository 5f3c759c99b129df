"""Routes: lists."""

from __future__ import annotations

import gzip
from http import HTTPStatus
from typing import Any, ClassVar, Final

import attrs
from aiohttp import web
from msgspec import UNSET, UnsetType

from tasktix.adapters import codec
from tasktix.adapters.http import query, shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.encoding import takes_gzip
from tasktix.adapters.http.route import Call, Route, json
from tasktix.application import lists, snapshots
from tasktix.application.snapshots import Snapshot

COMPRESSION: Final = 5
"""gzip's level: a snapshot is compressed once and kept, so a little more time is well spent."""


class NewList(Body):
    ARGUMENTS: ClassVar = {"id": "list_id"}

    name: str
    id: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    has_due_dates: bool | UnsetType = UNSET
    has_time_tracking: bool | UnsetType = UNSET
    auto_order: bool | UnsetType = UNSET


class ListChanges(Body):
    name: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    has_due_dates: bool | UnsetType = UNSET
    has_time_tracking: bool | UnsetType = UNSET
    auto_order: bool | UnsetType = UNSET


async def _overviews(call: Call) -> web.StreamResponse:
    return json([attrs.asdict(line) for line in await call.look(lists.overviews)])


async def _snapshot(call: Call) -> web.StreamResponse:
    completed = query.flag(call.request, "completed", default=True)
    list_id, kept = call.ids["list_id"], call.server.kept
    position = await call.look(snapshots.position, list_id=list_id)
    if _etag(position) in call.request.headers.get("If-None-Match", ""):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=_caching(position))
    packed = kept.get((list_id, position, completed)) or b""
    if not packed:
        position, packed = await call.server.looking_threads.run(_packed, call, list_id, completed)
        kept.keep((list_id, position, completed), packed)
    headers = {**_caching(position), "Vary": "Accept-Encoding"}
    if takes_gzip(call.request.headers):
        headers["Content-Encoding"] = "gzip"
    else:
        packed = gzip.decompress(packed)
    return web.Response(body=packed, headers=headers, content_type="application/json")


def _packed(call: Call, list_id: str, completed: bool) -> tuple[int, bytes]:
    look = call.server.application.look
    snapshot = look(call.actor, snapshots.of_list, list_id=list_id, completed=completed)
    return snapshot.position, gzip.compress(codec.encode(image(snapshot)), COMPRESSION)


def image(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "list": codec.image(snapshot.list),
        **{
            part: [codec.image(thing) for thing in getattr(snapshot, part)]
            for part in ("sections", "tasks", "tags", "members", "roles")
        },
        "position": snapshot.position,
    }


def _etag(position: int) -> str:
    """Not a version: a list's own version counts changes of its settings."""
    return f'"at-{position}"'


def _caching(position: int) -> dict[str, str]:
    return {"ETag": _etag(position), "Cache-Control": "private, no-cache"}


ROUTES: Final = [
    Route(
        method="GET",
        path="/lists",
        use_case=lists.overviews,
        summary="One's own lists",
        shows=shapes.Overview,
        is_many=True,
        own=_overviews,
    ),
    Route(
        method="POST",
        path="/lists",
        use_case=lists.create,
        summary="Create a list",
        body=NewList,
        shows=shapes.List,
        creates=True,
    ),
    Route(
        method="GET",
        path="/lists/{list_id}",
        use_case=snapshots.of_list,
        summary="The snapshot: everything in a list",
        shows=shapes.Snapshot,
        own=_snapshot,
        parameters={"completed": "`false` leaves completed tasks out."},
    ),
    Route(
        method="PATCH",
        path="/lists/{list_id}",
        use_case=lists.revise,
        summary="Change a list's settings",
        body=ListChanges,
        shows=shapes.List,
    ),
    Route(method="DELETE", path="/lists/{list_id}", use_case=lists.delete, summary="Delete a list"),
]
