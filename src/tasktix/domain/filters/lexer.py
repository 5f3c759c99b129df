"""A filter text cut into tokens. No pattern here goes back more than one word: the time is linear in the text."""

from __future__ import annotations

import enum
import re
from typing import Final

import attrs

from tasktix.domain.filters.ast import Op
from tasktix.domain.filters.fields import SYMBOLS
from tasktix.domain.quoting import QUOTED, unquoted

LONGEST_TEXT: Final = 2_000
MOST_TERMS: Final = 100
_LONGEST_QUOTATION: Final = 32


class FilterError(ValueError):
    """The text is no filter. `position` is the code point where something else was expected, counted from 0."""

    def __init__(self, position: int, message: str) -> None:
        self.position = position
        super().__init__(message)


def clipped(text: str) -> str:
    """For a message: what a person wrote may be long."""
    return text if len(text) <= _LONGEST_QUOTATION else text[: _LONGEST_QUOTATION - 1] + "…"


class Mark(enum.StrEnum):
    OPEN = "("
    CLOSE = ")"
    AND = "&"
    OR = "|"
    NOT = "!"
    TEXT = "text"
    FIELD = "field"
    END = "end"


@attrs.frozen
class Raw:
    """A value as written, without its quotes."""

    text: str
    position: int
    is_quoted: bool = False


@attrs.frozen
class Token:
    """A TEXT has one value. A FIELD has a name as written or a symbol, an operator and values."""

    mark: Mark
    position: int
    values: tuple[Raw, ...] = ()
    name: str = ""
    op: Op = Op.EQ


# Control characters but tab and line ends; lone surrogates, which no database driver can encode.
_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE: Final = re.compile(r"\s*")
_FIELD: Final = re.compile(r"([^\W\d_](?:[\w-]*\w)?)(:(?!//)(?:[<>]=?|!?=)?|\s*(?:[<>]=?|!?=))\s*")
_ADDRESS: Final = re.compile(r'[^\W\d_][\w+.-]*://[^\s()|"]+')
_WORD: Final = re.compile(r'[^\s()&|"]+')
_VALUE: Final = re.compile(r'[^\s()&|",]+')
_BRACKETS_AND_SIGNS: Final = frozenset("()&|!")
_NO_BEGINNING_OF_VALUE: Final = tuple("!=<>:#@")


def tokens_of(text: str) -> list[Token]:
    """The tokens, an END last; raises `FilterError`."""
    if len(text) > LONGEST_TEXT:
        raise FilterError(LONGEST_TEXT, f"a filter has at most {LONGEST_TEXT} characters, this one has {len(text)}")
    if found := _REFUSED.search(text):
        raise FilterError(found.start(), f"the character U+{ord(found[0]):04X} cannot be part of a filter")
    reader = _Reader(text)
    tokens = [reader.next()]
    while tokens[-1].mark is not Mark.END:
        tokens.append(reader.next())
    return tokens


@attrs.define
class _Reader:
    text: str
    position: int = 0
    terms: int = 0

    def next(self) -> Token:
        self._skip(_SPACE)
        start = self.position
        if start == len(self.text):
            return Token(Mark.END, start)
        first = self.text[start]
        if first in _BRACKETS_AND_SIGNS:
            self.position += 1
            return Token(Mark(first), start)
        if first in SYMBOLS:
            self.position += 1
            return Token(Mark.FIELD, start, self._values(first), first)
        if first in "=<>":
            raise FilterError(start, f"a field must stand before {first}, as in due<today; quote what is to be found")
        if found := _FIELD.match(self.text, start):
            self.position = found.end()
            op = Op(found[2].strip().lstrip(":") or "=")
            return Token(Mark.FIELD, start, self._values(found[0].strip()), found[1], op)
        return Token(Mark.TEXT, start, (self._text(),))

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.position)
        if found is None:
            return ""
        self.position = found.end()
        return found[0]

    def _text(self) -> Raw:
        self._count()
        start = self.position
        if self.text[start] == '"':
            return self._quoted(ends="")
        return Raw(self._skip(_ADDRESS) or self._skip(_WORD), start)

    def _values(self, before: str) -> tuple[Raw, ...]:
        """One value, or several with commas between, after the text `before`."""
        values = [self._value(before)]
        while self.text.startswith(",", self.position):
            self.position += 1
            values.append(self._value(","))
        return tuple(values)

    def _value(self, before: str) -> Raw:
        self._count()
        start = self.position
        if self.text.startswith('"', start):
            return self._quoted(ends=",")
        value = self._skip(_VALUE)
        if not value:
            raise FilterError(start, f"expected a value after {clipped(before)}")
        if value.startswith(_NO_BEGINNING_OF_VALUE):
            raise FilterError(start, f"a value that begins with {value[0]} is quoted")
        return Raw(value, start)

    def _quoted(self, ends: str) -> Raw:
        """`ends`: what may follow without a space, besides brackets and signs."""
        start = self.position
        text = self._skip(QUOTED)
        if not text:
            raise FilterError(start, "this quote is never closed")
        follows = self.text[self.position : self.position + 1]
        if not (follows.isspace() or follows in _BRACKETS_AND_SIGNS or follows in ends):
            raise FilterError(self.position, "expected a space after the closing quote")
        content = unquoted(text)
        if not content.strip():
            raise FilterError(start, "expected something between the quotes")
        return Raw(content, start, is_quoted=True)

    def _count(self) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise FilterError(self.position, f"a filter has at most {MOST_TERMS} terms and values")
