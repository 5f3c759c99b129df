"""Ids: 16 characters of base 62; the first 8 are the creation millisecond, so that ids sort by age."""

from __future__ import annotations

import re
from typing import Final

Id = str

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""In ASCII order, so that comparing two texts compares the two numbers."""

_HALF: Final = 8
CHANCES: Final = len(ALPHABET) ** _HALF
"""How many different random halves there are; `compose` takes a number below it."""

_SHAPE: Final = re.compile(r"[0-9A-Za-z]{16}")


def compose(milliseconds: int, chance: int) -> Id:
    """The id of something made at `milliseconds` since 1970 with `chance` (0 ≤ chance < CHANCES) as its random half."""
    return _digits(milliseconds) + _digits(chance)


def is_id(text: str) -> bool:
    return _SHAPE.fullmatch(text) is not None


def clean_id(value: str) -> Id:
    """A client's choice of id; raises `ValueError` where it is none."""
    if not is_id(value):
        raise ValueError("must be 16 characters 0-9 A-Z a-z")
    return value


def _digits(number: int) -> str:
    digits = []
    for _ in range(_HALF):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
