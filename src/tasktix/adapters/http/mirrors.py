"""Routes: lists that follow repositories."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar, Final

from aiohttp import web
from msgspec import UNSET, UnsetType

from tasktix.adapters import codec
from tasktix.adapters.http import mirror_shapes, query
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.route import Call, Route, json, tag
from tasktix.application import deliveries, mirrors
from tasktix.application.linking import Linking
from tasktix.application.mirrors import Page
from tasktix.domain.ids import is_id


class NewMirror(Body):
    """`directions` says for `tasks` (new ones), `name`, `description`, `status`, `tags`, `assignees` and `due` which
    way they go: `in`, `out`, `both` or `off`; the last two only `in` or `off`. `conflicts` says who is right where both
    sides changed the same: `newest`, `ours` or `theirs`. What is not given is as usual. With `is_importing` the
    open issues that are there already become tasks, too."""

    ARGUMENTS: ClassVar = {"repository_id": "repository_id", "section": "section_id"}

    repository_id: int
    section: str | None = None
    directions: dict[str, str] | UnsetType = UNSET
    conflicts: str | UnsetType = UNSET
    is_importing: bool | UnsetType = UNSET


async def _repositories(call: Call) -> web.StreamResponse:
    server = call.server
    found = await server.tracker_threads.run(server.linking.repositories, call.actor)
    return json([codec.image(it) for it in found])


async def _link(call: Call) -> web.StreamResponse:
    """By itself: the tracker is asked in between."""
    arguments: dict[str, Any] = {**call.ids, **(await call.body(NewMirror)).arguments()}
    server = call.server

    def link() -> Any:
        return server.linking.link(call.actor, **arguments)

    outcome = await server.tracker_threads.run(link)
    return json(codec.image(outcome.answer), headers={**call.positions(outcome), **tag(outcome.answer)})


async def _ledger(call: Call) -> web.StreamResponse:
    before = call.request.query.get("cursor")
    if before is not None and not is_id(before):
        raise MalformedRequest
    more = {} if before is None else {"before": before}
    page: Page = await call.look(mirrors.ledger, **call.ids, limit=query.limit(call.request), **more)
    return json({"items": [codec.image(it) for it in page.reports], "next": page.before})


async def _replay(call: Call) -> web.StreamResponse:
    await call.commit(deliveries.replay, **call.ids)
    call.server.arrived.set()
    return web.Response(status=HTTPStatus.NO_CONTENT)


_PATH: Final = "/lists/{list_id}/mirror"

ROUTES: Final = [
    Route(
        method="GET",
        path="/github/repositories",
        use_case=Linking.repositories,
        summary="Repositories that a list can follow",
        shows=mirror_shapes.Repository,
        is_many=True,
        own=_repositories,
    ),
    Route(
        method="GET",
        path=_PATH,
        use_case=mirrors.show,
        summary="Which repository a list follows",
        shows=mirror_shapes.Mirror,
    ),
    Route(
        method="PUT",
        path=_PATH,
        use_case=mirrors.link,
        summary="Let a list follow a repository",
        body=NewMirror,
        shows=mirror_shapes.Mirror,
        own=_link,
    ),
    Route(method="DELETE", path=_PATH, use_case=mirrors.unlink, summary="Let a list follow nothing"),
    Route(
        method="GET",
        path=f"{_PATH}/deliveries",
        use_case=mirrors.ledger,
        summary="The ledger: what came, what went, and what came of it",
        shows=mirror_shapes.Ledger,
        own=_ledger,
        parameters=query.LIMIT,
    ),
    Route(
        method="POST",
        path=f"{_PATH}/deliveries/{{report_id}}/replay",
        use_case=deliveries.replay,
        summary="Work off a delivery once more",
        own=_replay,
    ),
]
