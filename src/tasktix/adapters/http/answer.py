"""What a write is answered with: the same bytes again where the same request is sent again."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

import msgspec
from aiohttp import web

REPLAYED = "Idempotency-Replayed"


class Answered(msgspec.Struct):
    """`body` is JSON, or empty for an answer without one."""

    status: int
    headers: dict[str, str]
    body: str = ""

    def response(self) -> web.Response:
        if self.status == HTTPStatus.NO_CONTENT:
            return web.Response(status=self.status, headers=self.headers)
        return web.Response(text=self.body, status=self.status, headers=self.headers, content_type="application/json")

    def as_text(self) -> str:
        return msgspec.json.encode(self).decode()


def replay(text: str) -> web.Response:
    response = msgspec.json.decode(text, type=Answered).response()
    response.headers[REPLAYED] = "true"
    return response


def fingerprint(request: web.Request, body: bytes, asker: str = "") -> str:
    """Stands for what the request asks: its method, address and body, or what of the body may be kept; and for who
    asks, where that is a token, which may not be told what its user was answered."""
    content = b"\n".join([request.method.encode(), request.path_qs.encode(), asker.encode(), body])
    return hashlib.sha256(content).hexdigest()
