"""What fits a field: one function per kind of value, from what a client sent to what is kept.

Each raises `ValueError` with words for a person. Lengths count Unicode code points after trimming.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from tasktix.domain.words import Color, Priority

LONGEST_DURATION: Final = 2_147_483_647
LONGEST_DESCRIPTION: Final = 65_535


def line(longest: int, shortest: int = 1) -> Callable[[str], str]:
    """The rule of a one-line text of `shortest` to `longest` characters."""

    def clean(value: str) -> str:
        text = _text(value).strip()
        if not text and shortest:
            raise ValueError("must not be empty")
        if not shortest <= len(text) <= longest:
            raise ValueError(f"must have {shortest} to {longest} characters, has {len(text)}")
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise ValueError("must be one line without control characters")
        return text

    return clean


def description(value: str) -> str:
    """Markdown of at most 65 535 bytes of UTF-8."""
    text = _text(value)
    if "\x00" in text:
        raise ValueError("must not contain the character NUL")
    if (size := len(text.encode())) > LONGEST_DESCRIPTION:
        raise ValueError(f"must have at most {LONGEST_DESCRIPTION} bytes of UTF-8, has {size}")
    return text


def duration(value: int | None) -> int | None:
    """Whole seconds; `None` clears."""
    if value is not None and (type(value) is not int or not 0 <= value <= LONGEST_DURATION):
        raise ValueError(f"must be 0 to {LONGEST_DURATION} whole seconds")
    return value


def flag(value: bool) -> bool:
    if type(value) is not bool:
        raise ValueError("must be true or false")
    return value


def color(value: str) -> Color:
    return _one_of(Color, value)


def priority(value: str) -> Priority:
    return _one_of(Priority, value)


_Word = TypeVar("_Word", bound=StrEnum)


def _one_of(words: type[_Word], value: str) -> _Word:
    try:
        return words(value)
    except ValueError:
        raise ValueError("must be one of " + ", ".join(words)) from None


def _text(value: str) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")  # noqa: TRY004 - what a rule raises
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("must be well-formed Unicode") from None
    return value
