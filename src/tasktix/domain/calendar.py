"""Days as people name them, and where they begin and end in a time zone."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import attrs

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
LATEST: Final = datetime.max.replace(tzinfo=UTC)

_FURTHEST: Final = {"d": 36_500, "w": 5_200, "m": 1_200, "y": 100}
_NEAR: Final = {"today": 0, "tomorrow": 1, "yesterday": -1}
_NEAR_WORDS: Final = {days: word for word, days in _NEAR.items()}
_NUMBERS: Final = {word[:length]: number for number, word in enumerate(WEEKDAYS) for length in (3, len(word))}
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHIFT: Final = re.compile(r"([+-]\d{1,9})([dwmy])", re.ASCII)
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z0-9_+-]{1,31}){0,2}")
_MACHINE_ZONES: Final = ("posix/", "right/", "posixrules", "localtime")


@attrs.frozen
class Weekday:
    """The next day with this name after today, never today itself. Monday is 0."""

    number: int


@attrs.frozen
class Shift:
    """So many days, weeks, months or years (`d w m y`) from today; in a shorter month its last day."""

    amount: int
    unit: str


DayWord = date | Weekday | Shift
"""A day as it was written: what it means depends on when and where it is read."""


def read_day(text: str) -> DayWord:
    """`today tomorrow yesterday`, `monday` or `mon`, `2026-11-30`, `+3d -2w +1m +1y`; raises `ValueError`."""
    word = text.lower()
    if word in _NEAR:
        return Shift(_NEAR[word], "d")
    if word in _NUMBERS:
        return Weekday(_NUMBERS[word])
    if found := _SHIFT.fullmatch(word):
        return _shift(int(found[1]), found[2])
    if not _ISO.fullmatch(word):
        raise ValueError("must be a day like today, friday, 2026-11-30, +3d or -2w")
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ValueError("there is no such date") from None


def _shift(amount: int, unit: str) -> Shift:
    if abs(amount) > _FURTHEST[unit]:
        raise ValueError("must be at most a hundred years away")
    return Shift(amount, unit if amount else "d")


def write_day(word: DayWord) -> str:
    """The shortest text that `read_day` reads as `word`."""
    if isinstance(word, date):
        return word.isoformat()
    if isinstance(word, Weekday):
        return WEEKDAYS[word.number][:3]
    if word.unit == "d" and word.amount in _NEAR_WORDS:
        return _NEAR_WORDS[word.amount]
    return f"{word.amount:+d}{word.unit}"


def zone_of(name: str) -> tzinfo:
    """The time zone of that name; raises `ValueError`."""
    try:
        # What a path could mean besides a zone is refused before a file is looked for, and so are
        # names that mean another zone on another machine or count leap seconds.
        if _ZONE.fullmatch(name) and not name.startswith(_MACHINE_ZONES):
            return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        pass
    raise ValueError("must be a time zone like Europe/Berlin")


@attrs.frozen
class Calendar:
    """A moment (aware, in UTC) and a place: together they say what `today` is.

    Days too early or too late for an instant are clamped to the first and the last instant there is.
    """

    now: datetime
    zone: tzinfo
    today: date = attrs.field(init=False)

    @today.default
    def _today(self) -> date:
        return self.day_of(self.now)

    def day(self, word: DayWord) -> date:
        """What `word` means here and now."""
        if isinstance(word, date):
            return word
        today = self.today
        if isinstance(word, Weekday):
            return _later(today, (word.number - today.weekday() - 1) % 7 + 1)
        if word.unit in "dw":
            return _later(today, word.amount * (7 if word.unit == "w" else 1))
        return _months_later(today, word.amount * (12 if word.unit == "y" else 1))

    def start_of(self, day: date) -> datetime:
        """The first instant of that day here. Where clocks skip midnight, it is the instant of the skip."""
        midnight = datetime.combine(day, time.min, self.zone)
        try:
            start = midnight.astimezone(UTC)
            lowest = midnight.replace(fold=1).astimezone(UTC)
        except (OverflowError, ValueError):
            return EARLIEST if day.year == 1 else LATEST
        return self._first_in(day, lowest, start) if lowest < start else start

    def _first_in(self, day: date, low: datetime, high: datetime) -> datetime:
        """The least instant after `low` whose day is `day`, to the second; `high` is one."""
        while (gap := (high - low) // timedelta(seconds=1)) > 1:
            middle = low + timedelta(seconds=gap // 2)
            if middle.astimezone(self.zone).date() >= day:
                high = middle
            else:
                low = middle
        return high

    def span_of(self, day: date) -> tuple[datetime, datetime]:
        """The first instant of that day and the first after it."""
        return self.start_of(day), LATEST if day == date.max else self.start_of(_later(day, 1))

    def day_of(self, instant: datetime) -> date:
        """The day here whose span holds the instant: a clock set back over midnight does not bring a day back."""
        try:
            day = instant.astimezone(self.zone).date()
        except (OverflowError, ValueError):
            return date.min if instant.year == 1 else date.max
        return day if instant < self.span_of(day)[1] else _later(day, 1)

    def instant(self, day: date, hour: int, minute: int) -> datetime:
        """When clocks here show that time on that day, the first of two; raises `ValueError`."""
        try:
            return datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)
        except OverflowError:
            raise ValueError("there is no such date") from None


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
