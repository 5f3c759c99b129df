"""The filter language for people, and for programs that help to type it: made from the tables that parser, matcher
and quick add read."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any, Final

from tasktix.domain import quick_add
from tasktix.domain.filters.fields import FIELDS, GROUPS, NAMES, Field, Kind, references_of, words_of
from tasktix.domain.ordering import ORDERS

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Filters in Tasktix</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>Filters</h1>
<p>One language everywhere: in the page, in <code>GET /api/v1/tasks?filter=</code>, in saved filters, in reports.</p>
<table>{examples}</table>
<p>Side by side means <b>and</b>; <code>&amp;</code> and, <code>|</code> or, <code>!</code> not, brackets group;
<code>!</code> binds tightest, then and, then or. A comma inside a value means any of these. What is unset satisfies no
comparison; <code>!=</code> is the exact opposite of <code>=</code>. <code>:</code> is another way to write
<code>=</code>. Quotes keep words together and signs from meaning anything; upper and lower case are the same.</p>
{kinds}
<h2>Quick add</h2>
<p>A line of text is a new task: what names something is taken out, everything else is the name. What names nothing
stays in the name; quotes around a sign keep it there.</p>
<table>{tokens}</table>
<h2>Orders</h2>
<p>{orders}</p></main></body></html>"""

_EXAMPLES: Final = {
    "due<tomorrow & (#infra | @me) & !blocked": "what presses, is infra's or mine, and does not say that it is blocked",
    'priority:high,medium list:"Semester 1" status:open': "open and not of low priority, in one list",
    "elapsed>expected": "what took longer than it was thought to",
    'completed>=-1w "exact words"': "done in the last week, with these words in it",
}

_KINDS: Final = {
    Kind.TEXT: ("Words", "Any part of a text."),
    Kind.NAME: ("Names", "Compared whole."),
    Kind.PERSON: ("People", "By username."),
    Kind.LEVEL: ("Levels", "In their order."),
    Kind.DAY: (
        "Days",
        "<code>today</code>, <code>tomorrow</code>, <code>yesterday</code>, a weekday (the next one after today), "
        "<code>2026-11-30</code>, or so far from today: <code>+3d</code>, <code>-2w</code>, <code>+1m</code>, "
        "<code>+1y</code>. Days are those of your time zone; between two fields, of UTC.",
    ),
    Kind.DURATION: ("Durations", "<code>90m</code>, <code>1h30m</code>, <code>45s</code>; a day is 24 hours."),
    Kind.NUMBER: ("Numbers", "With up to six decimals."),
    Kind.FLAG: ("Is it so?", "Each is true or not."),
}


def page() -> str:
    by_kind = groupby(sorted(FIELDS.values(), key=lambda it: list(Kind).index(it.kind)), key=lambda it: it.kind)
    return _PAGE.format(
        examples="".join(_row(f"<code>{escape(text)}</code>", words) for text, words in _EXAMPLES.items()),
        kinds="".join(_kind(kind, list(fields)) for kind, fields in by_kind),
        tokens="".join(_row(kind.value, _codes(texts)) for kind, texts in quick_add.EXAMPLES.items()),
        orders=_codes(tuple(ORDERS)) + ". A minus turns an order round; what is unset comes last either way.",
    )


def document() -> dict[str, Any]:
    """The same for programs: what may stand before an operator, what is true or not, the orders."""
    return {
        "fields": [_for_programs(FIELDS[name]) for name in NAMES if name not in GROUPS],
        "flags": [{"key": it.key, "help": it.help} for it in FIELDS.values() if it.kind is Kind.FLAG],
        "orders": list(ORDERS),
        "examples": _EXAMPLES,
    }


def _for_programs(it: Field) -> dict[str, Any]:
    return {
        "name": it.key,
        "kind": it.kind.value,
        "symbol": it.symbol,
        "operators": [op.value for op in it.operators],
        "words": list(words_of(it.key)),
        "help": it.help,
        "examples": list(it.examples),
    }


def _kind(kind: Kind, fields: list[Field]) -> str:
    title, words = _KINDS[kind]
    rows = "".join(_row(f"<code>{escape(it.key)}</code>", _field(it)) for it in fields)
    return f"<h2>{title}</h2><p>{words}</p><table>{rows}</table>"


def _field(it: Field) -> str:
    others = [key for key in references_of(it.key) if key != it.key] if it.key in NAMES else []
    against = f" May be compared with {_codes(tuple(others))}." if others else ""
    return f"{escape(it.help)}{against}<br>{_codes(it.examples)}"


def _codes(texts: tuple[str, ...]) -> str:
    return ", ".join(f"<code>{escape(text)}</code>" for text in texts)


def _row(head: str, rest: str) -> str:
    return f"<tr><td>{head}</td><td>{rest}</td></tr>"
