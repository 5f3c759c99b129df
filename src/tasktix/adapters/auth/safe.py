"""What must be read again is kept encrypted: AES-256-GCM, with keys that follow each other.

`cryptography` costs every process 6 MiB, and most never seal anything: it is loaded by the first who does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from functools import cache
from typing import Final, Protocol

from tasktix.application.ports import CannotOpen

_NONCE: Final = 12
"""Bytes, as NIST SP 800-38D wants; random ones of one key may be 2 to the 32, more than anybody has second factors."""


class _Cipher(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


class AesSafe:
    """`keys` are texts of whatever length; the first seals, all open. A sealed text says by which key. Without keys it
    seals and opens nothing."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = {_name(key): key for key in keys}
        self._present = _name(keys[0]) if keys else ""

    def seal(self, text: str, label: str) -> str:
        if not self._keys:
            raise CannotOpen
        nonce = os.urandom(_NONCE)
        sealed = _cipher(self._keys[self._present]).encrypt(nonce, text.encode(), label.encode())
        return f"{self._present}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, label: str) -> str:
        from cryptography.exceptions import InvalidTag

        name, _, rest = sealed.partition(".")
        try:
            raw = base64.urlsafe_b64decode(rest)
            return _cipher(self._keys[name]).decrypt(raw[:_NONCE], raw[_NONCE:], label.encode()).decode()
        except (KeyError, InvalidTag, binascii.Error, ValueError) as error:
            raise CannotOpen from error


@cache
def _cipher(key: str) -> _Cipher:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"tasktix safe").derive(key.encode()))


def _name(key: str) -> str:
    """Tells keys apart, and nothing about them."""
    return hashlib.sha256(b"tasktix name " + key.encode()).hexdigest()[:8]
