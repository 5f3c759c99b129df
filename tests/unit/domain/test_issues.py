"""What a tracker says is made to fit a task: shortened, never dropped."""

from __future__ import annotations

import pytest

from tasktix.domain.fields import LONGEST_DESCRIPTION
from tasktix.domain.issues import CUT, fitting, marker_in, ordered_names, with_marker, without_marker
from tasktix.domain.tasks import RULES

TASK = "0VbhcbFgf0X3SArs"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rake", "Rake"),
        ("  Rake  ", "Rake"),
        ("x" * 256, "x" * 256),
        ("x" * 257, "x" * 255 + CUT),
        ("x" * 255 + " y", "x" * 255 + CUT),
        ("𝒳" * 300, "𝒳" * 255 + CUT),
        ("two\r\nlines\u2028three", "two  lines three"),
        ("\x00\x1b[31mred", "[31mred"),
        ("half \ud800 of one", "half ? of one"),
        ("", "?"),
        ("\n\t", "?"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    values = fitting(title, None, is_closed=False)
    assert values.name == name
    assert RULES["name"](values.name) == values.name


@pytest.mark.parametrize(
    "body",
    ["", "leaves", "two\r\nlines\n", "é" * LONGEST_DESCRIPTION, "𝒳" * 65_536, "a\x00b", "\udfff", "x" * 70_000],
    ids=lambda body: f"{len(body)}",
)
def test_a_body_becomes_a_description(body: str) -> None:
    description = fitting("Rake", body, is_closed=False).description
    assert RULES["description"](description) == description
    if len(body.encode(errors="replace")) > LONGEST_DESCRIPTION:
        assert description.endswith(CUT)
        assert len(description.encode()) > LONGEST_DESCRIPTION - 8


def test_no_body_is_an_empty_description() -> None:
    assert fitting("Rake", None, is_closed=False).description == ""


def test_labels_are_names_of_tags_each_once_in_any_case() -> None:
    assert ordered_names(["b", "A", "", "a", "Ü"]) == ("a", "b", "Ü")
    [long] = fitting("Rake", None, is_closed=False, labels=["y" * 50]).labels
    assert long == "y" * 31 + CUT


def test_the_marker_is_found_and_is_no_part_of_the_text() -> None:
    body = with_marker("leaves", TASK)
    assert marker_in(body) == TASK
    assert without_marker(body) == "leaves"
    assert fitting("Rake", body, is_closed=False).description == "leaves"
    assert fitting("Rake", with_marker("", TASK), is_closed=False).description == ""


@pytest.mark.parametrize("body", [None, "", "leaves", f"<!-- tasktix:{TASK} --> more", "<!-- tasktix:short -->"])
def test_what_is_no_marker_is_none(body: str | None) -> None:
    assert marker_in(body) is None
