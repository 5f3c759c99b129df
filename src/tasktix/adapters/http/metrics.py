"""What a server says of itself to Prometheus: how many requests, how long they took, how many streams are open."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, exposition

from tasktix.adapters.http.hub import Hub
from tasktix.adapters.http.threads import Threads

PATH: Final = "/metrics"
BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds."""

_OTHER: Final = "other"
"""The page and its files, and whatever is not there: their addresses are the sender's choice, without number."""


class Metrics:
    """Of one process. `pools` are its threads, by what they do."""

    def __init__(self, version: str, hub: Hub, pools: Mapping[str, Threads]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "tasktix_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "tasktix_request_seconds",
            "From the head of a request to its answer; live streams apart.",
            ("method", "route"),
            buckets=BOUNDS,
            registry=self.registry,
        )
        self._gauge("tasktix_streams", "Live streams that are open.", lambda: len(hub.readers))
        self._gauge("tasktix_followed", "Lists and people whose log somebody here follows.", lambda: len(hub.topics))
        in_line = Gauge(
            "tasktix_in_line", "Calls at work or in line for a thread.", ("threads",), registry=self.registry
        )
        for name, threads in pools.items():
            in_line.labels(name).set_function(lambda threads=threads: threads.in_line)  # type: ignore[misc]
        about = Gauge("tasktix_info", "1; its label says which version this is.", ("version",), registry=self.registry)
        about.labels(version).set(1)

    def _gauge(self, name: str, words: str, read: Callable[[], float]) -> None:
        Gauge(name, words, registry=self.registry).set_function(read)

    def middleware(self) -> Middleware:
        @web.middleware
        async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
            begin = time.perf_counter()
            # What raises here has nobody left to answer: a reader who is gone, or a stream that has begun.
            response = await handler(request)
            resource = request.match_info.route.resource
            route = resource.canonical if resource is not None and "{path" not in resource.canonical else _OTHER
            self._requests.labels(request.method, route, response.status).inc()
            self._seconds.labels(request.method, route).observe(time.perf_counter() - begin)
            return response

        return count

    async def answer(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=exposition.generate_latest(self.registry),
            headers={"Content-Type": exposition.CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": "no-store"},
        )

    async def answer_nearby(self, request: web.Request) -> web.Response:
        """On the port that everybody may reach: to this machine alone, as if it were not there for others."""
        peer: Any = request.transport.get_extra_info("peername") if request.transport else None
        if not peer or not ipaddress.ip_address(peer[0].partition("%")[0]).is_loopback:
            raise web.HTTPNotFound
        return await self.answer(request)

    def app(self) -> web.Application:
        """For a port of its own."""
        app = web.Application()
        app.router.add_get(PATH, self.answer)
        return app
