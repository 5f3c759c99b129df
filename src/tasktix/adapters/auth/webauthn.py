"""Passkeys by py_webauthn, for one site. The device must see its owner; whose make it is, is nobody's business.

The library comes with readers of every maker's certificates, 5 MiB and a tenth of a second: it is loaded by the first
passkey, not by every start.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from tasktix.application.authenticators import Brought, NotProven
from tasktix.domain.ids import Id
from tasktix.domain.passkeys import Key

NAME: Final = "Tasktix"

PATIENCE_MS: Final = 300_000
"""How long a browser waits for a person and a device (WebAuthn, 15.1: five to ten minutes)."""

_LONGEST: Final = {"credential": 1364, "public_key": 2048}
"""Characters that are kept: of an id 1023 bytes (WebAuthn, 5.1), of a key more than RSA with 8192 bits."""


class WebAuthn:
    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._site = parts.hostname or ""

    def creation(self, challenge: str, user_id: Id, name: str, known: Sequence[str]) -> Mapping[str, Any]:
        import webauthn
        from webauthn.helpers import structs

        options = webauthn.generate_registration_options(
            rp_id=self._site,
            rp_name=NAME,
            user_id=user_id.encode(),
            user_name=name,
            challenge=challenge.encode(),
            timeout=PATIENCE_MS,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(it)) for it in known],
        )
        return _json(webauthn.options_to_json(options))

    def request(self, challenge: str) -> Mapping[str, Any]:
        import webauthn
        from webauthn.helpers import structs

        options = webauthn.generate_authentication_options(
            rp_id=self._site,
            challenge=challenge.encode(),
            timeout=PATIENCE_MS,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
        return _json(webauthn.options_to_json(options))

    def challenge_of(self, brought: Brought) -> str:
        try:
            said = json.loads(_bytes(brought["response"]["clientDataJSON"]))
            return _bytes(said["challenge"]).decode()
        except (KeyError, TypeError, ValueError, RecursionError, binascii.Error) as error:
            raise NotProven from error

    def credential_of(self, brought: Brought) -> str:
        try:
            return _text(_bytes(brought["rawId"]))
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise NotProven from error

    def made(self, brought: Brought, challenge: str) -> Key:
        import webauthn

        try:
            found = webauthn.verify_registration_response(
                credential=dict(brought),
                expected_challenge=challenge.encode(),
                expected_rp_id=self._site,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except Exception as error:
            # It went through readers of JSON, CBOR and ASN.1: whatever they stumble over is no proof.
            raise NotProven from error
        credential_id, public_key = map(_text, (found.credential_id, found.credential_public_key))
        if len(credential_id) > _LONGEST["credential"] or len(public_key) > _LONGEST["public_key"]:
            raise NotProven
        return Key(credential_id, public_key, found.sign_count)

    def signed(self, brought: Brought, challenge: str, key: Key) -> int:
        import webauthn

        try:
            found = webauthn.verify_authentication_response(
                credential=dict(brought),
                expected_challenge=challenge.encode(),
                expected_rp_id=self._site,
                expected_origin=self._origin,
                credential_public_key=_bytes(key.public_key),
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except Exception as error:
            # As in `made`.
            raise NotProven from error
        return found.new_sign_count


def _bytes(text: str) -> bytes:
    """Raises `TypeError`, `ValueError`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _json(text: str) -> Mapping[str, Any]:
    options: dict[str, Any] = json.loads(text)
    return options
