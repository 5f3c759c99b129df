"""Calibration: worked examples by hand, and what holds for any samples."""

from __future__ import annotations

import math
import random
import time

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tasktix.domain.calibration import (
    ENOUGH,
    GREATEST_FACTOR,
    LEAST_FACTOR,
    LEAST_RATIO,
    Report,
    Row,
    Sample,
    SizeClass,
    Suggestion,
    calibrate,
    estimate,
    sample_of,
)
from tasktix.domain.fields import LONGEST_DURATION

HOUR = 3600

ids = st.sampled_from(["a", "b", "c"])
durations = st.integers(1, LONGEST_DURATION) | st.integers(1, 40).map(lambda quarters: quarters * 900)
samples_of_any_kind = st.lists(
    st.builds(Sample, ids, st.lists(ids, unique=True).map(tuple), durations, durations), max_size=30
)
some_samples = samples_of_any_kind.filter(bool)


def took(*hours: float) -> list[Sample]:
    """Tasks expected to take an hour, and how many they took."""
    return [Sample("list", (), HOUR, round(taken * HOUR)) for taken in hours]


def rows(report: Report) -> list[Row]:
    return [report.overall, *(row for group in (report.lists, report.tags, report.sizes) for _, row in group)]


def numbers(row: Row) -> tuple[float, float, float]:
    assert row.ratio is not None
    assert row.low is not None
    assert row.high is not None
    return row.low, row.ratio, row.high


# ------------------------------------------------------------------------------------------------- worked examples


def test_one_sample_is_its_own_median_and_band() -> None:
    assert calibrate(took(1.5)).overall == Row(count=1, ratio=1.5, low=1.5, high=1.5, factor=None)


def test_half_as_long_and_twice_as_long_are_right_in_the_middle() -> None:
    """Median (½ · 2)^½ = 1; low ½ · 4^0.1 = 0.5743; high ½ · 4^0.9 = 1.7411, which is 1 / low."""
    assert calibrate(took(2, 0.5)).overall == Row(count=2, ratio=1.0, low=0.5743, high=1.7411, factor=None)


def test_of_an_odd_number_the_median_is_the_middle_one() -> None:
    """Low: h = 1.2, 1 · 2^0.2 = 1.1487; high: h = 2.8, 2 · 8^0.8 = 2^3.4 = 10.5561."""
    assert calibrate(took(16, 1, 2)).overall == Row(count=3, ratio=2.0, low=1.1487, high=10.5561, factor=None)


def test_of_an_even_number_the_median_is_the_geometric_mean_of_the_two_in_the_middle() -> None:
    """(1 · 4)^½ = 2; low: h = 1.3, ½ · 2^0.3 = 0.6156; high: h = 3.7, 4 · 2^0.7 = 6.4980."""
    assert calibrate(took(8, 0.5, 4, 1)).overall == Row(count=4, ratio=2.0, low=0.6156, high=6.498, factor=None)


def test_five_samples_are_enough_for_a_factor() -> None:
    """Low: h = 1.4, ½ · 2^0.4 = 0.6598; high: h = 4.6, 2 · 2^0.6 = 3.0314."""
    assert calibrate(took(1, 4, 1.2575, 0.5, 2)).overall == Row(
        count=5, ratio=1.2575, low=0.6598, high=3.0314, factor=1.26
    )


def test_where_a_quantile_falls_on_a_sample_it_is_that_sample() -> None:
    """Of eleven: h is 2, 6 and 10."""
    assert calibrate(took(*range(1, 12))).overall == Row(count=11, ratio=6.0, low=2.0, high=10.0, factor=6.0)


def test_where_there_is_nothing_there_are_no_numbers() -> None:
    assert calibrate([]) == Report(overall=Row(0, None, None, None, None), lists=(), tags=(), sizes=())


def test_a_task_counts_in_its_list_in_each_of_its_tags_and_in_its_size() -> None:
    report = calibrate(
        [
            Sample("home", ("red", "blue"), 900, 1800),
            Sample("work", ("red",), 2 * HOUR, HOUR),
        ]
    )
    twice = Row(count=1, ratio=2.0, low=2.0, high=2.0, factor=None)
    half = Row(count=1, ratio=0.5, low=0.5, high=0.5, factor=None)
    assert report.lists == (("home", twice), ("work", half))
    assert report.tags == (("red", report.overall), ("blue", twice))
    assert report.sizes == ((SizeClass.UP_TO_15M, twice), (SizeClass.UP_TO_2H, half))


def test_groups_are_in_order_of_their_samples_then_of_their_ids_and_sizes_in_their_own() -> None:
    many = [Sample(name, (name,), expected, 60) for name in "cbbaadd" for expected in (9 * HOUR, 60, HOUR)]
    report = calibrate([*many, Sample("d", ("d",), HOUR, 60)])
    assert [name for name, _ in report.lists] == ["d", "a", "b", "c"]
    assert [name for name, _ in report.tags] == ["d", "a", "b", "c"]
    assert [(size, row.count) for size, row in report.sizes] == [("15m", 7), ("1h", 8), ("more", 7)]


@pytest.mark.parametrize(
    ("ratio", "factor"),
    [(1.0, 1.0), (1.333, 1.33), (0.338, 0.34), (0.05, LEAST_FACTOR), (10.2, GREATEST_FACTOR), (500, GREATEST_FACTOR)],
)
def test_a_factor_is_the_median_to_two_decimals_within_an_order_of_magnitude(ratio: float, factor: float) -> None:
    assert calibrate(took(*[ratio] * 5)).overall.factor == factor


def test_the_least_ratio_is_not_shown_as_zero() -> None:
    row = calibrate([Sample("list", (), LONGEST_DURATION, 1)]).overall
    assert numbers(row) == (LEAST_RATIO, LEAST_RATIO, LEAST_RATIO)


# --------------------------------------------------------------------------------------------------------- samples


@pytest.mark.parametrize(
    ("expected", "elapsed"), [(None, 60), (60, None), (None, None), (0, 60), (60, 0), (-1, 60), (60, -1)]
)
def test_without_an_expectation_or_time_taken_there_is_no_sample(expected: int | None, elapsed: int | None) -> None:
    assert sample_of("list", (), expected, elapsed) is None


def test_any_other_completed_task_is_a_sample() -> None:
    assert sample_of("list", ("tag",), 1, 2) == Sample("list", ("tag",), 1, 2)


@pytest.mark.parametrize(
    ("greatest", "size", "following"),
    [
        (900, "15m", "30m"),
        (1800, "30m", "1h"),
        (3600, "1h", "2h"),
        (7200, "2h", "4h"),
        (14_400, "4h", "8h"),
        (28_800, "8h", "more"),
    ],
)
def test_a_size_class_ends_with_its_name_inclusive(greatest: int, size: str, following: str) -> None:
    assert (SizeClass.of(greatest), SizeClass.of(greatest + 1)) == (size, following)


def test_the_sizes_are_open_at_both_ends() -> None:
    assert (SizeClass.of(1), SizeClass.of(LONGEST_DURATION)) == ("15m", "more")


# ----------------------------------------------------------------------------------------------- for a new estimate


def test_an_estimate_is_multiplied_and_has_a_band() -> None:
    """20 min × 1.26 = 25.2 min; × 0.6598 = 13.196 min; × 3.0314 = 60.628 min."""
    row = calibrate(took(1, 4, 1.2575, 0.5, 2)).overall
    assert estimate(20 * 60, row) == Suggestion(expected=25 * 60, low=13 * 60, high=61 * 60)


@pytest.mark.parametrize(
    ("expected", "factor", "minutes"),
    [
        (600, 1.15, 12),  # 11.5, of which binary floating point makes 11.4999…
        (90, 1.0, 2),
        (89, 1.0, 1),
        (1, 0.1, 1),
    ],
)
def test_a_suggestion_is_in_whole_minutes_half_up_and_one_at_least(expected: int, factor: float, minutes: int) -> None:
    row = Row(count=5, ratio=factor, low=factor, high=factor, factor=factor)
    assert estimate(expected, row) == Suggestion(minutes * 60, minutes * 60, minutes * 60)


@pytest.mark.parametrize(
    ("taken", "suggestion"),
    [
        (20, Suggestion(expected=10 * HOUR, low=10 * HOUR, high=20 * HOUR)),
        (0.05, Suggestion(expected=6 * 60, low=3 * 60, high=6 * 60)),
    ],
)
def test_where_a_factor_is_bounded_the_band_is_stretched_to_hold_it(taken: float, suggestion: Suggestion) -> None:
    assert estimate(HOUR, calibrate(took(*[taken] * 5)).overall) == suggestion


def test_a_suggestion_fits_its_field() -> None:
    row = calibrate(took(*[10] * 5)).overall
    assert estimate(LONGEST_DURATION, row) == Suggestion(LONGEST_DURATION, LONGEST_DURATION, LONGEST_DURATION)


@pytest.mark.parametrize("count", range(ENOUGH))
def test_without_a_factor_there_is_no_suggestion(count: int) -> None:
    assert estimate(HOUR, calibrate(took(*[1] * count)).overall) is None


@pytest.mark.parametrize("expected", [0, -60])
def test_where_nothing_is_expected_there_is_no_suggestion(expected: int) -> None:
    assert estimate(expected, calibrate(took(*[1] * 5)).overall) is None


@given(some_samples, durations)
def test_a_band_holds_its_suggestion(samples: list[Sample], expected: int) -> None:
    for row in rows(calibrate(samples)):
        suggestion = estimate(expected, row)
        assert (suggestion is None) == (row.factor is None)
        if suggestion:
            assert 0 < suggestion.low <= suggestion.expected <= suggestion.high <= LONGEST_DURATION


# ------------------------------------------------------------------------------------------- what holds for any samples


@given(samples_of_any_kind, st.randoms(use_true_random=False))
def test_the_order_of_samples_does_not_matter(samples: list[Sample], chance: random.Random) -> None:
    shuffled = list(samples)
    chance.shuffle(shuffled)
    assert calibrate(shuffled) == calibrate(samples)


@given(some_samples)
def test_numbers_are_in_order_finite_above_zero_and_of_four_decimals(samples: list[Sample]) -> None:
    for row in rows(calibrate(samples)):
        assert list(numbers(row)) == sorted(numbers(row))
        assert all(math.isfinite(number) and number > 0 and number == round(number, 4) for number in numbers(row))


def test_a_rounding_error_does_not_put_the_low_end_above_the_median() -> None:
    """The low end is nine tenths of the way from a ratio to another 3 ulp above it, next to where decimals change."""
    greater = 5_255_025_225_197_263
    samples = [Sample("list", (), 2**52, elapsed) for elapsed in (greater - 3, *[greater] * 9)]
    assert numbers(calibrate(samples).overall) == (1.1668, 1.1668, 1.1668)


@given(samples_of_any_kind)
def test_there_is_a_factor_if_there_are_samples_enough(samples: list[Sample]) -> None:
    for row in rows(calibrate(samples)):
        assert (row.factor is None) == (row.count < ENOUGH)
        if row.factor is not None:
            assert LEAST_FACTOR <= row.factor <= GREATEST_FACTOR
            bounded = min(max(row.ratio or 0, LEAST_FACTOR), GREATEST_FACTOR)
            assert abs(row.factor - bounded) < 0.0052


@given(some_samples, st.integers(2, 5))
def test_whoever_takes_twice_as_long_has_twice_the_ratios(samples: list[Sample], scale: int) -> None:
    before = calibrate(samples).overall
    after = calibrate([attrs.evolve(sample, elapsed=sample.elapsed * scale) for sample in samples]).overall
    for one, other in zip(numbers(before), numbers(after), strict=True):
        assume(one > LEAST_RATIO)
        assert other == pytest.approx(one * scale, rel=1e-9, abs=0.00005 * (scale + 1) + 1e-9)


@given(some_samples)
def test_velocity_is_the_same_picture_upside_down(samples: list[Sample]) -> None:
    ordinary = [sample for sample in samples if 0.1 < sample.ratio < 10]
    assume(ordinary)
    low, ratio, high = numbers(calibrate(ordinary).overall)
    upside_down = [Sample(sample.list_id, sample.tags, sample.elapsed, sample.expected) for sample in ordinary]
    assert numbers(calibrate(upside_down).overall) == pytest.approx((1 / high, 1 / ratio, 1 / low), rel=1e-3)


@given(samples_of_any_kind)
def test_a_group_is_the_overall_of_its_own_samples_and_none_is_empty(samples: list[Sample]) -> None:
    report = calibrate(samples)
    assert dict(report.lists) == {
        name: calibrate([sample for sample in samples if sample.list_id == name]).overall
        for name in {sample.list_id for sample in samples}
    }
    assert dict(report.tags) == {
        name: calibrate([sample for sample in samples if name in sample.tags]).overall
        for name in {name for sample in samples for name in sample.tags}
    }
    assert dict(report.sizes) == {
        size: calibrate([sample for sample in samples if SizeClass.of(sample.expected) is size]).overall
        for size in {SizeClass.of(sample.expected) for sample in samples}
    }


def test_a_hundred_thousand_samples_take_a_moment() -> None:
    """About 0.15 s; twenty times that is a sort in a loop, not a busy machine."""
    chance = random.Random(1)
    names = [f"{number:016d}" for number in range(500)]
    samples = [
        Sample(names[chance.randrange(50)], tuple(chance.sample(names, 3)), chance.randrange(60, 60_000), elapsed)
        for elapsed in range(1, 100_001)
    ]
    start = time.perf_counter()
    report = calibrate(samples)
    assert time.perf_counter() - start < 3
    assert report.overall.count == 100_000
