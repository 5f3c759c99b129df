"""Something between a client and a server that does all that networks and proxies do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


class Meddler:
    """What it does to streams: messages come twice (`twice`), late (`delay`), not at all (`dropping`), cut anywhere
    (`shredding`), and the line is cut after `cut_after` of them. What it does to calls: `lost_answers` are done and
    not answered, `lost_calls` do not come through, `refusals` are answered with a 503."""

    def __init__(self, url: str, seed: int = 0) -> None:
        self.target = url
        self.url = ""
        self.chance = random.Random(seed)
        self.twice = self.dropping = 0.0
        self.delay = 0.0
        self.shredding = False
        self.cut_after: int | None = None
        self.is_mute = False
        self.lost_answers = self.lost_calls = self.refusals = 0
        self.retry_after = "0"
        self.calls: list[tuple[str, str]] = []
        self.streams: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        is_stream = request.path.endswith("/feed")
        if is_stream:
            self.streams.append(request.path_qs)
            if self.refusals > 0:
                self.refusals -= 1
                return web.Response(status=503, headers={"Retry-After": self.retry_after})
            return await self._stream(request)
        self.calls.append((request.method, request.path))
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503, headers={"Retry-After": self.retry_after}, text="<p>a proxy's page</p>")
        if self.lost_calls > 0:
            self.lost_calls -= 1
            return self._cut(request)
        async with self._ask(request) as answer:
            body = await answer.read()
        if self.lost_answers > 0 and request.method != "GET":
            self.lost_answers -= 1
            return self._cut(request)
        kept = {name: it for name, it in answer.headers.items() if name not in ("Content-Length", "Content-Encoding")}
        return web.Response(status=answer.status, body=body, headers=kept)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        async with self._ask(request) as answer:
            response = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.content_type})
            await response.prepare(request)
            rest, passed = b"", 0
            while piece := await answer.content.readany():
                *frames, rest = (rest + piece).split(b"\n\n")
                for frame in frames:
                    if self.is_mute:
                        continue
                    is_entry = b"event: entry" in frame
                    if is_entry and self.chance.random() < self.dropping:
                        continue
                    again = 2 if is_entry and self.chance.random() < self.twice else 1
                    for _ in range(again):
                        await self._write(response, frame + b"\n\n")
                    passed += is_entry
                    if self.cut_after is not None and passed >= self.cut_after:
                        return self._cut(request)
            return response

    async def _write(self, response: web.StreamResponse, frame: bytes) -> None:
        if self.delay:
            await asyncio.sleep(self.chance.random() * self.delay)
        at = self.chance.randrange(len(frame)) if self.shredding else 0
        for part in (frame[:at], frame[at:]):
            if part:
                await response.write(part)
                await asyncio.sleep(0)

    def _ask(self, request: web.Request) -> aiohttp.client._RequestContextManager:
        headers = {name: it for name, it in request.headers.items() if name != "Host"}
        return self._session.request(
            request.method,
            self.target + request.path_qs,
            headers=headers,
            data=request.content if request.can_read_body else None,
            allow_redirects=False,
        )

    def _cut(self, request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Meddler]:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{anything:.*}", self.handle)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as self._session:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            try:
                yield self
            finally:
                await runner.cleanup()
