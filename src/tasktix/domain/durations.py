"""Durations as people write them: `90m`, `1h30m`, `2h`, `45s`."""

from __future__ import annotations

import re
from typing import Final

from tasktix.domain.fields import LONGEST_DURATION

_SECONDS: Final = (86_400, 3_600, 60, 1)
_SHAPE: Final = re.compile(r"(?:(\d{1,10})d)?(?:(\d{1,10})h)?(?:(\d{1,10})m)?(?:(\d{1,10})s)?", re.ASCII)


def read_duration(text: str) -> int:
    """Whole seconds; raises `ValueError`.

    A day is 24 hours, for what is compared with it was measured by a clock. Nought needs no unit.
    """
    if text == "0":
        return 0
    found = _SHAPE.fullmatch(text.lower())
    if not text or found is None:
        raise ValueError("must be a duration like 90m, 2h or 1h30m")
    seconds = sum(int(count) * unit for count, unit in zip(found.groups("0"), _SECONDS, strict=True))
    if seconds > LONGEST_DURATION:
        raise ValueError(f"must be at most {LONGEST_DURATION} seconds")
    return seconds


def write_duration(seconds: int) -> str:
    """The shortest text in hours, minutes and seconds: `1h30m`."""
    hours, rest = divmod(seconds, 3_600)
    counts = (hours, "h"), (rest // 60, "m"), (rest % 60, "s")
    return "".join(f"{count}{unit}" for count, unit in counts if count) or "0s"
