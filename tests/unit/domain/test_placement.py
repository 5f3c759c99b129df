"""Ranks: strictly between their neighbours, and short."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.adapters.sql.tables import TASKS
from tasktix.domain.ids import ALPHABET
from tasktix.domain.placement import LONGEST, between, spread

COLUMN = TASKS.c.rank.type.length  # type: ignore[attr-defined]
"""What every store has room for."""

salts = st.text(ALPHABET, max_size=3)
steps = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), salts), max_size=60)


def insert(ranks: list[str], index: int, salt: str = "") -> str:
    """Where `index` is the place among `ranks` that the new one takes."""
    lower = ranks[index - 1] if index > 0 else None
    upper = ranks[index] if index < len(ranks) else None
    ranks.insert(index, between(lower, upper, salt))
    return ranks[index]


def grown(steps: list[tuple[float, str]]) -> list[str]:
    """Ranks as people make them: one after the other, each somewhere."""
    ranks: list[str] = []
    for place, salt in steps:
        insert(ranks, int(place * (len(ranks) + 1)), salt)
    return ranks


@given(steps)
def test_whatever_is_put_anywhere_comes_between_its_neighbours(steps: list[tuple[float, str]]) -> None:
    ranks = grown(steps)
    assert all(one < other for one, other in pairwise(ranks))
    assert all(set(rank) <= set(ALPHABET) for rank in ranks)


@given(steps, salts)
def test_there_is_room_everywhere_always(steps: list[tuple[float, str]], salt: str) -> None:
    ranks = grown(steps)
    for index in range(len(ranks) + 1):
        insert(list(ranks), index, salt)


def test_the_first_rank_is_the_middle() -> None:
    assert between(None, None) == "a0"


@pytest.mark.parametrize("lower", ["a0", "a1"])
def test_there_is_no_place_between_neighbours_in_the_wrong_order(lower: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        between(lower, "a0")


@pytest.mark.parametrize("salt", ["", "zzz", "000", "0a0"])
@pytest.mark.parametrize("at_end", [True, False], ids=["appending", "prepending"])
def test_ten_thousand_at_an_end_keep_ranks_short(at_end: bool, salt: str) -> None:
    made = [between(None, None, salt)]
    for _ in range(10_000):
        made.append(between(made[-1], None, salt) if at_end else between(None, made[-1], salt))
    assert made == sorted(set(made), reverse=not at_end)
    assert max(map(len, made)) <= 8


@pytest.mark.parametrize("salt", ["000", "0a0", "a00", "zzz"])
def test_there_is_room_right_before_every_salted_rank(salt: str) -> None:
    """A fraction that ended in zero would have none."""
    upper = between(None, None, salt)
    lower = between(None, upper)
    for _ in range(20):
        rank = between(lower, upper)
        assert lower < rank < upper
        lower = rank


def test_two_who_append_at_once_get_two_ranks() -> None:
    assert between("a0", None, "abc") != between("a0", None, "abd")
    assert between(None, "a0", "abc") != between(None, "a0", "abd")
    assert between(None, None, "abc") != between(None, None, "abd")


def test_two_who_insert_at_once_get_two_ranks() -> None:
    ranks = {between("a0", "a1", "abc"), between("a0", "a1", "abd")}
    assert len(ranks) == 2


def test_spread_ranks_are_short_and_in_order() -> None:
    free, ranks = spread(5_000, 1_234)
    everything = [*ranks[:1_234], free, *ranks[1_234:]]
    assert sorted(set(everything)) == everything
    assert len(ranks) == 5_000
    assert max(map(len, everything)) <= 4


def test_the_longest_rank_fits_its_column() -> None:
    assert LONGEST == COLUMN


def test_ranks_grow_past_the_largest_and_below_the_least_whole_number_of_their_length() -> None:
    assert [between("az", None), between("bzz", None), between(None, "Z0"), between(None, "a0")] == [
        "b00",
        "c000",
        "Yzz",
        "Zz",
    ]
