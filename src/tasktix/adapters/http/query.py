"""What stands behind the question mark. What cannot be read is `MalformedRequest`."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from tasktix.adapters.http.errors import MalformedRequest

MOST: Final = 200
USUAL: Final = 50
"""Things on a page."""

LIMIT: Final = {
    "limit": f"How many on a page, 1 to {MOST}; {USUAL} unless told.",
    "cursor": "`next` of the page before.",
}
"""Parameters of what comes in pages, for the document."""


def limit(request: web.Request) -> int:
    number = whole_number(request, "limit")
    if number is None:
        return USUAL
    if not 1 <= number <= MOST:
        raise MalformedRequest
    return number


def whole_number(request: web.Request, name: str) -> int | None:
    text = request.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise MalformedRequest
    return int(text)


def flag(request: web.Request, name: str, *, default: bool) -> bool:
    text = request.query.get(name)
    if text not in (None, "true", "false"):
        raise MalformedRequest
    return default if text is None else text == "true"
