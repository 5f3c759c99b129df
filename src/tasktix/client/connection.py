"""Calls: each is tried until it is answered, and done once however often it is tried."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

import aiohttp
import attrs

from tasktix.client.backoff import Backoff
from tasktix.client.errors import NotFound, Refused, SignedOut, Unreachable

BASE: Final = "/api/v1"
PATIENCE: Final = 60.0
"""Seconds for which a call is tried again."""

ATTEMPT: Final = 15.0
"""Seconds that one attempt may take."""

_SAFE: Final = frozenset({"GET", "HEAD"})
_PASSING: Final = frozenset({429, 502, 503, 504})
"""Come back later: a limit, an overload, a database that is away, a proxy whose server is."""

_FAULT: Final = 500
_MOST_FAULTS: Final = 3
"""A fault of the server's own may pass, and what is done once may be asked again; but not for ever."""

_LONGEST_WAIT: Final = 300.0


@attrs.frozen
class Answer:
    """`shown` is the body out of its JSON, None where there is none. `attempts` is how often it was asked."""

    status: int
    headers: Mapping[str, str]
    shown: Any
    attempts: int = 1

    @property
    def is_replayed(self) -> bool:
        """Whether an earlier attempt had done it, whose answer was lost."""
        return self.headers.get("Idempotency-Replayed") == "true"


class Connection:
    """To one server, as one person: with a cookie (`name=value`, or by signing in) or a bearer token.

    Use it as `async with`, or `close` it. A `session` of one's own is used and not closed.
    """

    def __init__(
        self, url: str, *, cookie: str = "", token: str = "", session: aiohttp.ClientSession | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.cookie = cookie
        self._token = token
        self._session = session
        self._is_own = session is None

    async def sign_in(self, login: str, password: str, *, remember: bool = False) -> Any:
        """`{user, session, position}`. Raises `SignedOut` where login or password are wrong."""
        body = {"login": login, "password": password, "remember": remember}
        answer = await self.post("/session", body)
        return answer.shown

    async def sign_up(self, username: str, email: str, password: str) -> Any:
        """A new user, signed in. Raises `Refused` where sign-up is closed or a name is taken."""
        answer = await self.post("/users", {"username": username, "email": email, "password": password})
        return answer.shown

    async def sign_out(self) -> None:
        """The cookie is worthless from then on, and every stream of this session ends."""
        # An earlier attempt may have done it.
        with suppress(SignedOut):
            await self.delete("/session")
        self.cookie = ""

    async def get(self, path: str, *, patience: float | None = PATIENCE) -> Any:
        """What is there, out of its JSON."""
        return (await self.ask("GET", path, patience=patience)).shown

    async def post(self, path: str, body: object, *, key: str = "", patience: float | None = PATIENCE) -> Answer:
        return await self.ask("POST", path, body, key=key, patience=patience)

    async def put(self, path: str, body: object = None, *, key: str = "", patience: float | None = PATIENCE) -> Answer:
        return await self.ask("PUT", path, body, key=key, patience=patience)

    async def patch(
        self, path: str, body: object, *, seen: int | None = None, key: str = "", patience: float | None = PATIENCE
    ) -> Answer:
        """`seen` is the version that the change was made from: who changed the same field since is not overwritten."""
        headers = {} if seen is None else {"If-Match": f'"{seen}"'}
        return await self.ask("PATCH", path, body, key=key, headers=headers, patience=patience)

    async def delete(self, path: str, *, key: str = "", patience: float | None = PATIENCE) -> Answer:
        return await self.ask("DELETE", path, key=key, patience=patience)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str = "",
        headers: Mapping[str, str] | None = None,
        patience: float | None = PATIENCE,
    ) -> Answer:
        """One call, of `path` under `/api/v1`.

        An unsafe call carries an Idempotency-Key, `key` or a random one: its attempts have one effect together, and a
        program that keeps the key may ask again after its own restart. Tried again, with growing random pauses, where
        no answer came or one that says so (429, 502, 503, 504; `Retry-After` is obeyed), for `patience` seconds; for
        ever where it is None. A 500 is tried again three times.

        Raises `SignedOut` (401), `NotFound` (404), `Refused` (any other answer that is no success), `Unreachable`.
        """
        sent = dict(headers or {})
        if method not in _SAFE:
            sent["Idempotency-Key"] = key or secrets.token_hex(16)
        raw = None if body is None else json.dumps(body).encode()
        if raw is not None:
            sent["Content-Type"] = "application/json"
        backoff, begin, attempts, faults = Backoff(), time.monotonic(), 0, 0
        while True:
            attempts += 1
            try:
                status, told, shown = await self._attempt(method, path, raw, sent)
            except (aiohttp.ClientError, TimeoutError, OSError) as lost:
                wait, reason = backoff.next(), f"{type(lost).__name__}: {lost}"
            else:
                faults += status == _FAULT
                if status not in _PASSING and not (status == _FAULT and faults <= _MOST_FAULTS):
                    return _judged(Answer(status, told, shown, attempts))
                wait, reason = backoff.next(at_least=retry_after(told)), f"{status}"
            if patience is not None and time.monotonic() - begin + wait > patience:
                raise Unreachable(f"{method} {path}: no answer within {patience:g} s, at last {reason}")
            await asyncio.sleep(wait)

    async def open(self, path: str) -> aiohttp.ClientResponse:
        """A response whose body goes on for ever; its caller closes it. Raises what aiohttp raises, and no more."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=ATTEMPT, sock_read=None)
        # The Accept-Encoding keeps a proxy from holding bytes back until they are worth compressing.
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity", "Cache-Control": "no-store"}
        async with asyncio.timeout(ATTEMPT):
            return await self._open_session().get(
                self.url + BASE + path, headers={**self._own(), **headers}, timeout=timeout, allow_redirects=False
            )

    async def close(self) -> None:
        if self._session is not None and self._is_own:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _attempt(
        self, method: str, path: str, raw: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], Any]:
        async with self._open_session().request(
            method,
            self.url + BASE + path,
            data=raw,
            headers={**self._own(), **headers},
            timeout=aiohttp.ClientTimeout(total=ATTEMPT),
            allow_redirects=False,
        ) as response:
            body = await response.read()
            for name, morsel in response.cookies.items():
                self.cookie = f"{name}={morsel.value}"
            return response.status, response.headers, _json(body)

    def _own(self) -> dict[str, str]:
        if self._token:
            return {"Authorization": f"Bearer {self._token}"}
        return {"Cookie": self.cookie} if self.cookie else {}

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Its own jar would refuse the cookies of a server that has an address and no name.
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0)
            )
        return self._session


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds; a date, which the contract does not use, counts as none."""
    text = headers.get("Retry-After", "")
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() else 0.0


def refusal(status: int, shown: Any) -> Refused:
    """The error that an answer is."""
    kind = {401: SignedOut, 404: NotFound}.get(status, Refused)
    return kind(status, shown if isinstance(shown, dict) else {})


def _judged(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    raise refusal(answer.status, answer.shown)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        # Not from a Tasktix: a proxy's own page.
        return None
