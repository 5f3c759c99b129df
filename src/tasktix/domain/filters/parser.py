"""From a text to what it says.

filter     = [ either ]
either     = both { "|" both }
both       = term { [ "&" ] term }
term       = "!" term | "(" either ")" | text | comparison
comparison = ( "#" | "@" | field operator ) value { "," value }
operator   = ":" | [ ":" ] ( "=" | "!=" | "<" | "<=" | ">" | ">=" )
"""

from __future__ import annotations

from typing import Final

import attrs

from tasktix.domain.filters.ast import Comparison, Everything, Name, Node, Not, Op, Text, Value, both, either
from tasktix.domain.filters.fields import NAMES, OPERATORS, SYMBOLS
from tasktix.domain.filters.lexer import FilterError, Mark, Raw, Token, clipped, tokens_of
from tasktix.domain.filters.values import read_value
from tasktix.domain.folding import fold

__all__ = ["DEEPEST", "FilterError", "parse"]

DEEPEST: Final = 50
"""How many brackets and `!` may be open at a time."""

_EXPECTED: Final = "expected words, #tag, @user, a field as in due<today, ! or ("


def parse(text: str) -> Node:
    """What the filter text says; blank says everything. Raises `FilterError` and nothing else."""
    tokens = tokens_of(text)
    if tokens[0].mark is Mark.END:
        return Everything()
    parser = _Parser(tokens)
    node = parser.either(0)
    if parser.token.mark is Mark.CLOSE:
        raise FilterError(parser.token.position, "this bracket was never opened")
    return node


@attrs.define
class _Parser:
    """`index` is the token that is looked at. The methods recurse as deep as the text nests: at most `DEEPEST`."""

    tokens: list[Token]
    index: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def either(self, depth: int) -> Node:
        parts = [self._both(depth)]
        while self._takes(Mark.OR):
            parts.append(self._both(depth))
        return either(parts)

    def _both(self, depth: int) -> Node:
        parts = [self._term(depth)]
        while self._takes(Mark.AND) or self.token.mark not in (Mark.OR, Mark.CLOSE, Mark.END):
            parts.append(self._term(depth))
        return both(parts)

    def _term(self, depth: int) -> Node:
        token = self.token
        if token.mark in (Mark.NOT, Mark.OPEN) and depth == DEEPEST:
            raise FilterError(token.position, f"brackets and ! nest at most {DEEPEST} deep")
        if self._takes(Mark.NOT):
            return Not(self._term(depth + 1))
        if self._takes(Mark.OPEN):
            node = self.either(depth + 1)
            if not self._takes(Mark.CLOSE):
                raise FilterError(token.position, "this bracket is never closed")
            return node
        if self._takes(Mark.TEXT):
            return Text(token.values[0].text)
        if self._takes(Mark.FIELD):
            return _comparison(token)
        raise FilterError(token.position, _EXPECTED)

    def _takes(self, mark: Mark) -> bool:
        if self.token.mark is not mark:
            return False
        self.index += 1
        return True


def _comparison(token: Token) -> Comparison:
    name = SYMBOLS.get(token.name, token.name.lower())
    if name not in NAMES:
        fields = ", ".join(NAMES)
        raise FilterError(
            token.position,
            f"there is no field {clipped(token.name)}; there are {fields}. Quote what is to be found as it stands",
        )
    operators = OPERATORS[NAMES[name]]
    if token.op not in operators:
        raise FilterError(token.position, f"{name} takes only : {' '.join(operators)}")
    if len(token.values) > 1 and token.op not in (Op.EQ, Op.NE):
        raise FilterError(token.values[1].position, f"{token.op} takes one value; commas go with : = and !=")
    values: dict[Value, Value] = {}
    for raw in token.values:
        value = _value(name, raw)
        if (same := Name(fold(value.text)) if isinstance(value, Name) else value) in values:
            raise FilterError(raw.position, f"{clipped(raw.text)} is there twice")
        values[same] = value
    return Comparison(name, token.op, tuple(values.values()))


def _value(name: str, raw: Raw) -> Value:
    try:
        return read_value(name, raw.text, is_quoted=raw.is_quoted)
    except ValueError as error:
        raise FilterError(raw.position, f"{name} {clipped(raw.text)}: {error}") from None
