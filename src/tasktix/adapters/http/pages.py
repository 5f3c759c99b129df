"""The page: the built browser client, held in memory and compressed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from http import HTTPStatus
from pathlib import Path
from typing import Final

import attrs
from aiohttp import web

from tasktix.adapters.http.encoding import takes_gzip

FOLDER: Final = Path(__file__).parent / "static"
PATH: Final = "/{path:(?!(?:api|auth|webhooks|metrics)(?:/|$)).*}"
"""All that is not the API's: there an unknown address or method must be refused, not answered with the page."""

FOREVER: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "no-cache"
_TEXTS: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")
_TYPES: Final = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@attrs.frozen
class File:
    raw: bytes
    packed: bytes | None
    content_type: str
    etag: str
    caching: str

    @classmethod
    def load(cls, path: Path, *, is_hashed: bool) -> File:
        raw = path.read_bytes()
        content_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        packed = gzip.compress(raw, 9) if content_type.startswith(_TEXTS) else None
        etag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
        return cls(raw, packed, content_type, etag, FOREVER if is_hashed else REVALIDATE)

    def answer(self, request: web.Request) -> web.Response:
        headers = {"Cache-Control": self.caching, "ETag": self.etag, "Vary": "Accept-Encoding"}
        if self.etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        body = self.raw
        if self.packed is not None and takes_gzip(request.headers):
            body, headers["Content-Encoding"] = self.packed, "gzip"
        charset = "utf-8" if self.content_type.startswith("text/") else None
        return web.Response(body=body, headers=headers, content_type=self.content_type, charset=charset)


class Pages:
    """Every address of `PATH` that is no file is a place inside the page, so it answers the page."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            "/" + path.relative_to(folder).as_posix(): File.load(path, is_hashed=path.parent.name == "assets")
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".map"
        }

    @property
    def is_built(self) -> bool:
        return "/index.html" in self._files

    async def answer(self, request: web.Request) -> web.StreamResponse:
        file = self._files.get(request.path)
        if file is None and not request.path.startswith("/assets/"):
            file = self._files.get("/index.html")
        if file is None:
            raise web.HTTPNotFound
        return file.answer(request)
