"""A filter comes from anybody: whatever its size or shape, it is answered at once and breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from tasktix.domain.filters import lexer, parser
from tasktix.domain.filters.ast import And, Node, Not, Or, Text
from tasktix.domain.filters.fields import FIELDS
from tasktix.domain.filters.matcher import matches
from tasktix.domain.filters.parser import FilterError, parse
from tasktix.domain.filters.printer import write
from tasktix.domain.filters.values import GREATEST_RATIO
from tests.filter_strategies import context_at, new_task, subject_of

TERMS = lexer.MOST_TERMS
DEEPEST = parser.DEEPEST


def test_the_bounds_that_are_promised() -> None:
    assert (lexer.LONGEST_TEXT, DEEPEST, TERMS) == (2_000, 50, 100)


def refusal(text: str) -> FilterError:
    with pytest.raises(FilterError) as refused:
        parse(text)
    return refused.value


@pytest.mark.parametrize("size", [lexer.LONGEST_TEXT + 1, 10_000, 10_000_000])
def test_a_text_that_is_too_long_is_refused_before_it_is_read(size: int) -> None:
    error = refusal("(" * size)
    assert error.position == lexer.LONGEST_TEXT
    assert f"at most {lexer.LONGEST_TEXT} characters, this one has {size}" in str(error)


def test_a_text_may_be_as_long_as_the_bound() -> None:
    assert parse("😀" * lexer.LONGEST_TEXT) == Text("😀" * lexer.LONGEST_TEXT)


NESTED: dict[str, Callable[[int], str]] = {
    "brackets": lambda depth: "(" * depth + "a" + ")" * depth,
    "nots": lambda depth: "!" * depth + "a",
    "both": lambda depth: ("!(" * depth)[:depth] + "a" + ")" * (depth // 2),
}


@pytest.mark.parametrize("shape", NESTED.values(), ids=NESTED)
def test_nesting_has_a_bound(shape: Callable[[int], str]) -> None:
    parse(shape(DEEPEST))
    for depth in (DEEPEST + 1, 500):
        error = refusal(shape(depth))
        assert error.position == DEEPEST
        assert f"at most {DEEPEST} deep" in str(error)


def test_what_stands_side_by_side_does_not_nest() -> None:
    assert parse(" ".join(["!(a)"] * TERMS)) == And((Not(Text("a")),) * TERMS)
    assert parse("|".join(["(!a)"] * TERMS)) == Or((Not(Text("a")),) * TERMS)


MANY: dict[str, Callable[[int], str]] = {
    "words": lambda count: " ".join(["a"] * count),
    "values": lambda count: "#" + ",".join(map(str, range(count))),
    "quoted": lambda count: " | ".join(['"a b"'] * count),
    "fields": lambda count: "&".join(["due<today"] * count),
}


@pytest.mark.parametrize("shape", MANY.values(), ids=MANY)
def test_terms_and_values_have_a_bound(shape: Callable[[int], str]) -> None:
    parse(shape(TERMS))
    error = refusal(shape(TERMS + 1))
    assert len(shape(TERMS)) <= error.position < len(shape(TERMS + 1))
    assert f"at most {TERMS} terms and values" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2_000,
        ")" * 2_000,
        "!" * 2_000,
        "&" * 2_000,
        "!(" * 1_000,
        "a-" * 1_000,
        "a" * 1_999 + ":",
        ("a" + " " * 4) * 400,
        "due" + " " * 1_990 + "<x",
        '"' * 2_000,
        '"' + '\\"' * 999,
        '#"' * 1_000,
        "\\" * 2_000,
        "a://" * 500,
        "#" + "," * 1_999,
        "due:+" + "9" * 1_990 + "d",
        "ratio>" + "1" * 1_990,
        "expected>" + "1" * 1_990,
        "expected>" + "1h" * 900,
        "a\u0301" * 1_000,
        "\u202e" * 2_000,
    ],
    ids=lambda text: text[:8].encode("unicode_escape").decode(),
)
def test_a_text_made_to_hurt_is_answered(text: str) -> None:
    """A pattern that goes back and back would not answer in a lifetime."""
    with suppress(FilterError):
        parse(text)


def test_the_deepest_filter_can_be_written_and_matched_on_a_deep_stack() -> None:
    node = parse(NESTED["both"](DEEPEST))

    def at_depth(frames: int) -> Node:
        if frames:
            return at_depth(frames - 1)
        assert matches(node, subject_of(new_task(name="b")), context_at()) is (DEEPEST % 4 == 2)
        return parse(write(node))

    assert at_depth(400) == node


def test_the_greatest_ratio_fits_into_what_databases_count_with() -> None:
    longest = 2_147_483_647
    assert GREATEST_RATIO * 10**6 * longest < 2**63
    ratio = parse(f"ratio<{GREATEST_RATIO - 1}.999999")
    subject = subject_of(new_task(expected=longest, elapsed_ms=longest * 1_000))
    assert matches(ratio, subject, context_at())
    assert FIELDS["ratio"].get(subject, context_at()) == (longest, longest)
