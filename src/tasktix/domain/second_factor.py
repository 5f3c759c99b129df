"""A second factor: codes of an authenticator app, and backup codes for the day on which it is lost."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import attrs

from tasktix.domain import own_facts
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.ids import Id
from tasktix.domain.sessions import hash_token

BACKUP_CODES: Final = 10
BACKUP_BITS: Final = 120
"""Of one backup code: more than 112, so that a fast hash is enough (OWASP ASVS 5.0, 6.5.2)."""

_GROUP: Final = 4
_SEPARATORS: Final = re.compile(r"[\s-]")


def backup_code_of(chance: int) -> str:
    """From a random number below 2 to the `BACKUP_BITS`, in groups that people can copy."""
    text = base64.b32encode(chance.to_bytes(BACKUP_BITS // 8, "big")).decode().lower()
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def hash_backup_code(code: str) -> str:
    """However its owner spaced it."""
    return hash_token(_SEPARATORS.sub("", code).lower())


@attrs.frozen
class Shown:
    """A code, and what was found out about it outside the transaction: that it is the one of `step`, by the secret as
    it was `sealed` then. Where `step` is None it may still be a backup code, whose hash is `code_hash`."""

    sealed: str
    step: int | None
    code_hash: str


@attrs.define(eq=False, kw_only=True)
class SecondFactor(Aggregate):
    """Of the user with this id. `sealed` is the app's secret, encrypted. It counts from `on_since`, when a first code
    showed that the app has it. `last_step` is the newest step whose code was accepted: none counts twice."""

    sealed: str
    on_since: datetime | None = None
    last_step: int = 0
    backup_hashes: frozenset[str] = frozenset()

    @classmethod
    def offer(cls, user_id: Id, sealed: str) -> SecondFactor:
        factor = cls(id=user_id, sealed=sealed)
        factor.record(own_facts.SecondFactorOffered(user_id))
        return factor

    def offer_again(self, sealed: str) -> None:
        """Another secret, where the one before was never confirmed."""
        self.sealed, self.last_step = sealed, 0
        self.record(own_facts.SecondFactorOffered(self.id))

    def turn_on(self, shown: Shown, hashes: Iterable[str], now: datetime) -> bool:
        """Whether the code shows that the app has the secret; `hashes` are those of the new backup codes."""
        if not self._accepts_step(shown):
            return False
        self.on_since, self.backup_hashes = now, frozenset(hashes)
        self.record(own_facts.SecondFactorTurnedOn(self.id))
        return True

    def accept(self, shown: Shown) -> bool:
        """Whether this code counts; from then on it does not."""
        if self._accepts_step(shown):
            self.record(own_facts.SecondFactorUsed(self.id))
            return True
        if shown.code_hash in self.backup_hashes:
            self.backup_hashes -= {shown.code_hash}
            self.record(own_facts.BackupCodeUsed(self.id))
            return True
        return False

    def replace_backup_codes(self, hashes: Iterable[str]) -> None:
        self.backup_hashes = frozenset(hashes)
        self.record(own_facts.BackupCodesMade(self.id))

    def turn_off(self) -> None:
        self.deleted = True
        self.record(own_facts.SecondFactorTurnedOff(self.id))

    def _accepts_step(self, shown: Shown) -> bool:
        if shown.sealed != self.sealed or shown.step is None or shown.step <= self.last_step:
            return False
        self.last_step = shown.step
        return True
