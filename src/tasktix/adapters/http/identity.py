"""Who sends a request: from the session cookie to an actor, and whether the browser was made to send it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import attrs
from aiohttp import web

from tasktix.adapters.http.addresses import Network, sender
from tasktix.adapters.http.brake import Brake
from tasktix.adapters.http.errors import CrossSite, MalformedRequest
from tasktix.adapters.http.threads import Threads
from tasktix.application import sessions
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.limits import network
from tasktix.domain.ids import Id
from tasktix.domain.sessions import ABSOLUTE, Session

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY: Final = 64
TRUSTED_FOR: Final = 1.0
"""Seconds that a session found alive is taken for alive: the longest that its end in another process goes unseen."""

_MOST_KNOWN: Final = 10_000


@attrs.define(eq=False)
class Identity:
    """`base_url` is the public address: over https the cookie is `__Host-` and secure."""

    application: Application
    threads: Threads
    base_url: str
    trusted_proxies: Sequence[Network] = ()
    brake: Brake = attrs.field(factory=Brake)
    _known: dict[str, tuple[float, Session]] = attrs.field(factory=dict, init=False)

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie(self) -> str:
        return "__Host-tasktix" if self.is_secure else "tasktix"

    async def actor(self, request: web.Request) -> Actor:
        """The sender, perhaps a stranger. Raises `CrossSite`, `TooMany`."""
        if request.method not in SAFE:
            self._require_same_site(request)
        key = request.headers.get("Idempotency-Key")
        if key is not None and not (key.isascii() and key.isprintable() and 1 <= len(key) <= LONGEST_KEY):
            raise MalformedRequest
        # A header may hold any bytes, a text column may not.
        device = request.headers.get("User-Agent", "").encode(errors="replace").decode()
        stranger = Actor(via="web", key=key, device=device, address=self._address(request))
        session = await self._session(request.cookies.get(self.cookie))
        if request.method not in SAFE:
            self.brake.require(network(stranger.address) if session is None else session.user_id)
        if session is None:
            return stranger
        return attrs.evolve(stranger, user=session.user_id, session_id=session.id, until=session.expires_at)

    def remember(self, response: web.StreamResponse, token: str, *, beyond_the_browser: bool) -> None:
        response.set_cookie(
            self.cookie,
            token,
            max_age=int(ABSOLUTE.total_seconds()) if beyond_the_browser else None,
            path="/",
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
        )

    def forget(self, response: web.StreamResponse) -> None:
        response.del_cookie(self.cookie, path="/", secure=self.is_secure, httponly=True, samesite="Lax")

    def unlearn(self, user_id: Id) -> None:
        """One of the user's sessions has ended or has another token: what is known of them is looked up again."""
        self._known = {token: known for token, known in self._known.items() if known[1].user_id != user_id}

    def _address(self, request: web.Request) -> str:
        return sender(request.remote or "", request.headers.getall("X-Forwarded-For", []), self.trusted_proxies)

    async def _session(self, token: str | None) -> Session | None:
        if not token:
            return None
        known = self._known.get(token)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        session = await self.threads.run(self.application.look, SYSTEM, sessions.with_token, token=token)
        if session is None:
            self._known.pop(token, None)
            return None
        if session.is_due_to_be_seen(self.application.clock.now()):
            await self.threads.run(self.application.perform, SYSTEM, sessions.touch, session_id=session.id)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[token] = (time.monotonic() + TRUSTED_FOR, session)
        return session

    def _require_same_site(self, request: web.Request) -> None:
        """A browser says where an unsafe request comes from; a program that says nothing is not a browser."""
        fetch_site = request.headers.get("Sec-Fetch-Site")
        if fetch_site is not None:
            if fetch_site not in ("same-origin", "none"):
                raise CrossSite
            return
        origin = request.headers.get("Origin")
        if origin is not None and origin != _origin(self.base_url) and urlsplit(origin).netloc != request.host:
            raise CrossSite


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
