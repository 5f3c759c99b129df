"""Routes: one's own second factor."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from aiohttp import web

from tasktix.adapters import codec
from tasktix.adapters.http import key_shapes
from tasktix.adapters.http.route import Call, Route, json
from tasktix.adapters.http.sessions import Code
from tasktix.application import factors
from tasktix.domain.sessions import Session

PATH: Final = "/me/second-factor"


async def _own(call: Call) -> web.StreamResponse:
    factor = await call.look(factors.own)
    return json({"on_since": None, "backup_codes": 0} if factor is None else codec.image(factor))


async def _offer(call: Call) -> web.StreamResponse:
    """By itself, like the others here: what is answered is kept nowhere, for secrets are shown once."""
    offer = await call.flow(call.server.second_step.offer)
    return json({"secret": offer.secret, "address": offer.address})


async def _turn_on(call: Call) -> web.StreamResponse:
    body = await call.body(Code)
    session, token, codes = await call.flow(call.server.second_step.turn_on, code=body.code)
    return _renewed(call, json({"backup_codes": codes}), session, token)


async def _turn_off(call: Call) -> web.StreamResponse:
    body = await call.body(Code)
    session, token = await call.flow(call.server.second_step.turn_off, code=body.code)
    return _renewed(call, web.Response(status=HTTPStatus.NO_CONTENT), session, token)


async def _replace(call: Call) -> web.StreamResponse:
    body = await call.body(Code)
    return json({"backup_codes": await call.flow(call.server.second_step.replace_backup_codes, code=body.code)})


def _renewed(call: Call, response: web.Response, session: Session, token: str) -> web.Response:
    call.server.identity.unlearn(session.user_id)
    call.server.identity.remember(response, token, beyond_the_browser=session.remember)
    return response


ROUTES: Final = [
    Route(
        method="GET",
        path=PATH,
        use_case=factors.own,
        summary="One's own second factor",
        shows=key_shapes.SecondFactor,
        own=_own,
    ),
    Route(
        method="POST",
        path=PATH,
        use_case=factors.offer,
        summary="A secret for an authenticator app",
        shows=key_shapes.OfferedSecondFactor,
        own=_offer,
    ),
    Route(
        method="PUT",
        path=PATH,
        use_case=factors.turn_on,
        summary="Turn the second factor on",
        body=Code,
        shows=key_shapes.BackupCodes,
        own=_turn_on,
    ),
    Route(
        method="DELETE",
        path=PATH,
        use_case=factors.turn_off,
        summary="Turn the second factor off",
        body=Code,
        own=_turn_off,
    ),
    Route(
        method="POST",
        path=f"{PATH}/backup-codes",
        use_case=factors.replace_backup_codes,
        summary="New backup codes",
        body=Code,
        shows=key_shapes.BackupCodes,
        own=_replace,
    ),
]
