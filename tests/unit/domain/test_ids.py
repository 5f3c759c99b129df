"""Ids sort by age and have one shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.ids import ALPHABET, CHANCES, clean_id, compose, is_id

moments = st.integers(0, 253_402_300_799_999)
"""Milliseconds from 1970 to the end of the year 9999."""

chances = st.integers(0, CHANCES - 1)


@given(moments, chances)
def test_every_composed_id_has_the_shape_of_one(moment: int, chance: int) -> None:
    assert is_id(compose(moment, chance))
    assert clean_id(compose(moment, chance)) == compose(moment, chance)


@given(moments, moments, chances, chances)
def test_the_older_id_is_the_lesser_text(one: int, other: int, chance: int, luck: int) -> None:
    if one != other:
        assert (compose(one, chance) < compose(other, luck)) == (one < other)


@given(moments, chances, chances)
def test_ids_of_one_moment_differ_by_chance(moment: int, chance: int, luck: int) -> None:
    assert (compose(moment, chance) == compose(moment, luck)) == (chance == luck)


def test_the_first_half_is_the_millisecond_in_base_62() -> None:
    assert compose(61, 62) == "0000000z" + "00000010"
    assert sorted(ALPHABET) == list(ALPHABET)


@pytest.mark.parametrize("text", ["", *("0" * 15 + end for end in ("", "00", "-", " ", "é", "٣", "0\n"))])
def test_another_text_is_no_id(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(ValueError, match="16 characters"):
        clean_id(text)
