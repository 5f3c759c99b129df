"""Routes: passkeys. What a browser asks a device with, and what it brings from there, are as WebAuthn writes them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final

from aiohttp import web

from tasktix.adapters import codec
from tasktix.adapters.http import key_shapes, shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Call, Route, json
from tasktix.adapters.http.sessions import admitted
from tasktix.application import passkeys
from tasktix.application.entrance import Admitted

PATH: Final = "/me/passkeys"


class NewPasskey(Body):
    """`credential` is what the browser made of the `options`."""

    name: str
    credential: dict[str, Any]


class PasskeyName(Body):
    ARGUMENTS: ClassVar[Mapping[str, str]] = {"name": "name"}

    name: str


class ShownPasskey(Body):
    """`credential` is what the browser made of the `options`."""

    credential: dict[str, Any]
    remember: bool = False


class ProvenPasskey(Body):
    """As `ShownPasskey`."""

    credential: dict[str, Any]


async def _ask_for_new(call: Call) -> web.StreamResponse:
    return json({"options": await call.flow(call.server.passkey_step.ask_for_new)})


async def _add(call: Call) -> web.StreamResponse:
    body = await call.body(NewPasskey)
    made = await call.flow(call.server.passkey_step.add, **body.given())
    location = {"Location": f"{call.request.path}/{made.id}"}
    return json(codec.image(made), status=HTTPStatus.CREATED, headers=location)


async def _remove(call: Call) -> web.StreamResponse:
    await call.commit(passkeys.remove, **call.ids, passwords_count=call.server.do_passwords_count)
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def _ask(call: Call) -> web.StreamResponse:
    return json({"options": await call.flow(call.server.passkey_step.ask)})


async def _sign_in(call: Call) -> web.StreamResponse:
    body = await call.body(ShownPasskey)
    return admitted(call, await call.flow(call.server.passkey_step.sign_in, **body.given()))


async def _prove_again(call: Call) -> web.StreamResponse:
    body = await call.body(ProvenPasskey)
    signed_in, token = await call.flow(call.server.passkey_step.prove_again, **body.given())
    return admitted(call, Admitted(token, signed_in))


ROUTES: Final = [
    Route(
        method="GET",
        path=PATH,
        use_case=passkeys.own,
        summary="One's own passkeys",
        shows=key_shapes.Passkey,
        is_many=True,
    ),
    Route(
        method="POST",
        path="/me/passkey-options",
        use_case=passkeys.ask,
        summary="What a browser makes a passkey with",
        shows=key_shapes.PasskeyOptions,
        own=_ask_for_new,
    ),
    Route(
        method="POST",
        path=PATH,
        use_case=passkeys.add,
        summary="Add a passkey",
        body=NewPasskey,
        shows=key_shapes.Passkey,
        creates=True,
        own=_add,
    ),
    Route(
        method="PUT",
        path=f"{PATH}/{{passkey_id}}",
        use_case=passkeys.rename,
        summary="Give a passkey another name",
        body=PasskeyName,
        shows=key_shapes.Passkey,
    ),
    Route(
        method="DELETE",
        path=f"{PATH}/{{passkey_id}}",
        use_case=passkeys.remove,
        summary="Remove a passkey",
        own=_remove,
    ),
    Route(
        method="POST",
        path="/session/passkey-options",
        use_case=passkeys.invite,
        summary="What a browser asks for a passkey with",
        shows=key_shapes.PasskeyOptions,
        is_public=True,
        own=_ask,
    ),
    Route(
        method="POST",
        path="/session/passkey",
        use_case=passkeys.use,
        summary="Sign in by a passkey",
        body=ShownPasskey,
        shows=shapes.SignedIn,
        is_public=True,
        own=_sign_in,
    ),
    Route(
        method="PUT",
        path="/session/fresh/passkey",
        use_case=passkeys.renew,
        summary="Prove again who one is, by a passkey",
        body=ProvenPasskey,
        shows=shapes.SignedIn,
        own=_prove_again,
    ),
]
