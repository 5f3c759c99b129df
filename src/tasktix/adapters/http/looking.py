"""Routes: a page says that a list is in sight. The others who read the list are told so by the live stream."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from aiohttp import web

from tasktix.adapters.http.lookers import looks, looks_away
from tasktix.adapters.http.route import Call, Route
from tasktix.adapters.http.tabs import Tab
from tasktix.application import lookers


async def _look(call: Call) -> web.StreamResponse:
    position = await call.look(lookers.look, list_id=call.ids["list_id"])
    call.server.hub.say(looks(_tab(call), call.actor.session_id or call.actor.token_id or "", position))
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def _look_away(call: Call) -> web.StreamResponse:
    await call.look(lookers.look_away, list_id=call.ids["list_id"])
    call.server.hub.say(looks_away(_tab(call)))
    return web.Response(status=HTTPStatus.NO_CONTENT)


def _tab(call: Call) -> Tab:
    return Tab(call.ids["list_id"], call.actor.user_id, call.ids["tab_id"])


_PATH: Final = "/lists/{list_id}/lookers/{tab_id}"

ROUTES: Final = [
    Route(
        method="PUT",
        path=_PATH,
        use_case=lookers.look,
        summary="Have a list in sight, for a minute",
        own=_look,
        by_itself=True,
    ),
    Route(
        method="DELETE",
        path=_PATH,
        use_case=lookers.look_away,
        summary="Have it in sight no longer",
        own=_look_away,
        by_itself=True,
    ),
]
