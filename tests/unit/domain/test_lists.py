"""A list: its settings."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import Invalid
from tasktix.domain.lists import RULES, List
from tasktix.domain.words import Color
from tests.fakes import NOON

LIST = "L" * 16


def new_list(**fields: Any) -> List:
    origin = Origin.of("U" * 16)
    return List.create(LIST, now=NOON, origin=origin, fields={"name": "Garden", "color": "green", **fields})


@pytest.fixture
def garden() -> List:
    """As loaded."""
    garden = new_list()
    garden.recorded.clear()
    return garden


def facts_of(it: List) -> list[str]:
    assert {recorded.audience for recorded in it.recorded} <= {LIST}
    return [recorded.fact.type for recorded in it.recorded]


def test_a_new_list_is_told_and_has_everything_switched_on() -> None:
    created = new_list()
    assert facts_of(created) == ["list.created"]
    assert (created.name, created.color, created.description) == ("Garden", Color.GREEN, "")
    assert (created.has_due_dates, created.has_time_tracking, created.auto_order) == (True, True, True)


def test_a_new_list_must_fit_the_rules() -> None:
    with pytest.raises(Invalid) as refusal:
        new_list(name=" ", color="black", description="\x00")
    assert [error.field for error in refusal.value.errors] == ["name", "color", "description"]


FACTS = {
    "name": ("Orchard", "list.renamed"),
    "color": ("blue", "list.recolored"),
    "description": ("*apples*", "list.described"),
    "has_due_dates": (False, "list.configured"),
    "has_time_tracking": (False, "list.configured"),
    "auto_order": (False, "list.configured"),
}


@pytest.mark.parametrize("field", RULES)
def test_each_setting_has_its_fact_and_an_equal_value_none(garden: List, field: str) -> None:
    value, fact = FACTS[field]
    garden.revise({field: value})
    garden.revise({field: value})
    assert getattr(garden, field) == value
    assert facts_of(garden) == [fact]


def test_all_settings_are_written_or_none(garden: List) -> None:
    with pytest.raises(Invalid):
        garden.revise({"name": "Orchard", "color": "black"})
    assert garden.name == "Garden"
    assert facts_of(garden) == []


def test_a_deleted_list_says_so(garden: List) -> None:
    garden.delete()
    assert garden.deleted
    assert facts_of(garden) == ["list.deleted"]
