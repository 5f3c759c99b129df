"""The answer of a token endpoint (RFC 6749, 5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from tasktix.domain.linked import Tokens

_LONGEST_LIFE: Final = 10**9
"""Seconds: what is said to live longer lives for ever."""


def tokens(answer: Mapping[str, Any]) -> Tokens:
    """What is not as it should be counts as not said."""
    access, refresh, lasts = (answer.get(it) for it in ("access_token", "refresh_token", "expires_in"))
    is_number = isinstance(lasts, int) and not isinstance(lasts, bool) and 0 <= lasts < _LONGEST_LIFE
    return Tokens(
        access if isinstance(access, str) else "",
        refresh if isinstance(refresh, str) else None,
        timedelta(seconds=lasts) if is_number and lasts is not None else None,
    )
