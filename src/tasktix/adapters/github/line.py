"""The line to GitHub's API: one request after the other, bounded in size and time."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import attrs
import msgspec

from tasktix.adapters.github.answers import REDIRECTS, Answer, required
from tasktix.application.tracker import TrackerFailed

PATIENCE: Final = 10.0
"""Seconds for each step of a request."""

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of an answer: a hundred issues with the longest texts."""

HOPS: Final = 3
VERSION: Final = "2022-11-28"


@attrs.define(eq=False)
class Line:
    """`url` is where GitHub's API is. `now` is in seconds since 1970."""

    url: str
    patience: float = PATIENCE
    now: Callable[[], float] = time.time

    def ask(self, method: str, path: str, authorization: str, body: Any = None, known: Answer | None = None) -> Answer:
        """`path` begins with a slash, or is an address that an answer named. The answer that is `known` comes back
        where it is right still. Follows where a repository has gone, on the same host alone: the token is for nobody
        else. Raises `TrackerFailed`, `TrackerBusy`, `TrackerRefused`."""
        address = path if "://" in path else self.url + path
        raw = None if body is None else msgspec.json.encode(body)
        for _ in range(HOPS):
            self._require_own(address)
            answer = self._send(method, address, authorization, raw, known)
            if known is not None and answer.status == HTTPStatus.NOT_MODIFIED:
                return known
            there = answer.headers.get("location")
            if answer.status not in REDIRECTS or there is None:
                return required(answer, self.now())
            address = urljoin(address, there)
        raise TrackerFailed("it sends us in circles")

    def _require_own(self, address: str) -> None:
        own, other = urlsplit(self.url), urlsplit(address)
        if (own.scheme, own.netloc) != (other.scheme, other.netloc):
            raise TrackerFailed("it sends us to another site")

    def _send(self, method: str, address: str, authorization: str, raw: bytes | None, known: Answer | None) -> Answer:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": authorization,
            "X-GitHub-Api-Version": VERSION,
        }
        if raw is not None:
            headers["Content-Type"] = "application/json"
        if known is not None and known.mark is not None:
            headers["If-None-Match"] = known.mark
        return send(method, address, headers, raw, self.patience)


def send(method: str, address: str, headers: Mapping[str, str], raw: bytes | None, patience: float) -> Answer:
    """One request, whatever comes of it; `patience` in seconds for each step. Raises `TrackerFailed`."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=patience)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, raw, {"User-Agent": "Tasktix", **headers})
        response = connection.getresponse()
        found = response.read(LARGEST + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise TrackerFailed(type(error).__name__) from error
    finally:
        connection.close()
    if len(found) > LARGEST:
        raise TrackerFailed("its answer is too long")
    return Answer(response.status, {name.lower(): it for name, it in response.getheaders()}, found)
