"""Passwords that attackers know: the most common ones by a list that is part of the program, those of known breaches
by asking Have I Been Pwned."""

from __future__ import annotations

import hashlib
import http.client
import logging
from functools import cache
from importlib import resources
from typing import Final
from urllib.parse import urlsplit

import attrs

LOG: Final = logging.getLogger(__name__)

RANGES: Final = "https://api.pwnedpasswords.com/range"
PREFIX: Final = 5
"""Hex digits of the hash that leave this machine: some thousand passwords share them."""

PATIENCE: Final = 2.0
"""Seconds that a sign-up waits for the answer, at each step of it."""

LARGEST: Final = 1024 * 1024
"""Bytes of an answer that are read; a usual one has 40 000."""


@cache
def _common() -> frozenset[str]:
    """Read when it is first asked for; see bin/common-passwords."""
    text = resources.files(__package__).joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


class NoPasswords:
    """Where the operator does not want any looked for."""

    def has(self, password: str) -> bool:
        return False


class CommonPasswords:
    """Those of the list, in any case, and those that repeat a character or two."""

    def has(self, password: str) -> bool:
        folded = password.casefold()
        return folded in _common() or len(set(folded)) <= 2


@attrs.frozen
class BreachedPasswords:
    """Those of the list, and those that Have I Been Pwned knows. If it cannot be asked, that is logged, and the
    password counts as unknown: nobody shall be kept out because another site is down."""

    ranges: str = RANGES
    common: CommonPasswords = attrs.field(factory=CommonPasswords)

    def has(self, password: str) -> bool:
        return self.common.has(password) or self._is_breached(password)

    def _is_breached(self, password: str) -> bool:
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        try:
            lines = self._range(digest[:PREFIX]).splitlines()
        except (OSError, http.client.HTTPException, UnicodeDecodeError, ValueError) as error:
            LOG.warning("breached passwords cannot be asked for: %s", error)
            return False
        counts = dict(line.strip().split(":", 1) for line in lines if ":" in line)
        # Padding, which hides how long the true answer is, has the count 0.
        return counts.get(digest[PREFIX:], "0") != "0"

    def _range(self, prefix: str) -> str:
        """Never a redirect's: only this site learns even the prefix."""
        address = urlsplit(self.ranges)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.netloc, timeout=PATIENCE)
        try:
            headers = {"Add-Padding": "true", "User-Agent": "Tasktix"}
            connection.request("GET", f"{address.path}/{prefix}", headers=headers)
            response = connection.getresponse()
            if response.status != http.HTTPStatus.OK:
                raise ValueError(f"the answer is {response.status}")
            return response.read(LARGEST).decode("ascii")
        finally:
            connection.close()
