"""Order as fractional ranks: texts that sort as their things do, so that a move rewrites one row.

A rank is a whole number and a fraction, both in base 62. The first letter tells how many digits the whole number
has: `a` one, `b` two, … upwards; `Z` one, `Y` two, … for the numbers below zero. Adding at an end counts the whole
number up or down and so keeps ranks short; only a place between two neighbours uses the fraction.
"""

from __future__ import annotations

from typing import Final

from tasktix.domain.ids import ALPHABET

LONGEST: Final = 64
"""Characters of a rank. Where a place between two neighbours would need more, all are given new ranks (`spread`)."""

_ZERO: Final = ALPHABET[0]
_LAST: Final = ALPHABET[-1]
_FIRST_RANK: Final = "a" + _ZERO


def between(lower: str | None, upper: str | None, salt: str = "") -> str:
    """A rank after `lower` and before `upper`; `None` is the open end.

    `salt` (base 62) is a fraction added at an end, so that two people who append at the same moment get two ranks.
    """
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError(f"no place between {lower!r} and {upper!r}")
    salt = salt.rstrip(_ZERO)
    if lower is None and upper is None:
        return _FIRST_RANK + salt
    if upper is None:
        assert lower is not None
        return _step(_whole(lower), up=True) + salt
    if lower is None:
        return _step(_whole(upper), up=False) + salt
    low, high = _whole(lower), _whole(upper)
    if low == high:
        return low + _midpoint(lower[len(low) :], upper[len(high) :]) + salt
    following = _step(low, up=True)
    if following < high:
        return following + salt
    return low + _midpoint(lower[len(low) :], None) + salt


def spread(count: int, gap: int) -> tuple[str, list[str]]:
    """Fresh, short ranks for `count` things in order, and before them the one that is left free at `gap` among them."""
    ranks: list[str] = []
    for _ in range(count + 1):
        ranks.append(between(ranks[-1] if ranks else None, None))
    return ranks.pop(gap), ranks


def _whole(rank: str) -> str:
    head = rank[0]
    digits = ord(head) - ord("a") + 1 if head >= "a" else ord("Z") - ord(head) + 1
    return rank[: 1 + digits]


def _step(whole: str, *, up: bool) -> str:
    """The next whole number up or down."""
    head, digits = whole[0], list(whole[1:])
    full, empty = (_LAST, _ZERO) if up else (_ZERO, _LAST)
    for index in reversed(range(len(digits))):
        if digits[index] != full:
            digits[index] = ALPHABET[ALPHABET.index(digits[index]) + (1 if up else -1)]
            return head + "".join(digits)
        digits[index] = empty
    if head == ("Z" if up else "a"):
        return _FIRST_RANK if up else "Z" + _LAST
    grown = chr(ord(head) + (1 if up else -1))
    longer = grown > "a" if up else grown < "Z"
    return grown + empty * (len(digits) + (1 if longer else -1))


def _midpoint(low: str, high: str | None) -> str:
    """A fraction strictly between two fractions; `None` is one. It never ends in zero: there is always room below."""
    result = ""
    index = 0
    while True:
        floor = ALPHABET.index(low[index]) if index < len(low) else 0
        ceiling = ALPHABET.index(high[index]) if high is not None and index < len(high) else len(ALPHABET)
        if floor == ceiling:
            result += ALPHABET[floor]
        elif (middle := (floor + ceiling) // 2) > floor:
            return result + ALPHABET[middle]
        else:
            result += ALPHABET[floor]
            high = None
        index += 1
