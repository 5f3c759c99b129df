"""A list: settings, sections in order, members with at least one Admin."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.domain.access import ADMIN, MANAGER, PRESETS, VIEWER, Person, Role
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import AlreadyMember, Forbidden, Invalid, LastAdmin, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.lists import RULES, List
from tasktix.domain.placement import LONGEST
from tasktix.domain.words import ABSENT, Absent, Color
from tests.fakes import NOON

LIST = "L" * 16


def person(letter: str) -> Person:
    return Person(letter * 16, f"user_{letter}", f"User {letter}", Color.RED)


ANN, BEN, CAT = (person(letter) for letter in "abc")
ORIGIN = Origin.of(ANN.id)


def new_list(**fields: Any) -> List:
    return List.create(
        LIST, founder=ANN, now=NOON, origin=ORIGIN, fields={"name": "Garden", "color": "green", **fields}
    )


@pytest.fixture
def garden() -> List:
    """As loaded: Ann is its Admin, and it has the sections 1, 2 and 3."""
    garden = new_list()
    for name in "123":
        garden.add_section(name * 16, origin=ORIGIN, fields={"name": name})
    garden.recorded.clear()
    return garden


def facts_of(it: List) -> list[tuple[Id, str]]:
    return [(recorded.audience, recorded.fact.type) for recorded in it.recorded]


def names_of(it: List) -> str:
    return "".join(section.name for section in it.sections_in_order())


def test_who_creates_a_list_is_its_admin() -> None:
    created = new_list()
    assert created.role_of(ANN.id) == ADMIN
    assert facts_of(created) == [
        (LIST, "list.created"),
        (LIST, "member.added"),
        (ANN.id, "membership.gained"),
    ]
    assert (created.has_due_dates, created.has_time_tracking, created.auto_order) == (True, True, True)


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
    assert facts_of(garden) == [(LIST, fact)]


def test_all_settings_are_written_or_none(garden: List) -> None:
    with pytest.raises(Invalid):
        garden.revise({"name": "Orchard", "color": "black"})
    assert garden.name == "Garden"
    assert facts_of(garden) == []


def test_all_members_hear_that_their_list_is_gone(garden: List) -> None:
    garden.add_member(BEN, VIEWER, by=ANN.id)
    garden.recorded.clear()
    garden.delete()
    assert garden.deleted
    assert facts_of(garden) == [
        (LIST, "list.deleted"),
        (ANN.id, "membership.lost"),
        (BEN.id, "membership.lost"),
    ]


# sections


@pytest.mark.parametrize(("after", "order"), [(ABSENT, "123x"), (None, "x123"), ("1" * 16, "1x23"), ("3" * 16, "123x")])
def test_a_new_section_comes_where_it_is_asked_to(garden: List, after: Id | Absent | None, order: str) -> None:
    garden.add_section("x" * 16, origin=ORIGIN, fields={"name": "x"}, after=after)
    assert names_of(garden) == order


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
    garden: List, moved: str, after: Id | Absent | None, order: str
) -> None:
    garden.place_section(moved * 16, after)
    assert names_of(garden) == order
    assert facts_of(garden) == ([] if order == "123" else [(LIST, "section.placed")])


def test_a_section_is_renamed_once(garden: List) -> None:
    garden.revise_section("1" * 16, {"name": "Beds"})
    garden.revise_section("1" * 16, {"name": " Beds "})
    garden.revise_section("1" * 16, {})
    assert facts_of(garden) == [(LIST, "section.renamed")]
    with pytest.raises(Invalid):
        garden.revise_section("1" * 16, {"name": ""})


def test_a_section_that_is_not_there_is_not_found(garden: List) -> None:
    nowhere = "x" * 16
    for call in (
        lambda: garden.revise_section(nowhere, {"name": "Beds"}),
        lambda: garden.place_section(nowhere, None),
        lambda: garden.place_section("1" * 16, nowhere),
        lambda: garden.delete_section(nowhere),
        lambda: garden.add_section("y" * 16, origin=ORIGIN, fields={"name": "y"}, after=nowhere),
    ):
        with pytest.raises(NotFound):
            call()
    assert names_of(garden) == "123"
    assert facts_of(garden) == []


def test_a_deleted_section_is_gone(garden: List) -> None:
    garden.delete_section("2" * 16)
    assert names_of(garden) == "13"
    assert facts_of(garden) == [(LIST, "section.deleted")]


# members


def test_a_new_member_and_the_list_both_hear_of_it(garden: List) -> None:
    garden.add_member(BEN, VIEWER, by=ANN.id)
    assert garden.role_of(BEN.id) == VIEWER
    assert facts_of(garden) == [(LIST, "member.added"), (BEN.id, "membership.gained")]
    with pytest.raises(AlreadyMember):
        garden.add_member(BEN, VIEWER, by=ANN.id)


def test_an_equal_role_is_no_change(garden: List) -> None:
    garden.change_role(ANN.id, ADMIN, by=ANN.id)
    assert facts_of(garden) == []


def test_a_changed_role_is_told_to_both(garden: List) -> None:
    garden.add_member(BEN, VIEWER, by=ANN.id)
    garden.recorded.clear()
    garden.change_role(BEN.id, MANAGER, by=ANN.id)
    assert facts_of(garden) == [(LIST, "member.role_changed"), (BEN.id, "membership.changed")]


@pytest.mark.parametrize(("by", "fact"), [(ANN, "member.removed"), (BEN, "member.left")])
def test_leaving_is_told_from_being_removed(garden: List, by: Person, fact: str) -> None:
    garden.add_member(BEN, VIEWER, by=ANN.id)
    garden.recorded.clear()
    garden.remove_member(BEN.id, by=by.id)
    assert facts_of(garden) == [(LIST, fact), (BEN.id, "membership.lost")]


@pytest.mark.parametrize("own", PRESETS.values(), ids=lambda role: role.name)
@pytest.mark.parametrize("given", PRESETS.values(), ids=lambda role: role.name)
def test_nobody_grants_takes_or_removes_a_permission_that_they_lack(garden: List, own: Role, given: Role) -> None:
    garden.add_member(BEN, own, by=ANN.id)
    garden.add_member(CAT, given, by=ANN.id)
    may = given.permissions <= own.permissions
    for call in (
        lambda: garden.add_member(person("d"), given, by=BEN.id),
        lambda: garden.change_role(CAT.id, VIEWER, by=BEN.id),
        lambda: garden.change_role(CAT.id, given, by=BEN.id),
        lambda: garden.remove_member(CAT.id, by=BEN.id),
    ):
        if may:
            call()
        else:
            with pytest.raises(Forbidden):
                call()


def test_the_last_admin_stays(garden: List) -> None:
    garden.add_member(BEN, MANAGER, by=ANN.id)
    garden.recorded.clear()
    with pytest.raises(LastAdmin):
        garden.remove_member(ANN.id, by=ANN.id)
    with pytest.raises(LastAdmin):
        garden.change_role(ANN.id, MANAGER, by=ANN.id)
    assert garden.role_of(ANN.id) == ADMIN
    assert facts_of(garden) == []


def test_who_is_no_member_is_not_found(garden: List) -> None:
    with pytest.raises(NotFound):
        garden.remove_member(CAT.id, by=ANN.id)
    with pytest.raises(NotFound):
        garden.change_role(CAT.id, VIEWER, by=ANN.id)


def test_a_role_has_an_id_and_a_name(garden: List) -> None:
    assert garden.role(VIEWER.id) is garden.role("Viewer") is VIEWER
    with pytest.raises(Invalid):
        garden.role("viewer")


def test_sections_that_are_always_moved_to_one_spot_keep_short_ranks(garden: List) -> None:
    first, *others = (name * 16 for name in "123")
    for number in range(1_000):
        garden.place_section(others[number % 2], after=first)
        assert [it.id for it in garden.sections_in_order()][:2] == [first, others[number % 2]]
    assert max(len(section.rank) for section in garden.sections.values()) <= LONGEST
