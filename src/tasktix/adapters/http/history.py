"""Routes: what happened, and undoing it."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from aiohttp import web

from tasktix.adapters.codec.history import past_entry
from tasktix.adapters.http import query, shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Call, Route, json
from tasktix.application import history
from tasktix.application.history import Page
from tasktix.application.ports import Outcome
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import is_id


class Undo(Body):
    """`position` is that of the entry to undo."""

    ARGUMENTS: ClassVar = {"position": "position"}
    NEW_IDS: ClassVar = frozenset[str]()

    position: int

    def arguments(self) -> dict[str, Any]:
        # A number that no database can hold would be a fault of ours; it is the position of no entry.
        if not 0 < self.position < 2**63:
            raise NotFound
        return super().arguments()


async def _of_list(call: Call) -> web.StreamResponse:
    task_id = call.request.query.get("task")
    if task_id is not None and not is_id(task_id):
        raise NotFound
    return _shown(await call.look(history.of_list, **call.ids, **_page(call), task_id=task_id))


async def _own(call: Call) -> web.StreamResponse:
    return _shown(await call.look(history.own, **_page(call)))


def _page(call: Call) -> dict[str, int]:
    before = query.whole_number(call.request, "cursor")
    return {"limit": query.limit(call.request), **({} if before is None else {"before": before})}


def _shown(page: Page) -> web.Response:
    items = [past_entry(entry, page.people.get(entry.user_id or "")) for entry in page.entries]
    return json({"items": items, "next": None if page.before is None else str(page.before)})


def _undone(call: Call, outcome: Outcome[Any]) -> dict[str, int | None]:
    audience = call.ids.get("list_id", call.actor.user_id)
    return {"position": outcome.positions.get(audience)}


_TASK: Final = {"task": "Only what happened to this task."}

ROUTES: Final = [
    Route(
        method="GET",
        path="/lists/{list_id}/history",
        use_case=history.of_list,
        summary="What happened in a list",
        shows=shapes.History,
        own=_of_list,
        parameters={**_TASK, **query.LIMIT},
    ),
    Route(
        method="POST",
        path="/lists/{list_id}/undo",
        use_case=history.undo,
        summary="Undo an entry",
        body=Undo,
        shows=shapes.Undone,
        render=_undone,
    ),
    Route(
        method="GET",
        path="/me/history",
        use_case=history.own,
        summary="What happened to one's own matters",
        shows=shapes.History,
        own=_own,
        parameters=query.LIMIT,
    ),
    Route(
        method="POST",
        path="/me/undo",
        use_case=history.undo_own,
        summary="Undo an entry of one's own matters",
        body=Undo,
        shows=shapes.Undone,
        render=_undone,
    ),
]
