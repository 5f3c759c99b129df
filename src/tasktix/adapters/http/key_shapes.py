"""The shapes of what opens an account: see `shapes`."""

from __future__ import annotations

from typing import Any

from tasktix.adapters.http.shapes import Session, Shape


class OwnSession(Session):
    """`current` is the one that asks."""

    current: bool


class HalfSignedIn(Shape):
    """The second factor is asked for: `POST /session/second-factor`."""

    second_factor: bool


class SecondFactor(Shape):
    """`on_since` is null where it is off; so many `backup_codes` are left."""

    on_since: str | None
    backup_codes: int


class OfferedSecondFactor(Shape):
    """Shown this once. `address` is what an app reads from a QR code."""

    secret: str
    address: str


class BackupCodes(Shape):
    """Shown this once."""

    backup_codes: list[str]


class LinkedAccount(Shape):
    """`name` is what the provider calls its owner."""

    id: str
    provider: str
    name: str
    created_at: str
    used_at: str


class Passkey(Shape):
    id: str
    name: str
    created_at: str
    used_at: str | None


class PasskeyOptions(Shape):
    """As WebAuthn writes them in JSON; they count once, and for ten minutes."""

    options: dict[str, Any]


class ApiToken(Shape):
    """`hint` is how its secret begins."""

    id: str
    name: str
    hint: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    used_at: str | None


class MadeToken(ApiToken):
    """`secret` is shown this once."""

    secret: str


class Note(Shape):
    """`kind` is the name of a fact, or `sign_in.failed`, `proof.failed`; `by` did it, `about` is the session, token or
    list that it was about."""

    id: str
    at: str
    kind: str
    by: str | None
    about: str | None
    address: str
    device: str


class Audit(Shape):
    items: list[Note]
    next: str | None
