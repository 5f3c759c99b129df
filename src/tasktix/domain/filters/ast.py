"""What a filter text says. Relative days stay as written: a saved filter means today whenever it is used."""

from __future__ import annotations

import enum
from collections.abc import Iterable

import attrs

from tasktix.domain.calendar import DayWord


class Op(enum.StrEnum):
    """`NE` is the exact opposite of `EQ`; what is unset satisfies none of the others."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@attrs.frozen
class Name:
    """Of a tag, list, section or user; compared whole, ignoring case."""

    text: str


class Someone(enum.StrEnum):
    ME = "me"
    NOBODY = "none"


@attrs.frozen
class Word:
    """One of the words that the field has."""

    text: str


@attrs.frozen
class Seconds:
    count: int


@attrs.frozen
class Ratio:
    """`numerator` / `denominator`; the latter is the least power of ten that will do."""

    numerator: int
    denominator: int


@attrs.frozen
class Reference:
    """The value of another field of the same kind."""

    key: str


Value = Name | Someone | Word | Seconds | Ratio | Reference | DayWord


@attrs.frozen
class Everything:
    """The empty text. It is never a part of something else."""


@attrs.frozen
class Text:
    """Stands in the name or in the description, ignoring case."""

    text: str


@attrs.frozen
class Comparison:
    """`field` is a key of `fields.FIELDS` or `fields.GROUPS`. Several `values` are any-of `EQ` or none-of `NE`."""

    field: str
    op: Op
    values: tuple[Value, ...]


@attrs.frozen
class Not:
    part: Node


@attrs.frozen
class And:
    """Two parts or more, none of them an `And`: see `both`."""

    parts: tuple[Node, ...]


@attrs.frozen
class Or:
    """Two parts or more, none of them an `Or`: see `either`."""

    parts: tuple[Node, ...]


Node = Everything | Text | Comparison | Not | And | Or


def both(parts: Iterable[Node]) -> Node:
    """All of the parts (at least one), without an `And` in an `And`."""
    flat = tuple(leaf for part in parts for leaf in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def either(parts: Iterable[Node]) -> Node:
    """Any of the parts (at least one), without an `Or` in an `Or`."""
    flat = tuple(leaf for part in parts for leaf in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)
