"""One-time codes from a shared secret and the clock (TOTP, RFC 6238): what authenticator apps show."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

STEP: Final = 30
"""Seconds that a code is shown."""

DIGITS: Final = 6
WINDOW: Final = 1
"""Steps before and after the present one whose code counts: clocks differ, and people type slowly (RFC 6238, 5.2)."""

SECRET_BITS: Final = 160
"""As long as the hash, as RFC 4226 (4, R6) recommends."""


def secret_of(chance: int) -> str:
    """A secret as people and apps write it, base 32, from a random number below 2 to the `SECRET_BITS`."""
    return base64.b32encode(chance.to_bytes(SECRET_BITS // 8, "big")).decode()


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code this is, of those that count now; None where there is none."""
    present = step_at(now)
    steps = range(present - WINDOW, present + WINDOW + 1)
    given = code.encode(errors="backslashreplace")
    # All are compared, so that the time tells nothing.
    matching = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), given)]
    return matching[-1] if matching else None


def address(secret: str, *, account: str, issuer: str) -> str:
    """What an app reads from a QR code (the otpauth scheme)."""
    label = quote(f"{issuer}:{account}", safe="")
    parameters = {"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{label}?{urlencode(parameters, quote_via=quote)}"
