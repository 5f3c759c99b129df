"""Who sends a request: from the session cookie or API token to an actor; and whether a browser was made to send it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
from aiohttp import web

from tasktix.adapters.http.addresses import Network, sender
from tasktix.adapters.http.brake import Brake
from tasktix.adapters.http.errors import CrossSite, MalformedRequest
from tasktix.adapters.http.threads import Threads
from tasktix.application import sessions, tokens
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.limits import network
from tasktix.domain.ids import Id
from tasktix.domain.sessions import ABSOLUTE, Session
from tasktix.domain.tokens import Token, is_secret

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY: Final = 64
TRUSTED_FOR: Final = 1.0
"""Seconds that a session found alive is taken for alive: the longest that its end in another process goes unseen."""

_MOST_KNOWN: Final = 10_000


Known = Session | Token
UseCase = Callable[..., Any]


@attrs.define(eq=False)
class Identity:
    """`base_url` is the public address: over https the cookie is `__Host-` and secure."""

    application: Application
    threads: Threads
    looking_threads: Threads
    base_url: str
    trusted_proxies: Sequence[Network] = ()
    brake: Brake = attrs.field(factory=Brake)
    _known: dict[str, tuple[float, Known]] = attrs.field(factory=dict, init=False)

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie(self) -> str:
        return "__Host-tasktix" if self.is_secure else "tasktix"

    async def actor(self, request: web.Request, *, is_seen: bool = True) -> Actor:
        """The sender, perhaps a stranger. Raises `CrossSite`, `TooMany`. A token goes before a cookie; no browser sends
        one by itself, so it may come from anywhere. `is_seen`: their session or token was used."""
        secret = _bearer(request)
        if request.method not in SAFE and secret is None:
            self._require_same_site(request)
        key = request.headers.get("Idempotency-Key")
        if key is not None and not (key.isascii() and key.isprintable() and 1 <= len(key) <= LONGEST_KEY):
            raise MalformedRequest
        # A header may hold any bytes, a text column may not.
        device = request.headers.get("User-Agent", "").encode(errors="replace").decode()
        stranger = Actor(via="web", key=key, device=device, address=self._address(request))
        cookie = request.cookies.get(self.cookie)
        known = await (self._token(secret, is_seen) if secret is not None else self._session(cookie, is_seen))
        if request.method not in SAFE:
            self.brake.require(network(stranger.address) if known is None else known.user_id)
        match known:
            case Session():
                return attrs.evolve(stranger, user=known.user_id, session_id=known.id, until=known.expires_at)
            case Token():
                by_token = attrs.evolve(stranger, user=known.user_id, via="token", token_id=known.id)
                return attrs.evolve(by_token, grant=known.grant, until=known.expires_at)
            case _:
                return stranger

    def brought(self, request: web.Request) -> str:
        """The token that a browser brings, of a session or of half of one."""
        return request.cookies.get(self.cookie, "")

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
        """One of the user's sessions or tokens has ended, or has another secret: they are looked up again."""
        self._known = {token: known for token, known in self._known.items() if known[1].user_id != user_id}

    def _address(self, request: web.Request) -> str:
        return sender(request.remote or "", request.headers.getall("X-Forwarded-For", []), self.trusted_proxies)

    async def _session(self, token: str | None, is_seen: bool) -> Known | None:
        return await self._opened(token, sessions.with_token, sessions.touch if is_seen else None) if token else None

    async def _token(self, secret: str, is_seen: bool) -> Known | None:
        touch = tokens.touch if is_seen else None
        return await self._opened(secret, tokens.with_secret, touch) if is_secret(secret) else None

    async def _opened(self, secret: str, find: UseCase, touch: UseCase | None) -> Known | None:
        """What this opens, if it lives; looked up once a second at most."""
        known = self._known.get(secret)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found: Known | None = await self.looking_threads.run(self.application.look, SYSTEM, find, secret)
        if found is None:
            self._known.pop(secret, None)
            return None
        if touch is not None and found.is_due_to_be_seen(self.application.clock.now()):
            await self.threads.run(self.application.perform, SYSTEM, touch, found.id)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[secret] = (time.monotonic() + TRUSTED_FOR, found)
        return found

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


def _bearer(request: web.Request) -> str | None:
    """What follows `Bearer`; None for other schemes, which may be a proxy's own matter."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
