"""When a task is due: on a calendar day, wherever one is, or at an instant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

import attrs

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")


_EXPECTED: Final = "must be a day like 2026-11-30 or an instant like 2026-11-30T17:00:00Z"

UNDATED: Final = "~"
"""The `Due.key` of what is never due: after every other, because `~` follows all digits."""


@attrs.frozen
class Due:
    """`text` is `2026-11-30` or `2026-11-30T17:00:00.000Z`."""

    text: str

    @property
    def key(self) -> str:
        """Keys sort as dues do. A day is due at its end, and so after every instant of that day (in UTC)."""
        return self.text + UNDATED if self.is_day else self.text

    @property
    def is_day(self) -> bool:
        return len(self.text) == len("2026-11-30")

    @property
    def day(self) -> date:
        """The calendar day; of an instant, its day in UTC."""
        return date.fromisoformat(self.text[:10])


def clean_due(value: str | None) -> Due | None:
    """A due from RFC 3339 text with any offset, or `None`, which clears; raises `ValueError`."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(_EXPECTED)  # noqa: TRY004 - what a rule raises
    text = value.strip()
    try:
        if _DAY.fullmatch(text):
            return Due(date.fromisoformat(text).isoformat())
        if _INSTANT.fullmatch(text):
            moment = datetime.fromisoformat(text.upper())
            return Due(rfc3339(moment.astimezone(UTC)))
    except (ValueError, OverflowError):
        raise ValueError("there is no such date") from None
    raise ValueError(_EXPECTED)


def rfc3339(moment: datetime) -> str:
    """An aware instant in UTC with milliseconds: `2026-11-22T20:00:00.000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
