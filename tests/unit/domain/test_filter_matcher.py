"""Which tasks a filter means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tasktix.domain.due import Due
from tasktix.domain.filters.ast import Comparison, Name, Op
from tasktix.domain.filters.fields import GROUPS, SYMBOLS
from tasktix.domain.filters.matcher import matches
from tasktix.domain.filters.parser import parse
from tasktix.domain.filters.subject import Subject
from tasktix.domain.words import Priority, Status
from tests.filter_strategies import (
    ISSUE,
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


def test_the_empty_filter_means_every_task() -> None:
    check({"": True, "  ": True})


def test_words_stand_in_the_name_or_the_description_in_any_case() -> None:
    check(
        {
            "login": True,
            "LOG": True,
            "strasse": True,
            "STRAẞE": True,
            "cafe\u0301": True,
            "café": True,
            "cafe": False,
            '"the login"': True,
            '"login the"': False,
            "login the": True,
            "login nowhere": False,
            "login | nowhere": True,
            "!login": False,
            "!nowhere": True,
            '"login beyond"': False,
            "50%_": True,
            "50_": False,
            "%": True,
        },
        name="Fix the Login",
        description="Beyond the Straße, at the CAFÉ\n50%_done",
    )


def test_tags_are_compared_whole_ignoring_case() -> None:
    tags = {
        "#infra": True,
        "#INFRA": True,
        "#inf": False,
        '#"Needs Review"': True,
        "#other": False,
        "#other,infra": True,
        "tag!=other": True,
        "tag!=other,infra": False,
        "!#infra": False,
    }
    check(tags, tags=(INFRA, REVIEW))
    check({"#infra": False, "tag!=infra": True, "has:tags": False})
    check({"has:tags": True}, tags=(INFRA,))


def test_assignees_are_known_by_name_and_the_viewer_as_me() -> None:
    people = {
        "@ann": True,
        "@ANN": True,
        "@an": False,
        "@me": True,
        "@bob_2": False,
        "@bob_2,me": True,
        "@none": False,
        "@none,ann": True,
        '@"none"': False,
        '@"me"': False,
        "assignee!=me": False,
        "assignee!=bob_2": True,
        "has:assignees": True,
    }
    check(people, assignees=(ANN,))
    check({"@none": True, "@me": False, "assignee!=me": True, "has:assignees": False})
    check({"@none": False, '@"none"': True, "@me": False}, assignees=(CALLED_NONE, BOB))


def test_me_needs_no_username() -> None:
    """Who signs in with a provider may have none."""
    assert matches(parse("@me"), Subject(new_task(assignees=(ANN,)), "Home", "Backlog"), context_at(NOW))


def test_lists_and_sections_are_compared_whole_ignoring_case() -> None:
    check(
        {
            "list:home": True,
            "list:Hom": False,
            "list:Work,Home": True,
            "list!=home": False,
            "list!=work": True,
            "section:BACKLOG": True,
            "section:home": False,
        }
    )


def test_a_status_is_one_of_four_and_all_but_completed_are_open() -> None:
    for status in Status:
        check(
            {
                **{f"status:{other}": other is status for other in Status},
                **{f"status!={other}": other is not status for other in Status},
                "status:open": status is not Status.COMPLETED,
                "status!=open": status is Status.COMPLETED,
                "status:paused,completed": status in (Status.PAUSED, Status.COMPLETED),
            },
            status=status,
        )


def test_priorities_have_an_order() -> None:
    check(
        {
            "priority:medium": True,
            "priority!=medium": False,
            "priority>low": True,
            "priority>medium": False,
            "priority>=medium": True,
            "priority<high": True,
            "priority<=low": False,
            "priority:high,low": False,
            "priority!=high,low": True,
        },
        priority=Priority.MEDIUM,
    )


def test_what_is_unset_satisfies_no_comparison_but_being_different() -> None:
    unset = {
        f"{field}{op}{value}": op == "!="
        for field, value in (
            ("due", "today"),
            ("completed", "today"),
            ("expected", "0"),
            ("ratio", "0"),
            ("due", "created"),
            ("created", "due"),
            ("due", "due"),
            ("elapsed", "expected"),
        )
        for op in Op
    }
    check({**unset, "has:due": False, "has:expected": False})


def test_there_is_no_ratio_to_an_expected_time_of_nought() -> None:
    check({"ratio>=0": False, "ratio!=0": True, "has:expected": True, "expected:0": True}, expected=0, elapsed_ms=5_000)


def test_a_ratio_is_compared_exactly() -> None:
    check(
        {"ratio>0.333333": True, "ratio<0.333334": True, "ratio=0.333333": False, "ratio!=0.333333": True},
        expected=3,
        elapsed_ms=1_999,
    )
    check(
        {"ratio:0.1": True, "ratio<0.1": False, "ratio>=0.1": True, "ratio:1,0.1": True}, expected=30, elapsed_ms=3_000
    )


def test_a_running_timer_counts() -> None:
    running = {
        "elapsed:90m": True,
        "elapsed>90m": False,
        "elapsed>=5400s": True,
        "elapsed>expected": True,
        "ratio:1.5": True,
        "is:running": True,
    }
    started = NOW - timedelta(minutes=60, milliseconds=-1)
    check(running, expected=3_600, elapsed_ms=1_800_000, timer_started_at=started - timedelta(milliseconds=1))
    check({"elapsed:90m": False, "elapsed:5399s": True}, elapsed_ms=1_800_000, timer_started_at=started)
    check({"is:running": False, "elapsed:0": True, "elapsed>0": False})


def test_durations_are_compared_with_one_another() -> None:
    check(
        {"elapsed>expected": False, "expected>elapsed": True, "elapsed=expected,1h": True, "elapsed!=expected": True},
        expected=7_200,
        elapsed_ms=3_600_000,
    )


def test_flags_are_as_the_task_is() -> None:
    check({"is:unclear": True, "is:unclear,running": True, "is!=unclear": False}, unclear=True)
    check({"is:unclear": False, "has:description": False, "has:issue": False})
    check({"has:due": True, "has:due,tags": True, "has!=due,tags": False}, due=Due("2026-11-27"))
    check({"has:description": True}, description="x")
    check({"has:issue": True}, issue=ISSUE)


def test_the_examples_of_the_contract() -> None:
    mine = {"assignees": (ANN,), "due": Due("2026-11-27")}
    check({"due<tomorrow & (#infra | @me) & !blocked-words": True}, **mine)
    check({"due<tomorrow & (#infra | @me) & !blocked-words": False}, **mine, name="Find blocked-words")
    check({"due<tomorrow & (#infra | @me) & !blocked-words": False}, assignees=(BOB,), due=Due("2026-11-27"))
    second = 'priority:high,medium list:"Home" status:open expected>2h elapsed>expected "exact words"'
    fields = {"priority": Priority.HIGH, "expected": 7_201, "elapsed_ms": 7_202_000, "name": "Exact words"}
    check({second: True}, **fields)
    check({second: False}, **fields | {"expected": 7_200})


def test_examples_tell_tasks_apart() -> None:
    """No flag or field is always true or always false."""
    some = [
        subject_of(new_task()),
        subject_of(
            new_task(
                name="Login: exact words",
                description="blocked",
                status=Status.IN_PROGRESS,
                priority=Priority.HIGH,
                unclear=True,
                due=Due("2026-11-01"),
                expected=3_600,
                elapsed_ms=7_200_000,
                timer_started_at=NOW,
                tags=(INFRA,),
                assignees=(ANN,),
                issue=ISSUE,
                created_at=NOW - timedelta(days=50),
            )
        ),
        subject_of(new_task(status=Status.COMPLETED, completed_at=NOW, due=Due("2026-11-27"), expected=10)),
        subject_of(new_task(status=Status.PAUSED, created_at=NOW - timedelta(days=1))),
    ]
    for key in GROUPS:
        for word in GROUPS[key]:
            found = {matches(parse(f"{key}:{word}"), subject, context_at(NOW)) for subject in some}
            assert found == {True, False}, f"{key}:{word}"


def test_symbols_are_short_for_fields() -> None:
    for symbol, key in SYMBOLS.items():
        assert parse(f"{symbol}x") == parse(f"{key}:x") == Comparison(key, Op.EQ, (Name("x"),))
