"""The tokens of accounts elsewhere as they are kept: encrypted, each for its account; part of several flows."""

from __future__ import annotations

import json
from datetime import datetime

import attrs

from tasktix.application.ports import Safe
from tasktix.domain.due import rfc3339
from tasktix.domain.linked import LinkedAccount, Tokens


@attrs.frozen
class Kept:
    """`ends_at` is when `access` is not known any more, None where nobody said."""

    access: str = attrs.field(repr=False)
    refresh: str | None = attrs.field(repr=False)
    ends_at: datetime | None


def seal(safe: Safe, identity_key: str, tokens: Tokens, now: datetime) -> str:
    """`now` is when they were given."""
    ends_at = None if tokens.lasts is None else rfc3339(now + tokens.lasts)
    text = json.dumps({"access": tokens.access, "refresh": tokens.refresh, "ends_at": ends_at})
    return safe.seal(text, _label(identity_key))


def unseal(safe: Safe, account: LinkedAccount) -> Kept:
    """Raises `CannotOpen`."""
    found = json.loads(safe.open(account.sealed, _label(account.identity_key)))
    ends_at = found["ends_at"]
    return Kept(found["access"], found["refresh"], None if ends_at is None else datetime.fromisoformat(ends_at))


def _label(identity_key: str) -> str:
    return f"tokens of {identity_key}"
