"""The tags of a list: no two with the same name."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import Invalid, NotFound, Taken
from tasktix.domain.tags import RULES, Tag, Tags
from tasktix.domain.words import Color

LIST, ORIGIN = "L" * 16, Origin.of("U" * 16)


@pytest.fixture
def tags() -> Tags:
    """As loaded: Urgent and Later."""
    tags = Tags(id=LIST)
    add(tags, "u", "Urgent")
    add(tags, "l", "later")
    tags.recorded.clear()
    return tags


def add(tags: Tags, letter: str, name: str, color: str = "red") -> Tag:
    return tags.add(letter * 16, origin=ORIGIN, fields={"name": name, "color": color})


def facts_of(tags: Tags) -> list[str]:
    assert {recorded.audience for recorded in tags.recorded} <= {LIST}
    return [recorded.fact.type for recorded in tags.recorded]


def test_a_new_tag_is_told(tags: Tags) -> None:
    tag = add(tags, "x", " Infra ", "blue")
    assert (tag.name, tag.color, tags["x" * 16]) == ("Infra", Color.BLUE, tag)
    assert facts_of(tags) == ["tag.added"]


def test_they_come_by_name_in_any_case(tags: Tags) -> None:
    add(tags, "x", "Infra")
    assert [tag.name for tag in tags.by_name()] == ["Infra", "later", "Urgent"]


@pytest.mark.parametrize("name", ["Urgent", "uRGENT", " urgent "])
def test_a_name_that_another_has_is_taken(tags: Tags, name: str) -> None:
    with pytest.raises(Taken) as refusal:
        add(tags, "x", name)
    assert refusal.value.field == "name"
    with pytest.raises(Taken):
        tags.revise("l" * 16, {"name": name})
    assert len(tags.by_id) == 2
    assert facts_of(tags) == []


def test_its_own_name_is_not_taken(tags: Tags) -> None:
    tags.revise("u" * 16, {"name": "URGENT"})
    assert facts_of(tags) == ["tag.renamed"]


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"name": "Now"}, ["tag.renamed"]),
        ({"color": "lime"}, ["tag.recolored"]),
        ({"name": "Now", "color": "lime"}, ["tag.renamed", "tag.recolored"]),
        ({"name": " Urgent ", "color": "red"}, []),
        ({}, []),
    ],
    ids=str,
)
def test_each_field_has_its_fact_and_an_equal_value_none(tags: Tags, fields: dict[str, Any], facts: list[str]) -> None:
    tags.revise("u" * 16, fields)
    assert facts_of(tags) == facts


def test_every_rule_has_a_fact(tags: Tags) -> None:
    values = {"name": "Now", "color": "lime"}
    assert values.keys() == RULES.keys()


def test_all_fields_are_written_or_none(tags: Tags) -> None:
    with pytest.raises(Invalid) as refusal:
        tags.revise("u" * 16, {"name": "x" * 33, "color": "black"})
    assert [error.field for error in refusal.value.errors] == ["name", "color"]
    with pytest.raises(Invalid):
        tags.revise("u" * 16, {"name": "Now", "color": "black"})
    assert tags["u" * 16].name == "Urgent"


def test_a_deleted_tag_is_gone_and_its_name_free(tags: Tags) -> None:
    tags.delete("u" * 16)
    add(tags, "x", "urgent")
    assert facts_of(tags) == ["tag.deleted", "tag.added"]


def test_a_tag_that_is_not_there_is_not_found(tags: Tags) -> None:
    for call in (lambda: tags.delete("x" * 16), lambda: tags.revise("x" * 16, {"name": "Now"})):
        with pytest.raises(NotFound):
            call()
    assert facts_of(tags) == []
