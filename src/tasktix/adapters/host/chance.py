"""The machine's randomness, fit for secrets."""

from __future__ import annotations

import secrets


class SystemChance:
    def below(self, limit: int) -> int:
        return secrets.randbelow(limit)

    def token(self) -> str:
        return secrets.token_urlsafe(32)
