"""From a text to what it says, and back. An error says where, and what was expected there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tasktix.domain.calendar import Shift, Weekday
from tasktix.domain.filters.ast import (
    And,
    Comparison,
    Everything,
    Name,
    Node,
    Not,
    Op,
    Or,
    Ratio,
    Reference,
    Seconds,
    Someone,
    Text,
    Value,
    Word,
)
from tasktix.domain.filters.fields import FIELDS, GROUPS, NAMES, OPERATORS
from tasktix.domain.filters.lexer import LONGEST_TEXT
from tasktix.domain.filters.parser import FilterError, parse
from tasktix.domain.filters.printer import write
from tests.filter_strategies import nodes, scraps

A, B, C = Text("a"), Text("b"), Text("c")


def equals(field: str, *values: Value) -> Comparison:
    return Comparison(field, Op.EQ, values)


def outcome(text: str) -> Node | FilterError:
    try:
        return parse(text)
    except FilterError as error:
        return error


def refusal(text: str) -> FilterError:
    with pytest.raises(FilterError) as refused:
        parse(text)
    return refused.value


@pytest.mark.parametrize("text", ["", " ", "\t\r\n", "\u2003"])
def test_a_blank_text_says_everything(text: str) -> None:
    assert parse(text) == Everything()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a b", And((A, B))),
        ("a&b", And((A, B))),
        ("a | b", Or((A, B))),
        ("a | b c", Or((A, And((B, C))))),
        ("a b | c", Or((And((A, B)), C))),
        ("a (b | c)", And((A, Or((B, C))))),
        ("!a b", And((Not(A), B))),
        ("! a | b", Or((Not(A), B))),
        ("!(a b)", Not(And((A, B)))),
        ("!!a", Not(Not(A))),
        ("((a))", A),
        ("(a b) & c", And((A, B, C))),
        ("(a | b) | c", Or((A, B, C))),
        ("a(b)c", And((A, B, C))),
        ("a!b", Text("a!b")),
    ],
)
def test_not_binds_before_and_and_and_before_or(text: str, said: Node) -> None:
    assert parse(text) == said


@pytest.mark.parametrize(
    "text",
    ["C#", "wow!", "a@b.c", "don't", "10:30", "50%", "a,b", "a->b", "utf-8", ":smile:", "1>0", "größe", "x.y", "日本"],
)
def test_a_word_that_is_nothing_else_is_looked_for_as_it_stands(text: str) -> None:
    assert parse(text) == Text(text)


@pytest.mark.parametrize("text", ["http://x", "https://example.org/a?b=c&d=e#f", "git+ssh://x:22/y!z"])
def test_an_address_is_looked_for_as_it_stands(text: str) -> None:
    assert parse(text) == Text(text)
    assert parse(f"({text} | b)") == Or((Text(text), B))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"exact words"', "exact words"),
        (r'"say \"hi\""', 'say "hi"'),
        (r'"a\\b"', r"a\b"),
        (r'"C:\temp"', r"C:\temp"),
        ('"due:today (x | y) & !#z"', "due:today (x | y) & !#z"),
        ('"in"', "in"),
    ],
)
def test_quoted_words_are_looked_for_as_they_stand(text: str, said: str) -> None:
    assert parse(text) == Text(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#infra", equals("tag", Name("infra"))),
        ("#a,b", equals("tag", Name("a"), Name("b"))),
        ('#"needs review",x', equals("tag", Name("needs review"), Name("x"))),
        ("#C++", equals("tag", Name("C++"))),
        ("tag!=a,b", Comparison("tag", Op.NE, (Name("a"), Name("b")))),
        ("@ann,ME", equals("assignee", Name("ann"), Someone.ME)),
        ("@none", equals("assignee", Someone.NOBODY)),
        ('@"none"', equals("assignee", Name("none"))),
        ('LIST:"Semester 1"', equals("list", Name("Semester 1"))),
        ('list:" Home ",work', equals("list", Name("Home"), Name("work"))),
        ('@" ann "', equals("assignee", Name("ann"))),
        ("section: Backlog", equals("section", Name("Backlog"))),
        ("status:open,In-Progress", equals("status", Word("open"), Word("in_progress"))),
        ('status!="in progress"', Comparison("status", Op.NE, (Word("in_progress"),))),
        ("priority>=Medium", Comparison("priority", Op.GE, (Word("medium"),))),
        ("is:OVERDUE", equals("is", Word("overdue"))),
        ("has:due,tags", equals("has", Word("due"), Word("tags"))),
        ("due:today", equals("due", Shift(0, "d"))),
        ("due=mon,Tuesday", equals("due", Weekday(0), Weekday(1))),
        ("due:<tomorrow", Comparison("due", Op.LT, (Shift(1, "d"),))),
        ("due:>=-2w", Comparison("due", Op.GE, (Shift(-2, "w"),))),
        ("due < +3D", Comparison("due", Op.LT, (Shift(3, "d"),))),
        ('created!="2026-11-30"', Comparison("created", Op.NE, (date(2026, 11, 30),))),
        ("completed>Due", Comparison("completed", Op.GT, (Reference("due"),))),
        ("expected<=1h30m", Comparison("expected", Op.LE, (Seconds(5_400),))),
        ("elapsed>expected", Comparison("elapsed", Op.GT, (Reference("expected"),))),
        ("ratio>1.250", Comparison("ratio", Op.GT, (Ratio(125, 100),))),
        ("ratio<=1000", Comparison("ratio", Op.LE, (Ratio(1_000, 1),))),
        ("ratio:2,0.000001", equals("ratio", Ratio(2, 1), Ratio(1, 1_000_000))),
    ],
)
def test_a_comparison_is_read(text: str, said: Node) -> None:
    assert parse(text) == said


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("foo:bar", 0, "there is no field foo; there are tag, assignee, list, section, priority, due,"),
        ("a größe > 3", 2, "there is no field größe"),
        ("text:a", 0, "there is no field text"),
        ("note:", 5, "expected a value after note:"),
        ("due<", 4, "expected a value after due<"),
        ("due< & a", 5, "expected a value after due<"),
        ("#", 1, "expected a value after #"),
        ("@ ann", 1, "expected a value after @"),
        ("#a,,b", 3, "expected a value after ,"),
        ("#a, b", 3, "expected a value after ,"),
        ("#a,", 3, "expected a value after ,"),
        ("#a,#b", 3, "a value that begins with # is quoted"),
        ("due==today", 4, "a value that begins with = is quoted"),
        ("priority:!high", 9, "a value that begins with ! is quoted"),
        ("< 3", 0, "a field must stand before <"),
        ("!=3", 1, "a field must stand before ="),
        ("&a", 0, "expected words"),
        ("a & | b", 4, "expected words"),
        ("a |", 3, "expected words"),
        ("a !", 3, "expected words"),
        ("a ()", 3, "expected words"),
        ("a (b (c)", 2, "never closed"),
        ("a) b", 1, "never opened"),
        ('a "b', 2, "this quote is never closed"),
        ('list:"b\\"', 5, "this quote is never closed"),
        ('"a"b', 3, "expected a space after the closing quote"),
        ('"a","b"', 3, "expected a space after the closing quote"),
        ('#"a"b', 4, "expected a space after the closing quote"),
        ('list:" "', 5, "expected something between the quotes"),
        ('""', 0, "expected something between the quotes"),
        ("#a,b,A", 5, "A is there twice"),
        ("due:today,-0w", 10, "-0w is there twice"),
        ("@ME,me", 4, "me is there twice"),
        ("due<today,tomorrow", 10, "< takes one value"),
        ("list<a", 0, "list takes only : = !="),
        ("is:>overdue", 0, "is takes only : = !="),
        ("is:late", 3, "is late: must be one of unclear, overdue, running"),
        ("status:done", 7, "status done: must be one of unstarted, in_progress, paused, completed, open"),
        ("priority>urgent", 9, "priority urgent: must be one of low, medium, high"),
        ("due:soon", 4, "due soon: must be a day like today, friday, 2026-11-30, +3d or -2w (fields to compare with:"),
        ("due:2026-02-30", 4, "due 2026-02-30: there is no such date"),
        ("due>elapsed", 4, "due elapsed: must be a day like"),
        ("elapsed>due", 8, "elapsed due: must be a duration like 90m, 2h or 1h30m (fields to compare with: expected)"),
        ("elapsed>90", 8, "must be a duration"),
        ("ratio>1/2", 6, "must be a number like 1 or 1.25"),
        ("ratio>.5", 6, "must be a number"),
        ("ratio>ratio", 6, "must be a number"),
        ("ratio>0.0000001", 6, "at most 6 decimals"),
        ("ratio>1000.1", 6, "at most 1000"),
        ("😀 a\x00", 3, "U+0000 cannot be part of a filter"),
        ("a\ud83d", 1, "U+D83D cannot be part of a filter"),
        ('"a\x1b"', 2, "U+001B cannot be part of a filter"),
    ],
)
def test_an_error_says_where_and_what_was_expected(text: str, position: int, message: str) -> None:
    error = refusal(text)
    assert message in str(error)
    assert error.position == position


def test_a_message_does_not_repeat_a_long_text() -> None:
    for text in ("due:" + "x" * 1_500, "#" + "x" * 700 + "," + "x" * 700, "x" * 1_500 + ":"):
        assert len(str(refusal(text))) < 200


@given(st.text() | scraps)
def test_a_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    answer = outcome(text)
    if isinstance(answer, FilterError):
        assert 0 <= answer.position <= len(text)
        assert str(answer)


@given(nodes)
def test_what_is_written_is_read_again(node: Node) -> None:
    assert parse(write(node)) == node


@given(st.text() | scraps)
def test_whatever_is_read_can_be_written_and_read_again(text: str) -> None:
    node = outcome(text)
    assume(not isinstance(node, FilterError))
    assert not isinstance(node, FilterError)
    assert len(write(node)) > LONGEST_TEXT or parse(write(node)) == node


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("due < TOMORROW & ( #infra|@me )&! x-y", "due<tomorrow (#infra | @me) !x-y"),
        ('tag:"a b" assignee:ann list:"Home" elapsed>90m', '#"a b" @ann list:Home elapsed>1h30m'),
        ("(a b) | ((c))", "a b | c"),
        ('!(!a) "#5" ratio:1.50', '!!a "#5" ratio:1.5'),
        ("is!=overdue due:monday", "is!=overdue due:mon"),
        (" ", ""),
    ],
)
def test_the_canonical_text_is_short(text: str, canonical: str) -> None:
    assert write(parse(text)) == canonical


@pytest.mark.parametrize("key", FIELDS)
def test_the_examples_of_a_field_are_about_it(key: str) -> None:
    field = FIELDS[key]
    assert field.help.endswith(".")
    assert field.examples
    for example in field.examples:
        node = parse(example)
        term = node.part if isinstance(node, Not) else node
        if key == "text":
            assert isinstance(term, Text)
        elif key in NAMES:
            assert isinstance(term, Comparison)
            assert term.field == key
        else:
            group, word = key.split(":")
            assert term == equals(group, Word(word))


def test_the_table_of_fields_names_every_value_and_operator() -> None:
    assert {f"{group}:{word}" for group, words in GROUPS.items() for word in words} < FIELDS.keys()
    assert all(FIELDS[name].key == name for name in NAMES if name not in GROUPS)
    assert OPERATORS.keys() == {field.kind for field in FIELDS.values()}
    assert len({(field.help) for field in FIELDS.values()}) == len(FIELDS)
