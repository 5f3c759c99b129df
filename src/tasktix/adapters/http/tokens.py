"""Routes: API tokens."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from aiohttp import web
from msgspec import UNSET, UnsetType

from tasktix.adapters import codec
from tasktix.adapters.http import key_shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Call, Route, json
from tasktix.application import tokens
from tasktix.domain.tokens import secret_of


class NewToken(Body):
    """`scopes` are `read` and `write`, of everything, and `list:ID:read`, `list:ID:write` of one list alone. Without
    `expires_at` it lives for 90 days, with null for ever."""

    name: str
    scopes: list[str]
    expires_at: str | UnsetType | None = UNSET


async def _make(call: Call) -> web.StreamResponse:
    """By itself: what is answered is kept nowhere, for the secret is shown once."""
    body = await call.body(NewToken)
    secret = secret_of(call.server.application.chance.token())
    made = (await call.commit(tokens.make, secret=secret, fields=body.given())).answer
    location = {"Location": f"{call.request.path}/{made.id}"}
    return json({**codec.image(made), "secret": secret}, status=HTTPStatus.CREATED, headers=location)


async def _revoke(call: Call) -> web.StreamResponse:
    await call.commit(tokens.revoke, **call.ids)
    call.server.identity.unlearn(call.actor.user_id)
    return web.Response(status=HTTPStatus.NO_CONTENT)


ROUTES: Final = [
    Route(
        method="GET",
        path="/me/tokens",
        use_case=tokens.own,
        summary="One's own API tokens",
        shows=key_shapes.ApiToken,
        is_many=True,
    ),
    Route(
        method="POST",
        path="/me/tokens",
        use_case=tokens.make,
        summary="Make an API token",
        body=NewToken,
        shows=key_shapes.MadeToken,
        creates=True,
        own=_make,
    ),
    Route(
        method="DELETE",
        path="/me/tokens/{token_id}",
        use_case=tokens.revoke,
        summary="Revoke an API token",
        own=_revoke,
    ),
]
