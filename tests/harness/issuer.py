"""An OpenID Connect provider of the tests: it signs in whoever it is told to, and lies as it is told to."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

Claims = dict[str, Any]
Lie = Callable[["Issuer", Claims], str]
"""Makes the id_token."""


class Issuer:
    """`person` are the claims of who is in front of it; `lie`, `document`, `answer` change what it says."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.person: Claims = {"sub": "1"}
        self.lie: Lie = honest
        self.document: Claims = {}
        self.answer: dict[str, str | None] = {}
        self.asked: list[dict[str, str]] = []
        """The parameters of each browser that came, the last one last."""
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Issuer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reset(self) -> None:
        self.person, self.lie, self.document, self.answer = {"sub": "1"}, honest, {}, {}

    def settings(self) -> dict[str, str]:
        return {
            "TASKTIX_OIDC_NAME": "School",
            "TASKTIX_OIDC_ISSUER": self.url,
            "TASKTIX_OIDC_CLIENT_ID": "tasktix",
            "TASKTIX_OIDC_CLIENT_SECRET": "secret of tasktix",
        }

    def discovered(self) -> Claims:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "authorization_response_iss_parameter_supported": True,
            **self.document,
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent: back, with a code."""
        self.asked.append(asked)
        code = f"code{len(self.asked)}"
        self._codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.url, **self.answer}
        return f"{asked['redirect_uri']}?{urlencode({name: it for name, it in answer.items() if it is not None})}"

    def tokens(self, form: dict[str, str]) -> Claims | None:
        """None where the code was not given out, or was used."""
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"] or not form.get("code_verifier"):
            return None
        claims = {
            "iss": self.url,
            "aud": "tasktix",
            "exp": int(time.time()) + 300,
            "iat": int(time.time()),
            "nonce": asked["nonce"],
            **self.person,
        }
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.lie(self, claims)}


def honest(issuer: Issuer, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, issuer.key)


def with_claims(**changed: Any) -> Lie:
    """Signed as it should be; a claim that is None is missing."""

    def lie(issuer: Issuer, claims: Claims) -> str:
        return honest(issuer, {name: it for name, it in {**claims, **changed}.items() if it is not None})

    return lie


def unsigned(_issuer: Issuer, claims: Claims) -> str:
    def part(of: Claims) -> str:
        return base64.urlsafe_b64encode(json.dumps(of).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."


def signed_with_the_public_key(issuer: Issuer, claims: Claims) -> str:
    """As if that were a secret that we share."""
    secret = OctKey.import_key(issuer.key.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret, algorithms=["HS256"])


def signed_with_our_secret(_issuer: Issuer, claims: Claims) -> str:
    secret = OctKey.import_key("secret of tasktix")
    return jwt.encode({"alg": "HS256"}, claims, secret, algorithms=["HS256"])


def signed_by_a_key_that_it_brings(_issuer: Issuer, claims: Claims) -> str:
    other = RSAKey.generate_key(2048, {"kid": "one"})
    return jwt.encode({"alg": "RS256", "kid": "one", "jwk": other.as_dict(private=False)}, claims, other)


def changed_after_signing(issuer: Issuer, claims: Claims) -> str:
    header, _, signature = honest(issuer, claims).split(".")
    _, body, _ = honest(issuer, {**claims, "sub": "somebody else"}).split(".")
    return f"{header}.{body}.{signature}"


def huge(issuer: Issuer, claims: Claims) -> str:
    return honest(issuer, {**claims, "x": "x" * 100_000})


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            match parts.path:
                case "/.well-known/openid-configuration":
                    self._say(issuer.discovered())
                case "/keys":
                    self._say({"keys": [issuer.key.as_dict(private=False)]})
                case "/authorize":
                    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                    self.send_response(302)
                    self.send_header("Location", issuer.authorize(asked))
                    self.end_headers()
                case _:
                    self.send_error(404)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens = issuer.tokens({name: values[0] for name, values in parse_qs(raw).items()})
            self._say(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        def _say(self, body: Claims, status: int = 200) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
