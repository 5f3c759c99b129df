"""`/auth/…`: the way to a provider and back, by redirects of the browser. Whatever goes wrong ends at a page of ours,
with a code in its address."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import attrs
from aiohttp import web

from tasktix.adapters.http import errors
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.route import Server, json
from tasktix.application.actor import Actor
from tasktix.application.elsewhere import Elsewhere, own_path
from tasktix.application.entrance import Admitted
from tasktix.application.ports import Unavailable
from tasktix.application.providers import Provider, ProviderFailed, ProviderRefused
from tasktix.domain.errors import NotFound, Refused
from tasktix.domain.tickets import LIFE

LOG: Final = logging.getLogger(__name__)

SIGN_IN: Final = "/sign-in"
PROFILE: Final = "/profile"

_PASSWORDS: Final = "Tasktix-Passwords"
"""Tells the page whether it is to ask for one."""

_LONGEST: Final = 4096
"""Characters of an answer's values that are looked at."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@attrs.frozen
class Doors:
    """Without `are_passwords_on` the providers are the only ways in, but for passkeys."""

    server: Server
    elsewhere: Elsewhere
    providers: Sequence[Provider]
    page: Handler
    are_passwords_on: bool = True

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/auth/providers", self._list)
        app.router.add_get("/auth/{provider}/start", self._start)
        app.router.add_get("/auth/{provider}/callback", self._callback)
        if not self.are_passwords_on and len(self.providers) == 1:
            # The page to sign in need not be shown.
            app.router.add_get(SIGN_IN, self._straight_on)

    async def _list(self, _request: web.Request) -> web.StreamResponse:
        passwords = {_PASSWORDS: "on" if self.are_passwords_on else "off"}
        return json([{"id": it.id, "name": it.name} for it in self.providers], headers=passwords)

    async def _straight_on(self, request: web.Request) -> web.StreamResponse:
        """To the only provider; but who comes back from there with an error must be able to read it."""
        if "error" in request.query or "second_factor" in request.query:
            return await self.page(request)
        next_path = quote(own_path(request.query.get("next", "")), safe="")
        return _to(f"/auth/{self.providers[0].id}/start?next={next_path}")

    async def _start(self, request: web.Request) -> web.StreamResponse:
        provider = self._provider(request)
        actor = await self.server.identity.actor(request)
        browser = request.cookies.get(self._cookie) or secrets.token_urlsafe(32)
        back = f"{self.server.identity.base_url}/auth/{provider.id}/callback"
        try:
            begin = partial(self.elsewhere.begin, actor, provider=provider.id, browser=browser, back=back)
            journey = await self.server.threads.run(begin, next_path=request.query.get("next", ""))
            response = _to(await provider.address(journey))
        except (ProviderFailed, Unavailable, Refused) as error:
            return self._problem(actor, error, provider)
        response.set_cookie(
            self._cookie,
            browser,
            max_age=int(LIFE.total_seconds()),
            path="/",
            httponly=True,
            secure=self.server.identity.is_secure,
            samesite="Lax",
        )
        return response

    async def _callback(self, request: web.Request) -> web.StreamResponse:
        provider = self._provider(request)
        actor = await self.server.identity.actor(request)
        try:
            return await self._arrived(request, actor, provider)
        except (ProviderFailed, ProviderRefused, Unavailable, Refused, MalformedRequest) as error:
            return self._problem(actor, error, provider)

    async def _arrived(self, request: web.Request, actor: Actor, provider: Provider) -> web.StreamResponse:
        run, answer = self.server.threads.run, _answer(request)
        state, browser = answer.get("state", ""), request.cookies.get(self._cookie, "")
        come_back = partial(self.elsewhere.come_back, actor, provider=provider.id)
        begun = await run(come_back, browser=browser, state=state)
        vouched = await provider.vouch(begun.journey, answer)
        arrive = partial(self.elsewhere.arrive, actor, provider=provider.id)
        admitted = await run(arrive, begun=begun, vouched=vouched)
        if actor.user is not None:
            self.server.identity.unlearn(actor.user)
        return self._inside(admitted, begun.next)

    def _inside(self, admitted: Admitted | None, next_path: str) -> web.StreamResponse:
        if admitted is None:
            return _to(next_path)
        asked = f"{SIGN_IN}?second_factor=1&next={quote(next_path, safe='')}"
        response = _to(next_path if admitted.signed_in is not None else asked)
        self.server.identity.remember(response, admitted.token, beyond_the_browser=False)
        return response

    @property
    def _cookie(self) -> str:
        return f"{self.server.identity.cookie}-door"

    def _provider(self, request: web.Request) -> Provider:
        for provider in self.providers:
            if provider.id == request.match_info["provider"]:
                return provider
        raise NotFound

    def _problem(self, actor: Actor, error: Exception, provider: Provider) -> web.Response:
        """Where who signs in is told, or who links an account."""
        match error:
            case ProviderRefused():
                code = "provider_refused"
            case ProviderFailed():
                LOG.warning("%s: %s", provider.id, error)
                code = "provider_failed"
            case NotFound() | MalformedRequest():
                # This browser began no such journey, or long ago.
                code = "expired"
            case _:
                code = errors.CODES[type(error)][1]
        return _to(f"{PROFILE if actor.user is not None else SIGN_IN}?error={code}")


def _to(address: str) -> web.Response:
    """Sends the browser there."""
    return web.Response(status=HTTPStatus.FOUND, headers={"Location": address})


def _answer(request: web.Request) -> Mapping[str, str]:
    """What came back. A parameter that comes twice is an attack (RFC 6749, 3.1)."""
    query: Any = request.query
    if len(query) != len(set(query)) or any(len(it) > _LONGEST for it in query.values()):
        raise MalformedRequest
    return dict(query)
