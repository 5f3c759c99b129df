"""What GitHub's API answers, and what that means: functions of a status, headers and bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar

import attrs
import msgspec

from tasktix.application.tracker import TrackerBusy, TrackerFailed, TrackerRefused

T = TypeVar("T")

UNSAID: Final = 60.0
"""Seconds to wait where a limit is met and GitHub does not say how long."""

LONGEST_WAIT: Final = 3600.0

REDIRECTS: Final = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
)
GONE: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)

_NEXT: Final = re.compile(r'<([^<>]+)>\s*;\s*rel="next"')


class _Message(msgspec.Struct):
    message: str = ""


@attrs.frozen
class Answer:
    """`headers` in small letters."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    def shows(self, shape: type[T]) -> T:
        """Raises `TrackerFailed`."""
        try:
            return msgspec.json.decode(self.raw, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise TrackerFailed("its answer is not what it should be") from error

    @property
    def mark(self) -> str | None:
        """By which GitHub knows whether it is right still."""
        return self.headers.get("etag")

    @property
    def next(self) -> str | None:
        """The address of the next page; it is never made, only followed."""
        found = _NEXT.search(self.headers.get("link", ""))
        return found[1] if found else None


def required(answer: Answer, now: float) -> Answer:
    """The answer, where it is a good one. `now` is in seconds since 1970. Raises `TrackerBusy`, `TrackerFailed`,
    `TrackerRefused`."""
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES or answer.status == HTTPStatus.NOT_MODIFIED:
        return answer
    words = _words(answer)
    if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS) and (wait := _wait(answer, words, now)):
        raise TrackerBusy(wait)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.REQUEST_TIMEOUT:
        raise TrackerFailed(f"{answer.status} {words}")
    raise TrackerRefused(f"{answer.status} {words}".strip(), answer.status)


def _wait(answer: Answer, words: str, now: float) -> float | None:
    """As GitHub asks for: `retry-after`, else the moment when the limit begins anew, else a minute. A 403 may have
    another reason: then None."""
    said = _number(answer.headers.get("retry-after"))
    if said is not None:
        return _within(said)
    if answer.headers.get("x-ratelimit-remaining") == "0":
        reset = _number(answer.headers.get("x-ratelimit-reset"))
        return _within(UNSAID if reset is None else reset - now + 1)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or "rate limit" in words.lower():
        return UNSAID
    return None


def _within(seconds: float) -> float:
    return min(max(seconds, 1.0), LONGEST_WAIT)


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and re.fullmatch(r"\d{1,12}", text) else None


def _words(answer: Answer) -> str:
    try:
        return msgspec.json.decode(answer.raw, type=_Message).message[:200]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
