"""A device with passkeys, and the browser in front of it: they answer as WebAuthn says, or as a thief would like."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from collections.abc import Mapping
from typing import Any

import attrs
import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

Json = dict[str, Any]

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@attrs.define(eq=False)
class Device:
    """One key, made by `make`. `origin` is where its browser is; `site` what it signs for, by itself that of the
    options."""

    origin: str
    site: str | None = None
    sees_owner: bool = True
    signs: int = 0
    credential_id: bytes = attrs.field(factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = attrs.field(factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: Mapping[str, Any]) -> Json:
        """What the browser brings of a new key."""
        numbers = self.key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        named = struct.pack(">H", len(self.credential_id)) + self.credential_id
        known = self._head(options["rp"]["id"], HAS_KEY) + bytes(16) + named + cose
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": known})
        said = self._said("webauthn.create", options)
        return self._brought({"clientDataJSON": text(said), "attestationObject": text(attestation)})

    def sign(self, options: Mapping[str, Any]) -> Json:
        """What the browser brings of a signature."""
        self.signs += 1
        head, said = self._head(options["rpId"], 0), self._said("webauthn.get", options)
        signature = self.key.sign(head + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": head, "signature": signature}
        return self._brought({name: text(part) for name, part in parts.items()})

    def _head(self, site: str, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.sees_owner else 0)
        return hashlib.sha256((self.site or site).encode()).digest() + struct.pack(">BI", flags, self.signs)

    def _said(self, what: str, options: Mapping[str, Any]) -> bytes:
        said = {"type": what, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _brought(self, response: Json) -> Json:
        name = text(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
