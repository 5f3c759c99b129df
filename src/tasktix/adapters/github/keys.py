"""How our app proves itself to GitHub: by a word that it signs, and in each installation by a token for an hour."""

from __future__ import annotations

import base64
import threading
from datetime import datetime
from typing import Any, Final

import attrs
import msgspec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tasktix.adapters.github.line import Line

BACKDATED: Final = 60
"""Seconds by which our clock may be ahead of GitHub's."""

LIFE: Final = 540
"""Seconds from now; GitHub takes ten minutes at most, by its own clock."""

SPARE: Final = 300
"""Seconds before its end at which a token is not begun with any more."""


class NoKey(ValueError):
    """This is no private RSA key in PEM."""


class _Token(msgspec.Struct):
    """Of any length and form."""

    token: str
    expires_at: datetime


def private_key(pem: bytes) -> RSAPrivateKey:
    """Raises `NoKey`."""
    try:
        found = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise NoKey from error
    if not isinstance(found, RSAPrivateKey):
        raise NoKey
    return found


@attrs.define(eq=False)
class AppKeys:
    """`app_id` may be its client id as well."""

    app_id: str
    key: RSAPrivateKey = attrs.field(repr=False)
    line: Line
    _tokens: dict[int, _Token] = attrs.field(factory=dict, init=False, repr=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False)

    def of_app(self) -> str:
        """The value of `Authorization` for what the app asks for itself."""
        now = int(self.line.now())
        claims = {"iat": now - BACKDATED, "exp": now + LIFE, "iss": self.app_id}
        signed = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
        signature = self.key.sign(signed.encode(), PKCS1v15(), SHA256())
        return f"Bearer {signed}.{_text(signature)}"

    def of_installation(self, installation_id: int) -> str:
        """The value of `Authorization` for what is done in an installation. Raises as `Line.ask`."""
        with self._lock:
            token = self._tokens.get(installation_id)
            if token is None or token.expires_at.timestamp() - self.line.now() < SPARE:
                path = f"/app/installations/{installation_id}/access_tokens"
                token = self.line.ask("POST", path, self.of_app(), {}).shows(_Token)
                self._tokens[installation_id] = token
            return f"Bearer {token.token}"

    def forget(self, installation_id: int) -> None:
        """GitHub does not know the token any more."""
        with self._lock:
            self._tokens.pop(installation_id, None)


def _part(claims: dict[str, Any]) -> str:
    return _text(msgspec.json.encode(claims))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
