"""A GitHub of the tests, which answers as its documents say: OAuth web application flow with PKCE, `GET /user`,
`GET /user/emails`; user tokens of an app that expire, and what such a token reaches. A refusal is a 200 with an
`error` in it."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

Image = dict[str, Any]


class GitHub:
    """`person` and `emails` are of who is in front of it. It knows one token at a time, `access`; with `expires_in` it
    gives another for `refresh`. The token reaches `repositories`, by installation. `instead` is what it says to who
    asks for tokens."""

    CLIENT = ("Iv1.tests", "secret of the tests")

    def __init__(self) -> None:
        self.person: Image = {}
        self.emails: list[Image] = []
        self.expires_in: int | None = None
        self.access = self.refresh = ""
        self.repositories: dict[int, list[Image]] = {}
        self.instead: tuple[int, Any] | None = None
        self._given = 0
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> GitHub:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def settings(self) -> dict[str, str]:
        client_id, secret = self.CLIENT
        return {
            "TASKTIX_GITHUB_CLIENT_ID": client_id,
            "TASKTIX_GITHUB_CLIENT_SECRET": secret,
            "TASKTIX_GITHUB_URL": self.url,
            "TASKTIX_GITHUB_API_URL": f"{self.url}/api/v3",
        }

    def signs_in(self, number: int, login: str, name: str | None = None, email: str | None = None) -> None:
        self.person = {"id": number, "login": login, "name": name, "email": None, "type": "User"}
        self.emails = [{"email": email, "primary": True, "verified": True, "visibility": "private"}] if email else []

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent: back, with a code."""
        assert asked["client_id"] == self.CLIENT[0]
        code = f"code{len(self._codes)}"
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> Image:
        if (form.get("client_id"), form.get("client_secret")) != self.CLIENT:
            return {"error": "incorrect_client_credentials"}
        if form.get("grant_type") == "refresh_token":
            return self.give() if form["refresh_token"] == self.refresh else {"error": "bad_refresh_token"}
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or challenge.decode().rstrip("=") != asked["code_challenge"]:
            return {"error": "bad_verification_code"}
        return self.give()

    def give(self) -> Image:
        """New tokens; those before them count no more."""
        self._given += 1
        self.access, self.refresh = f"ghu_{self._given}", ""
        answer = {"access_token": self.access, "scope": "read:user,user:email", "token_type": "bearer"}
        if self.expires_in is None:
            return answer
        self.refresh = f"ghr_{self._given}"
        return {**answer, "expires_in": self.expires_in, "refresh_token": self.refresh}

    def shows(self, path: str) -> Any:
        """What its API answers, None where there is nothing."""
        match path.removeprefix("/api/v3").strip("/").split("/"):
            case ["user"]:
                return self.person
            case ["user", "emails"]:
                return self.emails
            case ["user", "installations"]:
                return {"installations": [{"id": it} for it in self.repositories]}
            case ["user", "installations", number, "repositories"]:
                return {"repositories": self.repositories[int(number)]}
        return None


def _handler(github: GitHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/login/oauth/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", github.authorize(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            found = github.shows(parts.path)
            if self.headers["Authorization"] != f"Bearer {github.access}" or not self.headers["User-Agent"]:
                self._say({"message": "Bad credentials"}, 401)
            elif found is not None:
                self._say(found)
            else:
                self._say({"message": "Not Found"}, 404)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            assert urlsplit(self.path).path == "/login/oauth/access_token"
            if github.instead is not None:
                status, body = github.instead
                self._say(body, status)
            else:
                self._say(github.token(form))

        def _say(self, body: Any, status: int = 200) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
