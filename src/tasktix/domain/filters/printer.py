"""From what a filter says to its canonical text."""

from __future__ import annotations

from tasktix.domain.filters.ast import And, Comparison, Everything, Node, Not, Op, Or, Text
from tasktix.domain.filters.fields import FIELDS
from tasktix.domain.filters.values import write_text, write_value


def write(node: Node) -> str:
    """The text that `parse` reads as `node`. It may be somewhat longer than the text that `node` was read from."""
    match node:
        case Everything():
            return ""
        case Text(text):
            return write_text(text)
        case Comparison():
            return _comparison(node)
        case Not(part):
            return "!" + _bracketed(part, And, Or)
        case And(parts):
            return " ".join(_bracketed(part, And, Or) for part in parts)
        case Or(parts):
            return " | ".join(_bracketed(part, Or) for part in parts)


def _bracketed(part: Node, *looser: type[Node]) -> str:
    return f"({write(part)})" if isinstance(part, looser) else write(part)


def _comparison(node: Comparison) -> str:
    values = ",".join(map(write_value, node.values))
    if node.op is not Op.EQ:
        return f"{node.field}{node.op}{values}"
    field = FIELDS.get(node.field)
    return (field.symbol if field is not None and field.symbol else node.field + ":") + values
