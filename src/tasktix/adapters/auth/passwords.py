"""Passwords as argon2id hashes."""

from __future__ import annotations

from typing import Final

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = argon2.PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
"""46 MiB and two passes: at or above every set of the OWASP Password Storage Cheat Sheet for argon2id. One lane,
because verifications run beside each other in a bounded pool."""

_NOBODY: Final = "$argon2id$v=19$m=47104,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""Verified against where there is no such user, so that the answer takes as long."""


class ArgonPasswords:
    def hash(self, password: str) -> str:
        return _HASHER.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        try:
            return _HASHER.verify(password_hash or _NOBODY, password)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False

    def is_outdated(self, password_hash: str) -> bool:
        try:
            return _HASHER.check_needs_rehash(password_hash)
        except InvalidHashError:
            # Of no password.
            return False
