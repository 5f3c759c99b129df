"""GitHub's API as far as it is used, with faults on demand. It keeps issues, and tells what it was asked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import attrs
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256


class Cut(Exception):
    """The connection breaks; with `effect` only after everything was done."""

    def __init__(self, *, effect: bool) -> None:
        self.effect = effect


@attrs.frozen
class Said:
    """Instead of the answer."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Ask:
    """A request as it came."""

    method: str
    path: str
    authorization: str
    body: Any
    at: float


@attrs.define(eq=False)
class FakeGitHub:
    """`faults` are met one by one, by the requests that come; None is none. Issues are of repository 7, in installation
    3, which the user whose token is `ann's` reaches; so she does `many` others."""

    public_key: RSAPublicKey | None = None
    many: int = 0
    reaches: bool = True
    """Whether she reaches repository 7 there."""
    installation: int = 3
    faults: list[Said | Cut | None] = attrs.field(factory=list)
    asks: list[Ask] = attrs.field(factory=list)
    issues: dict[int, dict[str, Any]] = attrs.field(factory=dict)
    moved_to: int | None = None
    """The number under which repository 7 is known now, where it says that it went elsewhere."""
    unchanged: int = 0
    """How often somebody was told that what they know is right still."""
    tokens: int = 0
    life: float = 3600.0
    told: Callable[[str, dict[str, Any]], None] = lambda *_: None
    """Hears of each change of an issue: its action, and the issue as a delivery shows it."""
    _lock: threading.RLock = attrs.field(factory=threading.RLock)
    now: datetime = attrs.field(factory=lambda: datetime.now(UTC).replace(microsecond=0))
    _server: ThreadingHTTPServer = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                raw = self.rfile.read(length)
                authorization = self.headers.get("Authorization", "")
                asked = Ask(self.command, self.path, authorization, json.loads(raw) if raw else None, time.time())
                try:
                    said = fake.answer(asked)
                except Cut:
                    self.connection.close()
                    return
                body = b"" if said.body is None else json.dumps(said.body).encode()
                status, headers = said.status, {"Content-Type": "application/json", **said.headers}
                if self.command == "GET" and status == 200:
                    headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
                    if self.headers.get("If-None-Match") == headers["ETag"]:
                        status, body = 304, b""
                        fake.unchanged += 1
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - what http.server calls

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeGitHub:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    # what people do at GitHub

    def tick(self) -> str:
        """A second later; GitHub's instants have no smaller parts."""
        self.now += timedelta(seconds=1)
        return self.now.isoformat().replace("+00:00", "Z")

    def open(self, title: str, body: str | None = None) -> dict[str, Any]:
        with self._lock:
            number = len(self.issues) + 1
            issue: dict[str, Any] = {
                "id": 1000 + number,
                "number": number,
                "title": title,
                "body": body,
                "html_url": f"https://github.com/ann/garden/issues/{number}",
                "state": "open",
                "state_reason": None,
                "created_at": self.tick(),
                "labels": [],
                "assignees": [],
                "milestone": None,
            }
            issue["updated_at"] = issue["created_at"]
            self.issues[number] = issue
            self.told("opened", issue)
            return issue

    def change(self, number: int, action: str = "edited", **fields: Any) -> dict[str, Any]:
        """Nothing is said of what changes nothing."""
        with self._lock:
            issue = self.issues[number]
            if any(issue[name] != value for name, value in fields.items()):
                issue |= {**fields, "updated_at": self.tick()}
                self.told(action, issue)
            return issue

    # what programs ask

    def answer(self, asked: Ask) -> Said:
        with self._lock:
            self.asks.append(asked)
            fault = self.faults.pop(0) if self.faults else None
            if isinstance(fault, Said):
                return fault
            if isinstance(fault, Cut) and not fault.effect:
                raise fault
            said = self._route(asked)
            if isinstance(fault, Cut):
                raise fault
            return said

    def _route(self, asked: Ask) -> Said:
        parts = urlsplit(asked.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for method, pattern, act in _ROUTES:
            found = re.fullmatch(pattern, parts.path)
            if found and method == asked.method:
                said: Said = getattr(self, act)(asked, query, *map(unquote, found.groups()))
                return said
        return Said(404, {"message": "Not Found"})

    def _page(self, things: list[Any], query: Mapping[str, str], path: str, name: str = "") -> Said:
        page, size = int(query.get("page", 1)), int(query.get("per_page", 30))
        here = things[(page - 1) * size : page * size]
        headers = {}
        if page * size < len(things):
            more = "&".join(f"{key}={value}" for key, value in {**query, "page": str(page + 1)}.items())
            headers = {"Link": f'<{self.url}{path}?{more}>; rel="next", <{self.url}{path}?page=9>; rel="last"'}
        return Said(200, {name: here, "total_count": len(things)} if name else here, headers)

    def _installations(self, asked: Ask, query: Mapping[str, str]) -> Said:
        if asked.authorization != "Bearer ann's":
            return Said(401, {"message": "Bad credentials"})
        return self._page([{"id": self.installation}, {"id": 4}], query, "/user/installations", "installations")

    def _reached(self, asked: Ask, query: Mapping[str, str], installation: str) -> Said:
        garden = {"id": 7, "full_name": "ann/garden", "description": None, "private": True}
        others = [
            {"id": 100 + number, "full_name": f"org/{number}", "description": "x", "private": False}
            for number in range(self.many)
        ]
        path = f"/user/installations/{installation}/repositories"
        mine = [garden] if self.reaches else []
        return self._page(mine if int(installation) == self.installation else others, query, path, "repositories")

    def _token(self, asked: Ask, _query: Mapping[str, str], installation: str) -> Said:
        claims = self._claims(asked.authorization.removeprefix("Bearer "))
        if claims is None:
            return Said(401, {"message": "A JSON web token could not be decoded"})
        self.tokens += 1
        ends = datetime.now(UTC) + timedelta(seconds=self.life)
        token = f"ghs_{claims['iss']}_{'x' * 400}_{self.tokens}"
        return Said(201, {"token": token, "expires_at": ends.isoformat(timespec="seconds").replace("+00:00", "Z")})

    def _claims(self, signed: str) -> dict[str, Any] | None:
        """As RFC 7519 and GitHub want them."""
        assert self.public_key
        head, body, signature = signed.split(".")
        self.public_key.verify(_bytes(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
        claims: dict[str, Any] = json.loads(_bytes(body))
        is_right = json.loads(_bytes(head)) == {"alg": "RS256", "typ": "JWT"} and claims["iat"] <= time.time()
        return claims if is_right and time.time() < claims["exp"] <= time.time() + 600 else None

    def _moved(self, asked: Ask) -> Said | None:
        if not asked.authorization.endswith(f"_{self.tokens}"):
            return Said(401, {"message": "Bad credentials"})
        if self.moved_to is not None and asked.path.startswith("/repositories/7/"):
            there = asked.path.replace("/repositories/7/", f"/repositories/{self.moved_to}/", 1)
            return Said(301, {"message": "Moved Permanently"}, {"Location": f"{self.url}{there}"})
        return None

    def _list(self, asked: Ask, query: Mapping[str, str], repository: str) -> Said:
        found = list(self.issues.values())
        if query.get("state") == "open":
            found = [it for it in found if it["state"] == "open"]
        if "since" in query:
            found = [it for it in found if it["updated_at"] >= query["since"][:19]]
        found.sort(key=lambda it: it["updated_at" if query.get("sort") == "updated" else "created_at"])
        return self._moved(asked) or self._page(found, query, f"/repositories/{repository}/issues")

    def _create(self, asked: Ask, _query: Mapping[str, str], _repository: str) -> Said:
        return self._moved(asked) or Said(201, self.open(asked.body["title"], asked.body["body"]))

    def _show(self, asked: Ask, _query: Mapping[str, str], _repository: str, number: str) -> Said:
        issue = self.issues.get(int(number))
        return self._moved(asked) or (Said(200, issue) if issue else Said(410, {"message": "This issue was deleted"}))

    def _edit(self, asked: Ask, _query: Mapping[str, str], _repository: str, number: str) -> Said:
        moved = self._moved(asked)
        if moved is not None:
            return moved
        if int(number) not in self.issues:
            return Said(410, {"message": "This issue was deleted"})
        return Said(200, self.change(int(number), **asked.body))

    def _label(self, asked: Ask, _query: Mapping[str, str], _repository: str, number: str) -> Said:
        labels = self.issues[int(number)]["labels"]
        new = [{"name": it} for it in asked.body["labels"] if {"name": it} not in labels]
        return self._moved(asked) or Said(200, self.change(int(number), "labeled", labels=[*labels, *new])["labels"])

    def _unlabel(self, asked: Ask, _query: Mapping[str, str], _repository: str, number: str, name: str) -> Said:
        labels = self.issues[int(number)]["labels"]
        if not any(it["name"].lower() == name.lower() for it in labels):
            return Said(404, {"message": "Label does not exist"})
        left = [it for it in labels if it["name"].lower() != name.lower()]
        return self._moved(asked) or Said(200, self.change(int(number), "unlabeled", labels=left)["labels"])


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


_ISSUES: Final = r"/repositories/(\d+)/issues"
_ROUTES: Final = (
    ("GET", r"/user/installations", "_installations"),
    ("GET", r"/user/installations/(\d+)/repositories", "_reached"),
    ("POST", r"/app/installations/(\d+)/access_tokens", "_token"),
    ("GET", _ISSUES, "_list"),
    ("POST", _ISSUES, "_create"),
    ("GET", _ISSUES + r"/(\d+)", "_show"),
    ("PATCH", _ISSUES + r"/(\d+)", "_edit"),
    ("POST", _ISSUES + r"/(\d+)/labels", "_label"),
    ("DELETE", _ISSUES + r"/(\d+)/labels/(.+)", "_unlabel"),
)
