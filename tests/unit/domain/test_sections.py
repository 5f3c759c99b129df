"""The sections of a list, in their order."""

from __future__ import annotations

import pytest

from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.placement import LONGEST
from tasktix.domain.sections import Sections
from tasktix.domain.words import ABSENT, Absent

LIST, ORIGIN = "L" * 16, Origin.of("U" * 16)


@pytest.fixture
def sections() -> Sections:
    """As loaded: 1, 2 and 3."""
    sections = Sections(id=LIST)
    for name in "123":
        sections.add(name * 16, origin=ORIGIN, fields={"name": name})
    sections.recorded.clear()
    return sections


def facts_of(sections: Sections) -> list[str]:
    assert {recorded.audience for recorded in sections.recorded} <= {LIST}
    return [recorded.fact.type for recorded in sections.recorded]


def names_of(sections: Sections) -> str:
    return "".join(section.name for section in sections.in_order())


@pytest.mark.parametrize(("after", "order"), [(ABSENT, "123x"), (None, "x123"), ("1" * 16, "1x23"), ("3" * 16, "123x")])
def test_a_new_section_comes_where_it_is_asked_to(sections: Sections, after: Id | Absent | None, order: str) -> None:
    sections.add("x" * 16, origin=ORIGIN, fields={"name": "x"}, after=after)
    assert names_of(sections) == order
    assert facts_of(sections) == ["section.added"]


@pytest.mark.parametrize(
    ("moved", "after", "order"),
    [
        ("1", ABSENT, "231"),
        ("1", "2" * 16, "213"),
        ("2", None, "213"),
        ("3", "1" * 16, "132"),
        ("1", None, "123"),
        ("2", "1" * 16, "123"),
        ("3", ABSENT, "123"),
    ],
)
def test_a_section_moves_and_where_it_is_it_stays(
    sections: Sections, moved: str, after: Id | Absent | None, order: str
) -> None:
    sections.place(moved * 16, after)
    assert names_of(sections) == order
    assert facts_of(sections) == ([] if order == "123" else ["section.placed"])


def test_a_section_cannot_come_after_itself(sections: Sections) -> None:
    with pytest.raises(Invalid):
        sections.place("1" * 16, "1" * 16)


def test_a_section_is_renamed_once(sections: Sections) -> None:
    sections.revise("1" * 16, {"name": "Beds"})
    sections.revise("1" * 16, {"name": " Beds "})
    sections.revise("1" * 16, {})
    assert facts_of(sections) == ["section.renamed"]
    with pytest.raises(Invalid):
        sections.revise("1" * 16, {"name": ""})


def test_two_sections_may_have_the_same_name(sections: Sections) -> None:
    sections.revise("1" * 16, {"name": "2"})
    assert names_of(sections) == "223"


def test_a_section_that_is_not_there_is_not_found(sections: Sections) -> None:
    nowhere = "x" * 16
    for call in (
        lambda: sections.revise(nowhere, {"name": "Beds"}),
        lambda: sections.place(nowhere, None),
        lambda: sections.place("1" * 16, nowhere),
        lambda: sections.delete(nowhere),
        lambda: sections.add("y" * 16, origin=ORIGIN, fields={"name": "y"}, after=nowhere),
    ):
        with pytest.raises(NotFound):
            call()
    assert names_of(sections) == "123"
    assert facts_of(sections) == []


def test_a_deleted_section_is_gone(sections: Sections) -> None:
    sections.delete("2" * 16)
    assert names_of(sections) == "13"
    assert facts_of(sections) == ["section.deleted"]


def test_sections_that_are_always_moved_to_one_spot_keep_short_ranks(sections: Sections) -> None:
    first, *others = (name * 16 for name in "123")
    for number in range(1_000):
        sections.place(others[number % 2], after=first)
        assert [it.id for it in sections.in_order()][:2] == [first, others[number % 2]]
    assert max(len(section.rank) for section in sections.by_id.values()) <= LONGEST


def test_there_is_room_between_two_that_came_to_the_same_rank(sections: Sections) -> None:
    """By an undo."""
    sections.by_id["2" * 16].rank = sections.by_id["1" * 16].rank
    sections.add("x" * 16, origin=ORIGIN, fields={"name": "x"}, after="1" * 16)
    sections.place("3" * 16, after="1" * 16)
    assert names_of(sections) == "13x2"
    assert len({section.rank for section in sections.by_id.values()}) == 4
