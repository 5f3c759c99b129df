"""The people of a list, of whom at least one is Admin, and its roles, of which nobody gives more than they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tasktix.domain.access import ADMIN, COLLABORATOR, MANAGER, PRESETS, VIEWER, Permission, Person, Role
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import (
    AlreadyMember,
    Forbidden,
    Invalid,
    LastAdmin,
    NotFound,
    PresetRole,
    RoleInUse,
    Taken,
)
from tasktix.domain.facts import EntryUndone, ListDeleted
from tasktix.domain.ids import Id
from tasktix.domain.roster import Roster
from tasktix.domain.words import Color

LIST, HELPER = "L" * 16, "H" * 16


def person(letter: str) -> Person:
    return Person(letter * 16, f"user_{letter}", f"User {letter}", Color.RED)


ANN, BEN, CAT = (person(letter) for letter in "abc")
ORIGIN = Origin.of(ANN.id)


@pytest.fixture
def roster() -> Roster:
    """As loaded: Ann is Admin, and there is a role Helper, who adds tasks."""
    roster = Roster.of_new_list(LIST, ANN)
    roster.add_role(HELPER, origin=ORIGIN, fields={"name": "Helper", "permissions": ["tasks:add"]}, by=ADMIN)
    roster.recorded.clear()
    return roster


def joined(roster: Roster, who: Person, role: Role) -> None:
    roster.add_member(who, role, by=ADMIN)
    roster.recorded.clear()


def facts_of(it: Roster) -> list[tuple[Id, str]]:
    return [(recorded.audience, recorded.fact.type) for recorded in it.recorded]


def that_may(*permissions: str) -> Role:
    return Role(id="M" * 16, name="May", permissions=frozenset(map(Permission, permissions)))


# members


def test_who_creates_a_list_is_its_admin() -> None:
    created = Roster.of_new_list(LIST, ANN)
    assert created.role_of(ANN.id) == ADMIN
    assert facts_of(created) == [(LIST, "member.added"), (ANN.id, "membership.gained")]


def test_a_new_member_and_the_list_both_hear_of_it(roster: Roster) -> None:
    roster.add_member(BEN, VIEWER, by=ADMIN)
    assert roster.role_of(BEN.id) == VIEWER
    assert facts_of(roster) == [(LIST, "member.added"), (BEN.id, "membership.gained")]
    with pytest.raises(AlreadyMember):
        roster.add_member(BEN, VIEWER, by=ADMIN)


def test_an_equal_role_is_no_change(roster: Roster) -> None:
    roster.change_role(ANN.id, ADMIN, by=ADMIN)
    assert facts_of(roster) == []


def test_a_changed_role_is_told_to_both(roster: Roster) -> None:
    joined(roster, BEN, VIEWER)
    roster.change_role(BEN.id, MANAGER, by=ADMIN)
    assert facts_of(roster) == [(LIST, "member.role_changed"), (BEN.id, "membership.changed")]


def test_leaving_is_told_from_being_removed(roster: Roster) -> None:
    for who in (BEN, CAT):
        joined(roster, who, VIEWER)
    roster.remove_member(BEN.id, by=ADMIN)
    roster.leave(CAT.id)
    assert facts_of(roster) == [
        (LIST, "member.removed"),
        (BEN.id, "membership.lost"),
        (LIST, "member.left"),
        (CAT.id, "membership.lost"),
    ]


@pytest.mark.parametrize("own", PRESETS.values(), ids=lambda role: role.name)
@pytest.mark.parametrize("given", PRESETS.values(), ids=lambda role: role.name)
def test_nobody_grants_takes_or_removes_a_permission_that_they_lack(roster: Roster, own: Role, given: Role) -> None:
    joined(roster, CAT, given)
    may = given.permissions <= own.permissions
    for call in (
        lambda: roster.add_member(person("d"), given, by=own),
        lambda: roster.change_role(CAT.id, VIEWER, by=own),
        lambda: roster.change_role(CAT.id, given, by=own),
        lambda: roster.remove_member(CAT.id, by=own),
    ):
        if may:
            call()
        else:
            with pytest.raises(Forbidden):
                call()


def test_the_last_admin_stays(roster: Roster) -> None:
    joined(roster, BEN, MANAGER)
    for call in (
        lambda: roster.leave(ANN.id),
        lambda: roster.remove_member(ANN.id, by=ADMIN),
        lambda: roster.change_role(ANN.id, MANAGER, by=ADMIN),
    ):
        with pytest.raises(LastAdmin):
            call()
    assert roster.role_of(ANN.id) == ADMIN
    assert facts_of(roster) == []


def test_who_is_no_member_is_not_found(roster: Roster) -> None:
    for call in (
        lambda: roster.leave(CAT.id),
        lambda: roster.remove_member(CAT.id, by=ADMIN),
        lambda: roster.change_role(CAT.id, VIEWER, by=ADMIN),
    ):
        with pytest.raises(NotFound):
            call()


def test_everybody_loses_a_list_that_is_deleted(roster: Roster) -> None:
    joined(roster, BEN, VIEWER)
    roster.go_with(ListDeleted(LIST))
    assert roster.deleted
    assert facts_of(roster) == [(LIST, "list.deleted"), (ANN.id, "membership.lost"), (BEN.id, "membership.lost")]


def test_who_looks_otherwise_is_shown_so(roster: Roster) -> None:
    roster.show(ANN)
    assert facts_of(roster) == []
    renamed = Person(ANN.id, "anna", "Anna", Color.BLUE)
    roster.show(renamed)
    assert roster.member(ANN.id).person == renamed
    assert [audience for audience, _ in facts_of(roster)] == [LIST]


# roles


def test_roles_are_the_presets_and_then_the_lists_own_by_name(roster: Roster) -> None:
    roster.add_role("G" * 16, origin=ORIGIN, fields={"name": "gardener", "permissions": []}, by=ADMIN)
    assert [role.name for role in roster.roles] == [*(it.name for it in PRESETS.values()), "gardener", "Helper"]


def test_a_role_is_known_by_its_id_or_name_in_any_case(roster: Roster) -> None:
    assert roster.role_named(VIEWER.id) is roster.role_named("Viewer") is roster.role_named("viewer") is VIEWER
    assert roster.role_named(HELPER) is roster.role_named("HELPER") is roster.role(HELPER)
    with pytest.raises(Invalid):
        roster.role_named("Emperor")
    with pytest.raises(NotFound):
        roster.role("Viewer")


@pytest.mark.parametrize("name", ["Helper", "hELPER", "Admin", "product owner"])
def test_a_name_that_another_role_has_is_taken(roster: Roster, name: str) -> None:
    gardener = roster.add_role("G" * 16, origin=ORIGIN, fields={"name": "Gardener", "permissions": []}, by=ADMIN)
    with pytest.raises(Taken):
        roster.add_role("X" * 16, origin=ORIGIN, fields={"name": name, "permissions": []}, by=ADMIN)
    with pytest.raises(Taken):
        roster.revise_role(gardener.id, {"name": name}, by=ADMIN)
    roster.revise_role(gardener.id, {"name": "GARDENER"}, by=ADMIN)


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"name": "Gardener", "description": "x", "permissions": []}, ["role.revised"]),
        ({"permissions": ["tasks:add", "tasks:add"]}, []),
        ({}, []),
    ],
    ids=str,
)
def test_a_changed_role_is_told_once(roster: Roster, fields: dict[str, Any], facts: list[str]) -> None:
    roster.revise_role(HELPER, fields, by=ADMIN)
    assert [fact for _, fact in facts_of(roster)] == facts


@pytest.mark.parametrize("permission", Permission)
def test_nobody_makes_changes_or_deletes_a_role_that_may_more_than_they(roster: Roster, permission: str) -> None:
    stronger = {"name": "Stronger", "permissions": ["tasks:add", permission]}
    by = that_may("tasks:add", "members:manage")
    may = {permission} <= by.permissions
    role = roster.add_role("S" * 16, origin=ORIGIN, fields=stronger, by=ADMIN)
    roster.recorded.clear()
    calls: tuple[Callable[[], object], ...] = (
        lambda: roster.add_role("T" * 16, origin=ORIGIN, fields={**stronger, "name": "Other"}, by=by),
        lambda: roster.revise_role(HELPER, {"permissions": [permission]}, by=by),
        lambda: roster.revise_role(role.id, {"permissions": []}, by=by),
        lambda: roster.add_member(BEN, role, by=by),
        lambda: roster.delete_role("S" * 16, by=by),
    )
    for call in calls:
        if not may:
            with pytest.raises(Forbidden) as refusal:
                call()
            assert refusal.value.permission == permission
    assert facts_of(roster) == []


def test_a_preset_stays_as_it_is(roster: Roster) -> None:
    for preset in PRESETS.values():
        with pytest.raises(PresetRole):
            roster.revise_role(preset.id, {"name": "Mine"}, by=ADMIN)
        with pytest.raises(PresetRole):
            roster.delete_role(preset.id, by=ADMIN)


def test_a_role_goes_when_nobody_has_it(roster: Roster) -> None:
    joined(roster, BEN, roster.role(HELPER))
    with pytest.raises(RoleInUse):
        roster.delete_role(HELPER, by=ADMIN)
    roster.change_role(BEN.id, VIEWER, by=ADMIN)
    roster.recorded.clear()
    roster.delete_role(HELPER, by=ADMIN)
    assert facts_of(roster) == [(LIST, "role.deleted")]
    with pytest.raises(NotFound):
        roster.role(HELPER)


def test_what_does_not_fit_is_no_role(roster: Roster) -> None:
    fields = {"name": "x" * 33, "description": "x" * 65, "permissions": ["tasks:steal"]}
    with pytest.raises(Invalid) as refusal:
        roster.add_role("X" * 16, origin=ORIGIN, fields=fields, by=ADMIN)
    assert [error.field for error in refusal.value.errors] == ["name", "description", "permissions"]


# undoing


FACT = EntryUndone(7)


def test_an_undo_gives_no_more_than_who_undoes_has(roster: Roster) -> None:
    joined(roster, BEN, COLLABORATOR)
    gone = roster.member(BEN.id)
    weak = that_may("members:manage")
    calls: tuple[Callable[[], object], ...] = (
        lambda: roster.undo_member(BEN.id, by=weak, fact=FACT),
        lambda: roster.undo_role_change(BEN.id, VIEWER, by=weak, fact=FACT),
        lambda: roster.restore_member(gone, by=weak, fact=FACT),
    )
    for call in calls:
        with pytest.raises(Forbidden):
            call()
    assert facts_of(roster) == []


def test_an_undo_keeps_an_admin(roster: Roster) -> None:
    with pytest.raises(LastAdmin):
        roster.undo_member(ANN.id, by=ADMIN, fact=FACT)
    with pytest.raises(LastAdmin):
        roster.undo_role_change(ANN.id, VIEWER, by=ADMIN, fact=FACT)


def test_an_undo_is_told_to_those_it_concerns(roster: Roster) -> None:
    joined(roster, BEN, COLLABORATOR)
    member = roster.member(BEN.id)
    roster.undo_role_change(BEN.id, VIEWER, by=ADMIN, fact=FACT)
    roster.undo_member(BEN.id, by=ADMIN, fact=FACT)
    roster.restore_member(member, by=ADMIN, fact=FACT)
    undone = (LIST, "entry.undone")
    assert facts_of(roster) == [
        undone,
        (BEN.id, "membership.changed"),
        undone,
        (BEN.id, "membership.lost"),
        undone,
        (BEN.id, "membership.gained"),
    ]
