"""What a day is depends on where one is; it begins at its first instant, whatever clocks do in that night."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.calendar import (
    EARLIEST,
    LATEST,
    Calendar,
    DayWord,
    Shift,
    Weekday,
    read_day,
    write_day,
    zone_of,
)
from tasktix.domain.durations import read_duration, write_duration

FRIDAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ODD_NIGHTS = [
    # Clocks skip from 0:00 to 1:00, from 23:30 to 0:30, from 0:01 to 1:01; go back from 0:01 to 23:01; leave out a day.
    ("America/Sao_Paulo", date(2018, 11, 4), datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("America/Toronto", date(1919, 3, 31), datetime(1919, 3, 31, 4, 30, tzinfo=UTC)),
    ("America/St_Johns", date(2010, 3, 14), datetime(2010, 3, 14, 3, 30, tzinfo=UTC)),
    ("America/St_Johns", date(2010, 11, 7), datetime(2010, 11, 7, 2, 30, tzinfo=UTC)),
    ("Pacific/Apia", date(2011, 12, 30), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Pacific/Apia", date(2011, 12, 31), datetime(2011, 12, 30, 10, tzinfo=UTC)),
]
ZONES = sorted({"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Los_Angeles", *(zone for zone, _, _ in ODD_NIGHTS)})


def calendar(zone: str = "UTC", now: datetime = NOON) -> Calendar:
    return Calendar(now, zone_of(zone))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", FRIDAY),
        ("Tomorrow", date(2026, 11, 28)),
        ("YESTERDAY", date(2026, 11, 26)),
        ("saturday", date(2026, 11, 28)),
        ("thu", date(2026, 12, 3)),
        ("fri", date(2026, 12, 4)),
        ("Friday", date(2026, 12, 4)),
        ("2028-02-29", date(2028, 2, 29)),
        ("+3d", date(2026, 11, 30)),
        ("-2w", date(2026, 11, 13)),
        ("+3m", date(2027, 2, 27)),
        ("-11m", date(2025, 12, 27)),
        ("+1Y", date(2027, 11, 27)),
        ("-0w", FRIDAY),
    ],
)
def test_a_word_means_a_day(text: str, meant: date) -> None:
    assert calendar().day(read_day(text)) == meant


@pytest.mark.parametrize(
    "text", ["", "now", "satur", "mo", "3d", "+3", "+d", "+3h", "2026-1-1", "20261130", "٢٠٢٦-11-30"]
)
def test_another_word_means_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="must be a day like"):
        read_day(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "0000-01-01"])
def test_a_day_that_is_in_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such date"):
        read_day(text)


@pytest.mark.parametrize("text", ["+36501d", "-5201w", "+1201m", "+101y", "+999999999y"])
def test_a_day_more_than_a_hundred_years_away_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a hundred years"):
        read_day(text)


@given(
    st.one_of(
        st.dates(),
        st.integers(0, 6).map(Weekday),
        st.builds(Shift, st.integers(-100, 100).filter(bool), st.sampled_from("dwmy")),
        st.just(Shift(0, "d")),
    )
)
def test_what_is_written_is_read_again(word: DayWord) -> None:
    assert read_day(write_day(word)) == word


@given(st.integers(0, 6), st.datetimes(timezones=st.just(UTC)))
def test_a_weekday_is_one_of_the_next_seven_days_and_never_today(number: int, now: datetime) -> None:
    here = calendar(now=min(now, NOON.replace(year=9998)))
    day = here.day(Weekday(number))
    assert day.weekday() == number
    assert timedelta(0) < day - here.today <= timedelta(7)


def test_in_a_shorter_month_the_last_day_is_meant() -> None:
    assert calendar(now=datetime(2027, 1, 31, 12, tzinfo=UTC)).day(Shift(1, "m")) == date(2027, 2, 28)
    assert calendar(now=datetime(2028, 2, 29, 12, tzinfo=UTC)).day(Shift(-1, "y")) == date(2027, 2, 28)


def test_today_depends_on_where_one_is() -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert calendar("UTC", late).today == FRIDAY
    assert calendar("Europe/Berlin", late).today == date(2026, 11, 28)
    assert calendar("America/New_York", late.replace(hour=3)).today == date(2026, 11, 26)


@pytest.mark.parametrize(("zone", "day", "start"), ODD_NIGHTS)
def test_a_day_begins_at_its_first_instant_in_an_odd_night_too(zone: str, day: date, start: datetime) -> None:
    assert calendar(zone).start_of(day) == start


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 27), 24)]
)
def test_a_day_is_as_long_as_clocks_make_it(day: date, hours: int) -> None:
    start, end = calendar("Europe/Berlin").span_of(day)
    assert end - start == timedelta(hours=hours)


def test_the_day_that_a_place_left_out_holds_no_instant() -> None:
    start, end = calendar("Pacific/Apia").span_of(date(2011, 12, 30))
    assert start == end


def test_a_clock_set_back_over_midnight_does_not_bring_a_day_back() -> None:
    here = calendar("America/St_Johns")
    again = datetime(2010, 11, 7, 2, 45, tzinfo=UTC)
    assert again.astimezone(here.zone).date() == date(2010, 11, 6)
    assert here.day_of(again) == date(2010, 11, 7)


@given(st.sampled_from(ZONES), st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_instant_is_in_the_span_of_its_day(zone: str, instant: datetime) -> None:
    start, end = calendar(zone).span_of(calendar(zone).day_of(instant))
    assert start <= instant < end


@given(st.sampled_from(ZONES), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_the_start_of_a_day_is_on_it_and_the_second_before_is_not(zone: str, day: date) -> None:
    here = calendar(zone)
    start, end = here.span_of(day)
    if start < end:
        assert start.astimezone(here.zone).date() == day
        assert (start - timedelta(seconds=1)).astimezone(here.zone).date() < day


@given(st.sampled_from(ZONES), st.integers(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal()))
def test_days_follow_one_another_without_a_gap(zone: str, first: int) -> None:
    spans = [calendar(zone).span_of(date.fromordinal(first + days)) for days in range(4)]
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    assert all(start <= end for start, end in spans)


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York", "UTC"])
def test_days_at_the_ends_of_time_are_clamped(zone: str) -> None:
    here = calendar(zone)
    assert EARLIEST <= here.start_of(date.min) < here.start_of(date.max) <= LATEST
    assert here.span_of(date.max)[1] == LATEST
    assert here.day_of(EARLIEST) == date.min
    assert here.day_of(LATEST) == date.max


def test_a_word_that_leads_out_of_time_means_its_first_or_last_day() -> None:
    first, last = calendar(now=EARLIEST.replace(month=2)), calendar(now=LATEST.replace(month=11, day=30))
    assert first.day(read_day("-1m")) == date.min
    assert last.day(read_day("+1m")) == date(9999, 12, 30)
    assert {first.day(read_day(word)) for word in ("-2m", "-100y", "-36500d", "-32d")} == {date.min}
    assert {last.day(read_day(word)) for word in ("+2m", "+100y", "+36500d", "+32d")} == {date.max}


def test_a_time_on_a_day_is_an_instant() -> None:
    berlin = calendar("Europe/Berlin")
    assert berlin.instant(FRIDAY, 17, 0) == datetime(2026, 11, 27, 16, tzinfo=UTC)
    # Skipped: an hour later by the clock. Twice: the first.
    assert berlin.instant(date(2026, 3, 29), 2, 30) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert berlin.instant(date(2026, 10, 25), 2, 30) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="no such date"):
        calendar("Asia/Kolkata").instant(date.min, 1, 0)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "Europe",
        "Europe/Atlantis",
        "../../etc/passwd",
        "/etc/passwd",
        "Europe/../UTC",
        "Europe/Berlin\n",
        "Europe/Berlin\x00",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "localtime",
        "tzdata.zi",
        "+01:00",
        "A" * 5_000,
        "\ud800",
        "Straße",
    ],
)
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must be a time zone like Europe/Berlin"):
        zone_of(name)


@given(st.text())
def test_no_text_at_all_breaks_the_search_for_a_zone(name: str) -> None:
    with suppress(ValueError):
        zone_of(name)


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_time_zones_are_known_by_name(name: str) -> None:
    assert str(zone_of(name)) == name


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90m", 5_400), ("1h30m", 5_400), ("2H", 7_200), ("45s", 45), ("1d", 86_400), ("1d2h3m4s", 93_784), ("0", 0)],
)
def test_a_duration_is_read(text: str, seconds: int) -> None:
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "90", "1.5h", "-1h", "1h30", "30m1h", "1h 30m", "h", "1w", "٣m", "1h1h"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a duration like"):
        read_duration(text)


def test_a_duration_longer_than_is_kept_is_refused() -> None:
    assert read_duration("2147483647s") == 2_147_483_647
    with pytest.raises(ValueError, match="at most"):
        read_duration("2147483648s")


@given(st.integers(0, 2_147_483_647))
def test_a_written_duration_is_read_again(seconds: int) -> None:
    assert read_duration(write_duration(seconds)) == seconds
