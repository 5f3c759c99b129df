"""Days in a filter are days of whoever looks, when and where they look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasktix.domain.due import Due
from tasktix.domain.filters.matcher import matches
from tasktix.domain.filters.parser import parse
from tasktix.domain.words import Status
from tests.filter_strategies import (
    PEOPLE,
    TAGS,
    context_at,
    new_task,
    subject_of,
)

ANN, BOB, CALLED_NONE = PEOPLE
INFRA, REVIEW, _ODD = TAGS
NOW = datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
"""A Friday in London; in Berlin too; in Kolkata already Saturday."""


def holds(text: str, zone: str = "Europe/Berlin", **fields: Any) -> bool:
    return matches(parse(text), subject_of(new_task(**fields)), context_at(NOW, zone))


def check(truths: dict[str, bool], **fields: Any) -> None:
    """Every filter says of the task what `truths` says."""
    assert {text: holds(text, **fields) for text in truths} == truths


def test_a_due_day_is_itself_wherever_one_is() -> None:
    for zone in ("UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati"):
        truths = {"due:2026-11-30": True, "due<2026-11-30": False, "due<=2026-11-30": True, "due>2026-11-29": True}
        assert {text: holds(text, zone, due=Due("2026-11-30")) for text in truths} == truths


def test_a_due_instant_is_on_its_day_in_the_zone() -> None:
    due = Due("2026-11-29T23:30:00.000Z")
    assert holds("due:2026-11-29", "UTC", due=due)
    assert holds("due:2026-11-30", "Europe/Berlin", due=due)
    assert holds("due>2026-11-29 due<2026-12-01", "Europe/Berlin", due=due)
    assert not holds("due:2026-11-29", "Europe/Berlin", due=due)


def test_a_day_holds_its_first_instant_and_not_its_end() -> None:
    start, end = "2026-11-28T23:00:00.000Z", "2026-11-29T23:00:00.000Z"
    assert holds("due:2026-11-29", due=Due(start))
    assert holds("created:2026-11-29", created_at=datetime.fromisoformat(start))
    assert holds("due>2026-11-29", due=Due(end))
    assert holds("created>2026-11-29", created_at=datetime.fromisoformat(end))


def test_words_for_days_mean_days_of_the_viewer() -> None:
    tomorrow = Due("2026-11-28")
    assert holds("due:tomorrow", "Europe/Berlin", due=tomorrow)
    assert holds("due:today", "Asia/Kolkata", due=tomorrow)
    check({"due:sat": True, "due:fri": False, "due<=+3d": True, "due>=-2w": True, "due:today,sat": True}, due=tomorrow)
    check({"due:fri": False}, due=Due("2026-11-27"))
    check({"due:fri": True}, due=Due("2026-12-04"))


def test_days_of_two_fields_are_days_in_utc() -> None:
    completed = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)  # in New York still the 29th
    late = {"completed>due": True, "completed:due": False, "due<completed": True}
    for zone in ("UTC", "America/New_York"):
        assert {
            text: holds(text, zone, completed_at=completed, status=Status.COMPLETED, due=Due("2026-11-29"))
            for text in late
        } == late
    same = Due("2026-11-30T23:59:59.999Z")
    check({"completed:due": True, "completed>due": False, "completed<=due": True}, completed_at=completed, due=same)


@pytest.mark.parametrize(
    ("zone", "due", "is_overdue"),
    [
        ("Europe/Berlin", "2026-11-26", True),
        ("Europe/Berlin", "2026-11-27", False),
        ("Asia/Kolkata", "2026-11-27", True),
        ("America/New_York", "2026-11-28", False),
        ("Europe/Berlin", "2026-11-27T22:29:59.999Z", True),
        ("Europe/Berlin", "2026-11-27T22:30:00.000Z", False),
        ("Asia/Kolkata", "2026-11-27T22:30:00.000Z", False),
    ],
)
def test_overdue_is_a_day_that_is_over_here_or_an_instant_that_has_passed(
    zone: str, due: str, is_overdue: bool
) -> None:
    assert holds("is:overdue", zone, due=Due(due)) is is_overdue
    assert not holds("is:overdue", zone, due=Due(due), status=Status.COMPLETED)
    assert not holds("is:overdue", zone)


def test_the_days_of_a_kept_filter_move_on() -> None:
    node = parse("due:today")
    subject = subject_of(new_task(due=Due("2026-11-28")))
    assert not matches(node, subject, context_at(NOW))
    assert matches(node, subject, context_at(NOW + timedelta(days=1)))
