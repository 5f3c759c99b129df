"""Routes: accounts elsewhere by which one signs in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from aiohttp import web

from tasktix.adapters.http import key_shapes
from tasktix.adapters.http.route import Call, Route
from tasktix.application import linked


async def _unlink(call: Call) -> web.StreamResponse:
    await call.commit(linked.unlink, **call.ids, passwords_count=call.server.do_passwords_count)
    return web.Response(status=HTTPStatus.NO_CONTENT)


ROUTES: Final = [
    Route(
        method="GET",
        path="/me/accounts",
        use_case=linked.own,
        summary="Accounts elsewhere by which one signs in",
        shows=key_shapes.LinkedAccount,
        is_many=True,
    ),
    Route(
        method="DELETE",
        path="/me/accounts/{account_id}",
        use_case=linked.unlink,
        summary="Unlink an account elsewhere",
        own=_unlink,
    ),
]
