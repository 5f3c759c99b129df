"""What fits a field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain import fields
from tasktix.domain.errors import FieldError, Invalid, Rule, checked
from tasktix.domain.words import Color, Priority

name = fields.line(64)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("Garden", "Garden"),
        ("  Garden \t\n", "Garden"),
        ("\u00a0Garden\u2003", "Garden"),
        ("two  words", "two  words"),
        ("x" * 64, "x" * 64),
        (" " * 9 + "𝒳" * 64, "𝒳" * 64),
        ("🧑‍🌾", "🧑‍🌾"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_a_line_is_trimmed_and_counted_in_code_points(value: str, kept: str) -> None:
    assert name(value) == kept


@pytest.mark.parametrize("value", ["", " ", "\t\n ", "\u00a0", "x" * 65, "𝒳" * 65, "a\nb", "a\tb", "a\x00b", "\x7fa"])
def test_what_is_empty_too_long_or_not_one_line_is_no_line(value: str) -> None:
    with pytest.raises(ValueError, match="must"):
        name(value)


@given(st.text(max_size=80))
def test_a_cleaned_line_is_clean(value: str) -> None:
    try:
        kept = name(value)
    except ValueError:
        return
    assert name(kept) == kept
    assert 1 <= len(kept) <= 64
    kept.encode()


@pytest.mark.parametrize("rule", [name, fields.description])
def test_half_a_surrogate_pair_is_no_text(rule: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="Unicode"):
        rule("a\ud800")


def test_a_description_is_kept_as_it_is_written() -> None:
    assert fields.description("  *a*\r\n\tb\n\n") == "  *a*\r\n\tb\n\n"
    assert fields.description("") == ""


@pytest.mark.parametrize(("value", "fits"), [("x" * 65_535, True), ("x" * 65_536, False), ("é" * 32_768, False)])
def test_a_description_is_counted_in_bytes(value: str, fits: bool) -> None:
    if fits:
        assert fields.description(value) == value
    else:
        with pytest.raises(ValueError, match="65535 bytes"):
            fields.description(value)


def test_a_description_has_no_nul() -> None:
    with pytest.raises(ValueError, match="NUL"):
        fields.description("a\x00b")


@pytest.mark.parametrize("value", [None, 0, 1, 2_147_483_647])
def test_a_duration_is_kept_and_none_clears(value: int | None) -> None:
    assert fields.duration(value) == value


@pytest.mark.parametrize("value", [-1, 2_147_483_648])
def test_a_duration_fits_the_contract(value: int) -> None:
    with pytest.raises(ValueError, match="0 to 2147483647"):
        fields.duration(value)


def test_the_colours_are_those_of_the_contract() -> None:
    words = ["pink", "red", "orange", "amber", "yellow", "lime", "green", "emerald", "cyan", "blue", "violet"]
    assert [fields.color(word) for word in words] == list(Color)


@pytest.mark.parametrize("value", ["Red", "", "black", " red"])
def test_another_colour_is_none(value: str) -> None:
    with pytest.raises(ValueError, match="one of pink, red"):
        fields.color(value)


def test_the_priorities_are_those_of_the_contract() -> None:
    assert [fields.priority(word) for word in ("low", "medium", "high")] == list(Priority)
    with pytest.raises(ValueError, match="one of low, medium, high"):
        fields.priority("urgent")


@given(st.integers(min_value=0))
def test_every_number_picks_a_colour(number: int) -> None:
    assert Color.picked_by(number) in Color


def test_all_fields_at_fault_are_named_at_once() -> None:
    rules: dict[str, Rule] = {"name": name, "color": fields.color, "expected": fields.duration}
    with pytest.raises(Invalid) as refusal:
        checked(rules, {"name": " ", "color": "red", "expected": -1})
    assert [type(error) for error in refusal.value.errors] == [FieldError] * 2
    assert [error.field for error in refusal.value.errors] == ["name", "expected"]
    assert all(error.message for error in refusal.value.errors)


def test_only_the_given_fields_are_checked_and_cleaned() -> None:
    rules = {"name": name, "color": fields.color}
    assert checked(rules, {"name": " Garden "}) == {"name": "Garden"}
    assert checked(rules, {}) == {}
