"""The aiohttp application: the routes, what surrounds each of them, and the tasks that live as long as the server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final

from aiohttp import web

from tasktix.adapters import codec
from tasktix.adapters.http import docs, errors, filter_docs, openapi, webhooks
from tasktix.adapters.http.body import LARGEST
from tasktix.adapters.http.doors import Doors
from tasktix.adapters.http.hub import Hub
from tasktix.adapters.http.metrics import PATH as METRICS
from tasktix.adapters.http.metrics import Metrics
from tasktix.adapters.http.pages import PATH, Pages
from tasktix.adapters.http.route import BASE, Route, Server
from tasktix.adapters.http.routes import ROUTES
from tasktix.application.ports import Unavailable

LOG: Final = logging.getLogger(__name__)

SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT: Final = "max-age=31536000; includeSubDomains"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(server: Server, pages: Pages, doors: Doors, metrics: Metrics, *, shows_metrics: bool) -> web.Application:
    """`shows_metrics` is whether they are at `/metrics` here, and not at a port of their own."""
    app = web.Application(client_max_size=LARGEST, middlewares=[metrics.middleware(), _problems])
    for route in ROUTES:
        app.router.add_route(route.method, BASE + route.path, _handler(server, route))
    _add_operation(app, server)
    app.router.add_post(webhooks.PATH, partial(webhooks.receive, server))
    if shows_metrics:
        app.router.add_get(METRICS, metrics.answer_nearby)
    _add_documents(app)
    doors.add_to(app)
    app.router.add_get(PATH, pages.answer)
    app.on_response_prepare.append(_headers(server))
    app.cleanup_ctx.append(_background(server.hub, server))
    app.on_shutdown.append(_end_streams(server.hub))
    return app


def _handler(server: Server, route: Route) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await route(server, request)

    return handle


@web.middleware
async def _problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure leaves as problem+json, and a fault of ours says nothing about its inside."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return errors.of_http(refusal)
    except web.RequestPayloadError:
        # The bytes are not what the Content-Encoding says.
        return errors.of_exception(errors.MalformedBody())
    except errors.KNOWN as refusal:
        if isinstance(refusal, Unavailable):
            # Its sender may ask again; its operator must learn that they had to.
            LOG.warning("%s %s: unavailable", request.method, request.rel_url.path, exc_info=refusal.__cause__)
        return errors.of_exception(refusal)
    except (ConnectionError, asyncio.CancelledError):
        raise
    except Exception as fault:
        LOG.exception("%s %s", request.method, request.rel_url.path)
        return errors.of_exception(fault)


def _headers(server: Server) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(SECURITY)
        if server.identity.is_secure:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        response.headers.setdefault("Cache-Control", "no-store")
        # The server's name and version are nobody's business.
        response.headers["Server"] = "Tasktix"

    return add


def _add_operation(app: web.Application, server: Server) -> None:
    async def live(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_request: web.Request) -> web.Response:
        fault = await server.looking_threads.run(server.application.store.schema_fault)
        if fault is not None:
            headers = {"Retry-After": errors.RETRY_AFTER}
            return errors.problem(HTTPStatus.SERVICE_UNAVAILABLE, "not_ready", fault, {}, headers)
        return web.Response(text="ok\n")

    app.router.add_get("/healthz", live)
    app.router.add_get("/readyz", ready)


def _add_documents(app: web.Application) -> None:
    document = openapi.document(ROUTES, version("tasktix"))
    texts = {
        f"{BASE}/openapi.json": (codec.encode(document), "application/json"),
        f"{BASE}/filters.json": (codec.encode(filter_docs.document()), "application/json"),
        "/api/docs": (docs.page(document).encode(), "text/html"),
        "/api/docs/filters": (filter_docs.page().encode(), "text/html"),
        "/api/docs.css": (docs.STYLE.encode(), "text/css"),
    }
    for path, (body, content_type) in texts.items():
        app.router.add_get(path, _document(body, content_type))


def _document(body: bytes, content_type: str) -> Handler:
    async def answer(_request: web.Request) -> web.Response:
        charset = "utf-8" if content_type.startswith("text/") else None
        return web.Response(body=body, content_type=content_type, charset=charset)

    return answer


def _background(hub: Hub, server: Server) -> Callable[[web.Application], AsyncIterator[None]]:
    async def run(_app: web.Application) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def ring(audiences: Any) -> None:
            # From the thread that committed; where the loop is closing there is nobody left to tell.
            if not loop.is_closed():
                loop.call_soon_threadsafe(hub.ring, audiences)

        def hear(word: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(hub.lookers.hear, word)

        server.application.bell.listen(ring)
        server.application.bell.hear(hear)
        duties = [hub.follow, hub.looks.follow, hub.ping, hub.watch]
        tasks = [asyncio.create_task(_for_ever(duty), name=duty.__qualname__) for duty in duties]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    return run


async def _for_ever(duty: Callable[[], Awaitable[None]]) -> None:
    """A duty that fails once (the database is away) goes on: the streams must not die silently with it."""
    while True:
        try:
            await duty()
        except Exception:
            LOG.exception("the hub's %s failed and goes on", duty.__qualname__)
            await asyncio.sleep(1.0)


def _end_streams(hub: Hub) -> Callable[[web.Application], Awaitable[None]]:
    async def end(_app: web.Application) -> None:
        hub.readers.end_all()

    return end
