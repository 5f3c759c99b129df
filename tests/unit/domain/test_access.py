"""The preset roles are those of the contract (section 3)."""

from __future__ import annotations

import pytest

from tasktix.domain.access import ADMIN, COLLABORATOR, MANAGER, PRESETS, VIEWER, Permission, Role
from tasktix.domain.errors import Forbidden
from tasktix.domain.ids import is_id

COLUMNS = [
    "tasks:add",
    "tasks:complete",
    "tasks:update",
    "tasks:delete",
    "tags:manage",
    "assignees:manage",
    "members:manage",
    "list:update",
    "list:delete",
]

TABLE = {
    "Admin": "✓✓✓✓✓✓✓✓✓",
    "Manager": "✓✓✓✓✓✓✓✓ ",
    "Product Owner": "✓✓✓✓✓✓   ",
    "Collaborator": "✓✓✓      ",
    "Stakeholder": "✓        ",
    "Viewer": "         ",
}


def test_the_permissions_are_those_of_the_contract() -> None:
    assert [permission.value for permission in Permission] == COLUMNS


def test_the_presets_are_those_of_the_contract_in_its_order() -> None:
    assert [role.name for role in PRESETS.values()] == list(TABLE)


@pytest.mark.parametrize("role", PRESETS.values(), ids=lambda role: role.name)
def test_a_preset_has_the_permissions_of_the_contract(role: Role) -> None:
    ticks = TABLE[role.name]
    assert {str(it) for it in role.permissions} == {
        name for name, tick in zip(COLUMNS, ticks, strict=True) if tick == "✓"
    }
    assert role.preset
    assert is_id(role.id)
    assert PRESETS[role.id] is role


def test_what_a_role_lacks_is_named() -> None:
    COLLABORATOR.require(Permission.UPDATE_TASKS)
    with pytest.raises(Forbidden) as refusal:
        COLLABORATOR.require(Permission.DELETE_TASKS)
    assert refusal.value.permission == "tasks:delete"


def test_a_role_covers_what_it_has_all_of() -> None:
    ADMIN.require_all_of(ADMIN.permissions)
    MANAGER.require_all_of(COLLABORATOR.permissions)
    VIEWER.require_all_of(VIEWER.permissions)
    with pytest.raises(Forbidden) as refusal:
        VIEWER.require_all_of(ADMIN.permissions)
    assert refusal.value.permission == "tasks:add", "the first that is lacking"
