"""A due is a calendar day or an instant; whatever offset it came with, it is kept in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.due import UNDATED, Due, clean_due, rfc3339


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2026-11-30", "2026-11-30"),
        (" 2026-11-30 ", "2026-11-30"),
        ("2028-02-29", "2028-02-29"),
        ("2026-11-30T17:00:00Z", "2026-11-30T17:00:00.000Z"),
        ("2026-11-30t17:00:00z", "2026-11-30T17:00:00.000Z"),
        ("2026-11-30T17:00:00+02:00", "2026-11-30T15:00:00.000Z"),
        ("2026-11-30T23:30:00-05:30", "2026-12-01T05:00:00.000Z"),
        ("2026-11-30T17:00:00-00:00", "2026-11-30T17:00:00.000Z"),
        ("2026-11-30T17:00:00.5Z", "2026-11-30T17:00:00.500Z"),
        ("2026-11-30T17:00:00.123456789Z", "2026-11-30T17:00:00.123Z"),
        ("2026-11-30T17:00:00.999999Z", "2026-11-30T17:00:00.999Z"),
    ],
)
def test_a_due_is_kept_in_one_spelling(value: str, kept: str) -> None:
    assert clean_due(value) == Due(kept)


def test_none_clears() -> None:
    assert clean_due(None) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "20261130",
        "2026-11",
        "2026-W48-1",
        "2026-11-30T17:00",
        "2026-11-30T17:00:00",
        "2026-11-30 17:00:00Z",
        "2026-11-30T17:00:00,5Z",
        "2026-11-30T17:00:00.1234567890Z",
        "2026-11-30T17:00:00+0200",
        "2026-11-30T17:00:00Z\n2026",
        "1700000000",
    ],
)
def test_another_spelling_is_no_due(value: str) -> None:
    with pytest.raises(ValueError, match="must be a day like"):
        clean_due(value)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-29",
        "2026-13-01",
        "2026-11-31",
        "0000-01-01",
        "2026-11-30T24:00:01Z",
        "2026-11-30T17:60:00Z",
        "2026-11-30T17:00:61Z",
        "2026-11-30T17:00:00+24:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "٢٠٢٦-١١-٣٠",
    ],
)
def test_a_date_that_is_not_in_the_calendar_is_no_due(value: str) -> None:
    with pytest.raises(ValueError, match="no such date"):
        clean_due(value)


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=offsets)


@given(moments)
def test_an_instant_is_the_same_instant_in_utc(moment: datetime) -> None:
    due = clean_due(moment.isoformat(timespec="microseconds"))
    assert due
    assert due.text.endswith("Z")
    assert datetime.fromisoformat(due.text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@given(st.dates())
def test_a_day_is_kept_as_it_is(day: date) -> None:
    due = clean_due(day.isoformat())
    assert due
    assert due.is_day
    assert due.day == day


def test_a_day_is_due_at_its_end_and_what_has_no_due_comes_last() -> None:
    texts = [
        "2026-11-29T23:59:59.999Z",
        "2026-11-29",
        "2026-11-30T00:00:00.000Z",
        "2026-11-30T23:59:59.999Z",
        "2026-11-30",
        "2026-12-01T00:00:00.000Z",
        "9999-12-31",
    ]
    keys = [*(Due(text).key for text in texts), UNDATED]
    assert sorted({*keys}) == keys


@given(st.lists(moments, min_size=2, max_size=2))
def test_keys_of_instants_sort_as_they_do(pair: list[datetime]) -> None:
    one, other = sorted(pair)
    keys = [Due(rfc3339(moment)).key for moment in (one, other)]
    assert keys == sorted(keys)


def test_an_instant_has_a_day_in_utc() -> None:
    due = clean_due("2026-11-30T23:30:00-02:00")
    assert due
    assert not due.is_day
    assert due.day == date(2026, 12, 1)


def test_an_instant_is_shown_in_utc_with_milliseconds() -> None:
    moment = datetime(2026, 11, 22, 21, 0, 0, 1999, timezone(timedelta(hours=1)))
    assert rfc3339(moment) == "2026-11-22T20:00:00.001Z"
    assert rfc3339(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00.000Z"
