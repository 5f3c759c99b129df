"""Where a tracker delivers: verified, stored and answered; worked off later."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from aiohttp import web

from tasktix.adapters.http.errors import MalformedRequest, UnsupportedBody
from tasktix.adapters.http.route import Server
from tasktix.application import deliveries
from tasktix.application.actor import SYSTEM
from tasktix.application.tracker import Unreadable

PATH: Final = "/webhooks/github"
LARGEST: Final = 25 * 1024 * 1024
"""Bytes: what is larger GitHub does not send at all."""


async def receive(server: Server, request: web.Request) -> web.Response:
    """202 where it is to be worked off, 200 where it was known already."""
    if request.content_type != "application/json":
        raise UnsupportedBody
    raw = await _read(request)
    try:
        parcel = server.webhooks.read({name.lower(): value for name, value in request.headers.items()}, raw)
    except Unreadable:
        raise MalformedRequest from None
    application = server.application
    is_new = await server.threads.run(application.perform, SYSTEM, deliveries.receive, parcel=parcel)
    if is_new:
        server.arrived.set()
    return web.Response(status=HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK)


async def _read(request: web.Request) -> bytes:
    """The body as it was signed; other addresses take much less."""
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    pieces: list[bytes] = []
    size = 0
    async for piece in request.content.iter_any():
        size += len(piece)
        if size > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, size)
        pieces.append(piece)
    return b"".join(pieces)
