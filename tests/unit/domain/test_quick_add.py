"""Quick add takes out of a text what it understands, and never anything else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.calendar import Calendar, zone_of
from tasktix.domain.folding import fold
from tasktix.domain.quick_add import EXAMPLES, LONGEST_TEXT, Kind, Reading, Token, Vocabulary, read
from tasktix.domain.tasks import RULES

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
"""A Friday."""

BERLIN = Calendar(NOW, zone_of("Europe/Berlin"))


def known(*names: str) -> dict[str, str]:
    """The id of a name is the name in capitals."""
    return {fold(name): name.upper() for name in names}


VOCABULARY = Vocabulary(
    tags=known("auth", "needs review", "Größe", "5", "see"),
    people=known("Ann", "bob_2"),
    sections=known("Sprint 4", "Backlog"),
    me="ME",
)


def understood(text: str, calendar: Calendar = BERLIN) -> Reading:
    return read(text, VOCABULARY, calendar)


def test_the_example_of_the_contract() -> None:
    found = understood('Fix login #auth @ann !high ~2h due:fri 17:00 in:"Sprint 4"')
    assert found.name == "Fix login"
    assert found.fields == {"priority": "high", "expected": 7_200, "due": "2026-12-04T16:00:00.000Z"}
    assert (found.tags, found.assignees, found.section) == (("AUTH",), ("ANN",), "SPRINT 4")
    assert [token.text for token in found.tokens] == [
        "#auth",
        "@ann",
        "!high",
        "~2h",
        "due:fri 17:00",
        'in:"Sprint 4"',
    ]
    assert [token.name for token in found.tokens] == ["auth", "ann", "high", "2h", "fri 17:00", "Sprint 4"]
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("token", "kind", "value"),
    [
        ("#auth", Kind.TAG, "AUTH"),
        ("#AUTH", Kind.TAG, "AUTH"),
        ("#GRÖßE", Kind.TAG, "GRÖSSE"),
        ('#"needs review"', Kind.TAG, "NEEDS REVIEW"),
        ('#" auth "', Kind.TAG, "AUTH"),
        ("@Ann", Kind.ASSIGNEE, "ANN"),
        ('@"BOB_2"', Kind.ASSIGNEE, "BOB_2"),
        ("@ME", Kind.ASSIGNEE, "ME"),
        ("!high", Kind.PRIORITY, "high"),
        ("!Low", Kind.PRIORITY, "low"),
        ("~90m", Kind.EXPECTED, 5_400),
        ("~1h30M", Kind.EXPECTED, 5_400),
        ("~0", Kind.EXPECTED, 0),
        ("due:today", Kind.DUE, "2026-11-27"),
        ("DUE:Fri", Kind.DUE, "2026-12-04"),
        ("due:2026-11-30", Kind.DUE, "2026-11-30"),
        ("due:+3d", Kind.DUE, "2026-11-30"),
        ("due:tomorrow 9:30", Kind.DUE, "2026-11-28T08:30:00.000Z"),
        ("due:+3d   23:59", Kind.DUE, "2026-11-30T22:59:00.000Z"),
        ("due:today 20:00", Kind.DUE, "2026-11-27T19:00:00.000Z"),
        ("due:2027-07-01 00:00", Kind.DUE, "2027-06-30T22:00:00.000Z"),
        ("in:backlog", Kind.SECTION, "BACKLOG"),
        ('In:"sprint 4"', Kind.SECTION, "SPRINT 4"),
        ("is:UNCLEAR", Kind.UNCLEAR, True),
    ],
)
def test_a_token_is_taken_out_of_the_name_wherever_it_stands(token: str, kind: Kind, value: Any) -> None:
    for text, name in ((f"{token} Fix it", "Fix it"), (f"Fix  {token}\tit", "Fix it"), (f"Fix it {token}", "Fix it")):
        found = understood(text)
        assert found.name == name
        assert found.unknown == ()
        assert [(token.kind, token.text, token.value) for token in found.tokens] == [(kind, token, value)]


@pytest.mark.parametrize(
    ("token", "kind", "name"),
    [
        ("#nope", Kind.TAG, "nope"),
        ('#"no such"', Kind.TAG, "no such"),
        ("#auth,", Kind.TAG, "auth,"),
        ("@nobody", Kind.ASSIGNEE, "nobody"),
        ("!urgent", Kind.PRIORITY, "urgent"),
        ("~5", Kind.EXPECTED, "5"),
        ("~1h30", Kind.EXPECTED, "1h30"),
        ("~99999999999h", Kind.EXPECTED, "99999999999h"),
        ("due:frii", Kind.DUE, "frii"),
        ("due:2026-02-30", Kind.DUE, "2026-02-30"),
        ("due:+999y", Kind.DUE, "+999y"),
        ("in:Nowhere", Kind.SECTION, "Nowhere"),
    ],
)
def test_a_token_that_names_nothing_stays_and_is_told(token: str, kind: Kind, name: str) -> None:
    text = f"Fix {token} now"
    found = understood(text)
    assert found.name == text
    assert found.tokens == ()
    assert found.fields == {}
    assert found.unknown == (Token(kind, 4, 4 + len(token), token, name, None),)


@pytest.mark.parametrize(
    "text",
    [
        "Mail a@b.c in C# wow!high",
        "a #  b @ c ! d ~ e",
        "!!! ~x ~/bin due: in: is:late is:unclearly",
        "(#auth) -@ann x!low 1~2h overdue:fri",
        '#"auth"x',
        '#"" in:" " ""',
        'in:"Sprint 4',
        'Read "War and Peace" twice',
        '19" rack',
        "https://example.org/#auth",
        "  ",
    ],
)
def test_what_is_no_token_is_the_name(text: str) -> None:
    found = understood(text)
    assert found.name == text.strip()
    assert found.tokens == ()
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("text", "name", "due"),
    [
        ("due:today 17:00h", "17:00h", "2026-11-27"),
        ("due:today 24:00", "24:00", "2026-11-27"),
        ("due:today 9:5", "9:5", "2026-11-27"),
        ("due:today at 17:00", "at 17:00", "2026-11-27"),
        ("17:00 due:today", "17:00", "2026-11-27"),
        ("due:frii 17:00", "due:frii 17:00", None),
        ("due:0001-01-01 00:00", "00:00", "0001-01-01"),
    ],
)
def test_a_time_counts_right_after_its_day_only(text: str, name: str, due: str | None) -> None:
    found = understood(text)
    assert found.name == name
    assert found.fields.get("due") == due


def test_a_time_is_one_of_the_zone() -> None:
    kolkata = Calendar(NOW, zone_of("Asia/Kolkata"))
    assert understood("due:today 17:00", kolkata).fields["due"] == "2026-11-27T11:30:00.000Z"
    # Clocks skip from 2:00 to 3:00.
    assert understood("due:2027-03-28 2:30").fields["due"] == "2027-03-28T01:30:00.000Z"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"#5"', "#5"),
        ('Fix "#5" today', "Fix #5 today"),
        ('"see #5 first" now', "see #5 first now"),
        ('"#nobody-has-this"', "#nobody-has-this"),
        ('"due:fri 17:00"', "due:fri 17:00"),
        (r'"in:\"Sprint 4\""', 'in:"Sprint 4"'),
        (r'"\"#5\""', '"#5"'),
        ('"!high"x', "!highx"),
    ],
)
def test_quotes_keep_a_token_literal(text: str, name: str) -> None:
    found = understood(text)
    assert found.name == name
    assert found.fields == {}
    assert found.tags == ()
    assert [token.kind for token in found.tokens] == [Kind.LITERAL]


def test_of_several_the_last_counts_and_all_are_taken_out() -> None:
    found = understood("!high Buy ~1h due:mon in:Backlog milk !low ~2h due:tue 8:00 in:'x' in:\"Sprint 4\"")
    assert found.name == "Buy milk in:'x'"
    assert found.fields == {"priority": "low", "expected": 7_200, "due": "2026-12-01T07:00:00.000Z"}
    assert found.section == "SPRINT 4"


def test_tags_and_people_add_up_each_once() -> None:
    found = understood("#see #auth #SEE @me @ann @Ann")
    assert (found.name, found.tags, found.assignees) == ("", ("SEE", "AUTH"), ("ME", "ANN"))


def test_white_space_between_words_of_the_name_is_the_writers() -> None:
    assert understood("  Buy   oat  #auth   milk\u2003 ").name == "Buy   oat milk"


def test_places_count_code_points() -> None:
    found = understood("😀 e\u0301 #auth @x")
    assert [(token.start, token.end) for token in (*found.tokens, *found.unknown)] == [(5, 10), (11, 13)]


@pytest.mark.parametrize("kind", Kind)
def test_the_examples_of_a_kind_are_of_that_kind(kind: Kind) -> None:
    everything = Vocabulary(known("auth", "needs review"), known("ann"), known("Backlog", "Sprint 4"), "ME")
    assert EXAMPLES[kind]
    for example in EXAMPLES[kind]:
        assert [(token.kind, token.text) for token in read(example, everything, BERLIN).tokens] == [(kind, example)]


def test_a_text_that_is_too_long_is_refused() -> None:
    assert understood("x" * LONGEST_TEXT).name == "x" * LONGEST_TEXT
    with pytest.raises(ValueError, match="at most 2000 characters, has 2001"):
        understood("x" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize(
    "unit", ['"', '#"', ' "\\', '#"a ', 'in:"\\" ', "due:x ", "~9", "! ", '\\"', "due:fri" + " " * 90, "\ud800\x00 "]
)
def test_a_text_made_to_hurt_is_answered(unit: str) -> None:
    understood((unit * LONGEST_TEXT)[:LONGEST_TEXT])


scraps = st.lists(
    st.one_of(
        st.sampled_from(
            ["#auth", '#"needs review"', "@ann", "@nobody", "!high", "~2h", "due:fri", "due:+1d 17:00", "in:Backlog"]
        ),
        st.sampled_from(['in:"Sprint 4"', "is:unclear", "#", "~9", "due:", '"', "\\", '"#5"', " ", "  ", "\n", "x"]),
        st.text(max_size=3),
    ),
    max_size=20,
).map("".join)
spaced = st.lists(scraps, max_size=6).map(" ".join)


@given(st.text() | scraps | spaced)
def test_no_text_is_lost(text: str) -> None:
    """The name and the tokens are the text, but for white space beside tokens."""
    found = understood(text)
    left, position = "", 0
    for token in found.tokens:
        assert position <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        left += text[position : token.start] + (token.value if token.kind is Kind.LITERAL else " ")
        position = token.end
    left += text[position:]
    assert re.sub(r"\s", "", found.name) == re.sub(r"\s", "", left)
    assert found.name.split() == left.split()


@given(st.text() | scraps | spaced)
def test_what_stays_in_the_name_is_told_in_order(text: str) -> None:
    found = understood(text)
    every = sorted((*found.tokens, *found.unknown), key=lambda token: token.start)
    assert all(one.end <= other.start for one, other in pairwise(every))
    assert list(found.unknown) == sorted(found.unknown, key=lambda token: token.start)
    for token in found.unknown:
        assert token.text == text[token.start : token.end]
        assert set(token.text.split()) <= set(found.name.split())


@given(scraps | spaced)
def test_what_is_given_fits_the_fields_of_a_task(text: str) -> None:
    for field, value in understood(text).fields.items():
        assert RULES[field](value) is not None
