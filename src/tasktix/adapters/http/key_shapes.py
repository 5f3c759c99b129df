"""The shapes of what opens an account: see `shapes`."""

from __future__ import annotations

from tasktix.adapters.http.shapes import Session, Shape


class OwnSession(Session):
    """`current` is the one that asks."""

    current: bool


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
