"""Quick add: one line of text is a task's name and, between its words, what else is known of it.

A token stands where a word begins and ends where one ends. A token that names something is taken out of the name;
one that names nothing stays in it: no text is ever lost. Of several dues, priorities, expected times and sections
the last counts, as whoever goes on typing corrects what stands before.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from tasktix.domain.calendar import Calendar, read_day
from tasktix.domain.due import rfc3339
from tasktix.domain.durations import read_duration
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.quoting import QUOTED, unquoted
from tasktix.domain.words import Priority

LONGEST_TEXT: Final = 2_000


class Kind(enum.StrEnum):
    """In brackets what `Token.value` is."""

    TAG = "tag"
    """(an id)"""
    ASSIGNEE = "assignee"
    """(an id)"""
    PRIORITY = "priority"
    """(low, medium, high)"""
    EXPECTED = "expected"
    """(whole seconds)"""
    DUE = "due"
    """(a day, or an instant in UTC, as clients send it)"""
    SECTION = "section"
    """(an id)"""
    UNCLEAR = "unclear"
    """(True)"""
    LITERAL = "literal"
    """(the text between the quotes: it is part of the name)"""


EXAMPLES: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.TAG: ("#auth", '#"needs review"'),
    Kind.ASSIGNEE: ("@ann", "@me"),
    Kind.PRIORITY: ("!high", "!medium", "!low"),
    Kind.EXPECTED: ("~2h", "~1h30m", "~90m"),
    Kind.DUE: ("due:fri", "due:fri 17:00", "due:2026-11-30", "due:+3d", "due:tomorrow 9:30"),
    Kind.SECTION: ("in:Backlog", 'in:"Sprint 4"'),
    Kind.UNCLEAR: ("is:unclear",),
    Kind.LITERAL: ('"#5"', '"see #5 first"'),
}
"""For the help page."""

_SIGNS: Final = {
    Kind.TAG: "#",
    Kind.ASSIGNEE: "@",
    Kind.PRIORITY: "!",
    Kind.EXPECTED: "~",
    Kind.DUE: "due:",
    Kind.SECTION: "in:",
    Kind.UNCLEAR: "is:",
    Kind.LITERAL: "",
}
_ONE_VALUE: Final = (Kind.PRIORITY, Kind.EXPECTED, Kind.DUE, Kind.UNCLEAR)


@attrs.frozen
class Vocabulary:
    """The names that tokens may use, folded (`folding.fold`), and who writes."""

    tags: Mapping[str, Id]
    people: Mapping[str, Id]
    sections: Mapping[str, Id]
    me: Id


@attrs.frozen
class Token:
    """`text` stands from `start` to `end`, counted in code points; `name` is it without its sign and quotes.

    `value` is what it names, None for an unknown token.
    """

    kind: Kind
    start: int
    end: int
    text: str
    name: str
    value: Any


@attrs.frozen
class Reading:
    """How a text was understood. `fields` are those of a task that the text gives, as clients send them.

    `tokens` were taken out of the name, `unknown` ones were left in it; both are in the order of the text.
    """

    name: str
    fields: Mapping[str, Any]
    tags: tuple[Id, ...]
    assignees: tuple[Id, ...]
    section: Id | None
    tokens: tuple[Token, ...]
    unknown: tuple[Token, ...]


def read(text: str, vocabulary: Vocabulary, calendar: Calendar) -> Reading:
    """How the text is understood; the name may come out empty. Raises `ValueError` for one that is too long."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT} characters, has {len(text)}")
    found = _Reader(text, vocabulary, calendar).tokens()
    tokens = [token for token in found if token.value is not None]
    values: dict[Kind, list[Any]] = {kind: [] for kind in Kind}
    for token in tokens:
        values[token.kind].append(token.value)
    sections = values[Kind.SECTION]
    return Reading(
        name=_name(text, tokens),
        fields={kind.value: values[kind][-1] for kind in _ONE_VALUE if values[kind]},
        tags=tuple(dict.fromkeys(values[Kind.TAG])),
        assignees=tuple(dict.fromkeys(values[Kind.ASSIGNEE])),
        section=sections[-1] if sections else None,
        tokens=tuple(tokens),
        unknown=tuple(token for token in found if token.value is None),
    )


def _name(text: str, tokens: list[Token]) -> str:
    """What is left without the tokens, one space where one was; quoted text stays, without its quotes."""
    pieces = [""]
    position = 0
    for token in tokens:
        pieces[-1] += text[position : token.start]
        if token.kind is Kind.LITERAL:
            pieces[-1] += token.value
        else:
            pieces.append("")
        position = token.end
    pieces[-1] += text[position:]
    return " ".join(stripped for piece in pieces if (stripped := piece.strip()))


_NAMED: Final = r"""(?: "(?:[^"\\]|\\.)*" | [^\s"]\S* ) (?!\S)"""
_TOKEN: Final = re.compile(
    rf"""(?<!\S) (?:
        (?P<tag> \# {_NAMED} )
      | (?P<assignee> @ {_NAMED} )
      | (?P<section> in: {_NAMED} )
      | (?P<priority> ! [^\W\d_]\S* )
      | (?P<expected> ~ \d\S* )
      | (?P<due> due: \S+ )
      | (?P<unclear> is:unclear (?!\S) )
      | (?P<literal> "(?:[^"\\]|\\.)*" )
    )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_TIME: Final = re.compile(r"\s+([01]?\d|2[0-3]):([0-5]\d)(?!\S)", re.ASCII)
_PRIORITIES: Final = frozenset(priority.value for priority in Priority)


@attrs.frozen
class _Reader:
    text: str
    vocabulary: Vocabulary
    calendar: Calendar

    def tokens(self) -> list[Token]:
        """All that look like one, whether or not they name something."""
        tokens: list[Token] = []
        position = 0
        while found := _TOKEN.search(self.text, position):
            position = found.end()
            if (token := self._token(Kind(str(found.lastgroup)), found.start(), found.end())) is not None:
                tokens.append(token)
                position = token.end
        return tokens

    def _token(self, kind: Kind, start: int, end: int) -> Token | None:
        name = self.text[start + len(_SIGNS[kind]) : end]
        if QUOTED.fullmatch(name):
            name = unquoted(name)
        # Quotes around what holds no token are the writer's own: "War and Peace" keeps them.
        if not name.strip() or (kind is Kind.LITERAL and not _TOKEN.search(name)):
            return None
        if kind is Kind.DUE:
            return self._due(name, start, end)
        return Token(kind, start, end, self.text[start:end], name, self._value(kind, name))

    def _value(self, kind: Kind, name: str) -> Any:
        """What `name` names, or None."""
        folded = fold(name.strip())
        match kind:
            case Kind.TAG:
                return self.vocabulary.tags.get(folded)
            case Kind.ASSIGNEE:
                return self.vocabulary.me if folded == "me" else self.vocabulary.people.get(folded)
            case Kind.SECTION:
                return self.vocabulary.sections.get(folded)
            case Kind.PRIORITY:
                return folded if folded in _PRIORITIES else None
            case Kind.EXPECTED:
                return _duration(name)
            case Kind.UNCLEAR:
                return True
        return name

    def _due(self, name: str, start: int, end: int) -> Token:
        """A day, and the time that follows it; what follows and is no time is left alone."""
        value = None
        try:
            day = self.calendar.day(read_day(name))
            value = day.isoformat()
            if found := _TIME.match(self.text, end):
                value = rfc3339(self.calendar.instant(day, int(found[1]), int(found[2])))
                name, end = name + found[0], found.end()
        except ValueError:
            pass
        return Token(Kind.DUE, start, end, self.text[start:end], name, value)


def _duration(text: str) -> int | None:
    try:
        return read_duration(text)
    except ValueError:
        return None
