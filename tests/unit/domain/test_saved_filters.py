"""A filter that a user keeps under a name."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import Invalid
from tasktix.domain.saved_filters import SavedFilter

USER, FILTER = "U" * 16, "F" * 16


def saved(**fields: Any) -> SavedFilter:
    given = {"name": "Soon", "text": "due<tomorrow", **fields}
    return SavedFilter.save(FILTER, user_id=USER, origin=Origin.of(USER), fields=given)


def old() -> SavedFilter:
    """As loaded."""
    it = saved()
    it.recorded.clear()
    return it


def facts_of(it: SavedFilter) -> list[str]:
    assert {recorded.audience for recorded in it.recorded} <= {USER}
    return [recorded.fact.type for recorded in it.recorded]


def test_its_owner_alone_hears_of_it() -> None:
    assert facts_of(saved()) == ["filter.saved"]


@pytest.mark.parametrize("text", ["", "  ", "due<today", "(#a | @me) !x", '"x" list:"Semester 1"'])
def test_a_text_is_kept_as_it_was_written(text: str) -> None:
    assert saved(text=f" {text} ").text == text.strip()


@pytest.mark.parametrize(("text", "position"), [("due<", 4), ("  due<", 6), ("𝒳 | ", 4), ("x)", 1)])
def test_a_fault_is_told_with_its_place_in_the_text_as_it_was_sent(text: str, position: int) -> None:
    with pytest.raises(Invalid) as refusal:
        saved(text=text)
    (error,) = refusal.value.errors
    assert (error.field, error.position) == ("text", position), error.message
    assert error.message


def test_a_fault_of_another_field_has_no_place() -> None:
    with pytest.raises(Invalid) as refusal:
        saved(name="", text="due<")
    assert [(error.field, error.position) for error in refusal.value.errors] == [("name", None), ("text", 4)]


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"name": "Now", "text": "is:overdue"}, ["filter.revised"]),
        ({"text": "is:overdue"}, ["filter.revised"]),
        ({"name": " Soon ", "text": " due<tomorrow "}, []),
        ({}, []),
    ],
    ids=str,
)
def test_a_change_is_one_fact(fields: dict[str, str], facts: list[str]) -> None:
    it = old()
    it.revise(fields)
    assert facts_of(it) == facts


def test_all_fields_are_written_or_none() -> None:
    it = old()
    with pytest.raises(Invalid):
        it.revise({"name": "Now", "text": "due<"})
    assert (it.name, facts_of(it)) == ("Soon", [])


def test_a_deleted_one_is_gone() -> None:
    it = old()
    it.delete()
    assert it.deleted
    assert facts_of(it) == ["filter.deleted"]
