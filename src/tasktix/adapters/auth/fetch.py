"""What goes out to providers: JSON alone, bounded in size and time, and never to where a redirect leads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import aiohttp

from tasktix.application.providers import ProviderFailed

PATIENCE: Final = 10.0
"""Seconds for a whole call: a person waits for it."""

LARGEST: Final = 512 * 1024
"""Bytes of an answer."""


class Fetch:
    """One session for all calls, made at the first; `close` it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def json(
        self,
        url: str,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
    ) -> Any:
        """GET, or POST where there is a `form`; the answer to a 2xx. Raises `ProviderFailed`."""
        try:
            async with self._open().request(
                "GET" if form is None else "POST",
                url,
                data=form,
                headers={"Accept": "application/json", "User-Agent": "Tasktix", **(headers or {})},
                auth=aiohttp.BasicAuth(*basic) if basic else None,
                allow_redirects=False,
            ) as response:
                raw = await response.content.read(LARGEST + 1)
                while len(raw) <= LARGEST and (more := await response.content.read(LARGEST)):
                    raw += more
                if not response.ok or response.status >= 300 or len(raw) > LARGEST:
                    raise ProviderFailed(f"{response.status}")
                return json.loads(raw)
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            raise ProviderFailed(type(error).__name__) from error

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
