"""One value of a filter, from text and to text."""

from __future__ import annotations

import re
from typing import Final

from tasktix.domain.calendar import read_day, write_day
from tasktix.domain.durations import read_duration, write_duration
from tasktix.domain.filters.ast import Name, Ratio, Reference, Seconds, Someone, Value, Word
from tasktix.domain.filters.fields import NAMES, Kind, references_of, words_of
from tasktix.domain.quoting import quoted

GREATEST_RATIO: Final = 1_000
"""With 6 decimals the numerator times the longest duration still fits into 64 bits with a sign."""

_RATIO: Final = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?", re.ASCII)
_PLAIN: Final = re.compile(r"\w[\w.-]*")


def read_value(name: str, text: str, *, is_quoted: bool) -> Value:
    """The value `text` of the field or group `name`; raises `ValueError` with what was expected."""
    kind = NAMES[name]
    if kind is Kind.NAME:
        return Name(text.strip())
    if kind is Kind.PERSON:
        return Name(text.strip()) if is_quoted or text.lower() not in _SOMEONE else _SOMEONE[text.lower()]
    if words := words_of(name):
        return _read_word(text, words)
    if text.lower() in references_of(name):
        return Reference(text.lower())
    if kind is Kind.NUMBER:
        return _read_ratio(text)
    try:
        return read_day(text) if kind is Kind.DAY else Seconds(read_duration(text))
    except ValueError as error:
        others = ", ".join(key for key in references_of(name) if key != name)
        raise ValueError(f"{error} (fields to compare with: {others})") from None


_SOMEONE: Final = {someone.value: someone for someone in Someone}


def _read_word(text: str, words: tuple[str, ...]) -> Word:
    word = text.lower().replace("-", "_").replace(" ", "_")
    if word not in words:
        raise ValueError("must be one of " + ", ".join(words))
    return Word(word)


def _read_ratio(text: str) -> Ratio:
    found = _RATIO.fullmatch(text)
    if found is None:
        raise ValueError("must be a number like 1 or 1.25")
    decimals = (found[2] or "").rstrip("0")
    if len(decimals) > 6:
        raise ValueError("must have at most 6 decimals")
    denominator = 10 ** len(decimals)
    numerator = int(found[1] + decimals)
    if numerator > GREATEST_RATIO * denominator:
        raise ValueError(f"must be at most {GREATEST_RATIO}")
    return Ratio(numerator, denominator)


def write_value(value: Value) -> str:
    """The text that is read as `value`."""
    match value:
        case Name(text):
            # Quotes tell a user called "none" from nobody.
            return quoted(text) if text.lower() in _SOMEONE else write_text(text)
        case Someone():
            return value.value
        case Word(text):
            return text
        case Reference(key):
            return key
        case Seconds(count):
            return write_duration(count)
        case Ratio(numerator, denominator):
            whole, rest = divmod(numerator, denominator)
            decimals = len(str(denominator)) - 1
            return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)
        case _:
            return write_day(value)


def write_text(text: str) -> str:
    """With quotes where it could be taken for something else."""
    return text if _PLAIN.fullmatch(text) else quoted(text)
