"""A list's own roles: named sets of permissions, of which nobody gives or takes more than they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from tasktix.application import members, roles, sections, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import ADMIN, PRESETS, VIEWER, Permission, Role
from tasktix.domain.errors import Forbidden, Invalid, LastAdmin, PresetRole, RoleInUse, Taken
from tasktix.domain.ids import Id
from tests.builders import Sample, join, new_sample
from tests.contract.threads import together
from tests.contract.view import view_of_list

each_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda role: role.name)


def add(app: Application, sample: Sample, name: str, permissions: Sequence[str] = (), by: Actor | None = None) -> Role:
    fields = {"name": name, "permissions": list(permissions)}
    return app.perform(by or sample.admin, roles.add, list_id=sample.id, fields=fields)


def own_roles(app: Application, sample: Sample) -> list[Role]:
    return [role for role in app.look(sample.admin, roles.of_list, list_id=sample.id) if not role.preset]


def member_who_may(app: Application, sample: Sample, *permissions: str) -> Actor:
    role = add(app, sample, "+".join(permissions)[:32], permissions)
    return join(app, sample.admin, sample.id, role.id)


def role_id_of(app: Application, sample: Sample, person: Actor) -> Id:
    found = app.look(sample.admin, members.of_list, list_id=sample.id)
    (role_id,) = (member.role_id for member in found if member.id == person.user_id)
    return role_id


# nobody gives or takes more than they have


def test_nobody_creates_a_role_with_a_permission_that_they_lack(app: Application, sample: Sample) -> None:
    steward = member_who_may(app, sample, "members:manage", "tasks:add")
    for permission in Permission:
        if permission in {"members:manage", "tasks:add"}:
            continue
        with pytest.raises(Forbidden) as refusal:
            add(app, sample, "Other", ["tasks:add", permission], by=steward)
        assert refusal.value.permission == permission
    assert add(app, sample, "Other", ["tasks:add"], by=steward).permissions == {"tasks:add"}


def test_nobody_gives_a_role_a_permission_that_they_lack(app: Application, sample: Sample) -> None:
    steward = member_who_may(app, sample, "members:manage", "tasks:add")
    ways: dict[str, Any] = {"list_id": sample.id, "role_id": sample.role}
    with pytest.raises(Forbidden) as refusal:
        app.perform(steward, roles.revise, fields={"permissions": ["tasks:add", "tasks:delete"]}, **ways)
    assert refusal.value.permission == "tasks:delete"
    changed = app.perform(steward, roles.revise, fields={"permissions": ["members:manage"]}, **ways)
    assert changed.permissions == {"members:manage"}


def test_nobody_gives_themselves_a_permission_by_their_own_role(app: Application, sample: Sample) -> None:
    steward = member_who_may(app, sample, "members:manage")
    own = role_id_of(app, sample, steward)
    fields = {"permissions": ["members:manage", "list:delete"]}
    with pytest.raises(Forbidden):
        app.perform(steward, roles.revise, list_id=sample.id, role_id=own, fields=fields)


@pytest.mark.parametrize("fields", [{"name": "Renamed"}, {"permissions": []}, {"description": "x"}], ids=str)
def test_nobody_changes_a_role_that_may_more_than_they(
    app: Application, sample: Sample, fields: dict[str, Any]
) -> None:
    steward = member_who_may(app, sample, "members:manage")
    stronger = add(app, sample, "Stronger", ["list:update"])
    with pytest.raises(Forbidden) as refusal:
        app.perform(steward, roles.revise, list_id=sample.id, role_id=stronger.id, fields=fields)
    assert refusal.value.permission == "list:update"


def test_nobody_deletes_a_role_that_may_more_than_they(app: Application, sample: Sample) -> None:
    steward = member_who_may(app, sample, "members:manage")
    with pytest.raises(Forbidden):
        app.perform(steward, roles.delete, list_id=sample.id, role_id=sample.role)
    assert sample.role in {role.id for role in own_roles(app, sample)}


def test_nobody_gives_a_member_an_own_role_that_may_more_than_they(app: Application, sample: Sample) -> None:
    steward = member_who_may(app, sample, "members:manage")
    ways: dict[str, Any] = {"list_id": sample.id, "role": sample.role}
    calls: list[Callable[[], Any]] = [
        partial(app.perform, steward, members.add, login=sample.outsider_login, **ways),
        partial(app.perform, steward, members.change_role, user_id=sample.viewer.user_id, **ways),
        partial(app.perform, steward, members.change_role, user_id=steward.user_id, **ways),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call()


def test_nobody_touches_a_member_whose_own_role_may_more(app: Application, sample: Sample) -> None:
    steward, stronger = (member_who_may(app, sample, *it) for it in (["members:manage"], ["tasks:add", "list:update"]))
    with pytest.raises(Forbidden):
        app.perform(steward, members.remove, list_id=sample.id, user_id=stronger.user_id)
    with pytest.raises(Forbidden):
        app.perform(steward, members.change_role, list_id=sample.id, user_id=stronger.user_id, role=VIEWER.id)


# presets, names, use


@each_preset
def test_a_preset_is_neither_changed_nor_deleted(app: Application, untouched: Sample, preset: Role) -> None:
    ways: dict[str, Any] = {"list_id": untouched.id, "role_id": preset.id}
    with pytest.raises(PresetRole):
        app.perform(untouched.admin, roles.revise, fields={"name": "Mine"}, **ways)
    with pytest.raises(PresetRole):
        app.perform(untouched.admin, roles.delete, **ways)


@each_preset
def test_a_role_has_another_name_than_every_preset(app: Application, untouched: Sample, preset: Role) -> None:
    for name in (preset.name, preset.name.upper()):
        with pytest.raises(Taken) as refusal:
            add(app, untouched, name)
        assert refusal.value.field == "name"


def test_no_two_roles_of_a_list_have_the_same_name(app: Application, sample: Sample) -> None:
    other = add(app, sample, "Straße")
    for name in ("helper", "STRASSE"):
        with pytest.raises(Taken):
            add(app, sample, name)
    with pytest.raises(Taken):
        app.perform(sample.admin, roles.revise, list_id=sample.id, role_id=other.id, fields={"name": "HELPER"})
    app.perform(sample.admin, roles.revise, list_id=sample.id, role_id=other.id, fields={"name": "Strasse"})


def test_another_list_may_have_a_role_with_the_same_name(app: Application, sample: Sample) -> None:
    other = new_sample(app, sample.admin)
    assert [role.name for role in own_roles(app, other)] == [role.name for role in own_roles(app, sample)]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "permissions": []},
        {"name": "x" * 33, "permissions": []},
        {"name": "x", "permissions": ["tasks:steal"]},
        {"name": "x", "permissions": [], "description": "x" * 65},
    ],
    ids=["no name", "a long name", "a permission that is none", "a long description"],
)
def test_what_does_not_fit_is_no_role(app: Application, untouched: Sample, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        app.perform(untouched.admin, roles.add, list_id=untouched.id, fields=fields)


def test_roles_come_after_the_presets_by_name(app: Application, sample: Sample) -> None:
    for name in ("beta", "Alpha"):
        add(app, sample, name)
    found = app.look(sample.viewer, roles.of_list, list_id=sample.id)
    assert [role.name for role in found] == [*(it.name for it in PRESETS.values()), "Alpha", "beta", "Helper"]


def test_a_role_that_somebody_has_is_not_deleted(app: Application, sample: Sample) -> None:
    helper = join(app, sample.admin, sample.id, sample.role)
    with pytest.raises(RoleInUse):
        app.perform(sample.admin, roles.delete, list_id=sample.id, role_id=sample.role)
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=helper.user_id, role=VIEWER.id)
    app.perform(sample.admin, roles.delete, list_id=sample.id, role_id=sample.role)
    assert own_roles(app, sample) == []


def test_a_role_is_given_by_its_id_or_name_in_any_case(app: Application, sample: Sample) -> None:
    people = [join(app, sample.admin, sample.id, role) for role in (sample.role, "Helper", "HELPER")]
    assert {role_id_of(app, sample, person) for person in people} == {sample.role}


def test_a_role_of_another_list_is_no_role_here(app: Application, sample: Sample) -> None:
    other = new_sample(app, sample.admin)
    before = view_of_list(app, sample.admin, sample.id)
    ways: dict[str, Any] = {"list_id": sample.id, "role": other.role}
    for call in (
        partial(app.perform, sample.admin, members.add, login=sample.outsider_login, **ways),
        partial(app.perform, sample.admin, members.change_role, user_id=sample.viewer.user_id, **ways),
    ):
        with pytest.raises(Invalid) as refusal:
            call()
        assert [error.field for error in refusal.value.errors] == ["role"]
    assert view_of_list(app, sample.admin, sample.id) == before


def revise(app: Application, sample: Sample, permissions: list[str]) -> None:
    fields = {"permissions": permissions}
    app.perform(sample.admin, roles.revise, list_id=sample.id, role_id=sample.role, fields=fields)


def test_a_changed_role_takes_effect_at_once(app: Application, sample: Sample) -> None:
    helper = join(app, sample.admin, sample.id, sample.role)
    complete = partial(app.perform, helper, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])
    with pytest.raises(Forbidden):
        complete()
    revise(app, sample, ["tasks:complete", "list:update"])
    complete()
    app.perform(helper, sections.add, list_id=sample.id, fields={"name": "Herbs"})
    revise(app, sample, [])
    with pytest.raises(Forbidden):
        app.perform(helper, tasks.reopen, list_id=sample.id, task_id=sample.tasks[0])


def test_a_role_that_may_everything_is_no_admin(app: Application, sample: Sample) -> None:
    """The last Admin stays, whoever else may as much."""
    like_admin = member_who_may(app, sample, *Permission)
    with pytest.raises(LastAdmin):
        app.perform(like_admin, members.remove, list_id=sample.id, user_id=sample.admin.user_id)
    app.perform(like_admin, members.change_role, list_id=sample.id, user_id=like_admin.user_id, role=ADMIN.id)
    app.perform(like_admin, members.remove, list_id=sample.id, user_id=sample.admin.user_id)


def test_a_role_deleted_while_it_is_given_is_gone_or_in_use(app: Application, sample: Sample) -> None:
    give = partial(
        app.perform,
        sample.admin,
        members.change_role,
        list_id=sample.id,
        user_id=sample.viewer.user_id,
        role=sample.role,
    )
    delete = partial(app.perform, sample.admin, roles.delete, list_id=sample.id, role_id=sample.role)
    given, deleted = together([give, delete])
    if isinstance(given, Invalid):
        assert deleted is None
        assert role_id_of(app, sample, sample.viewer) == VIEWER.id
    else:
        assert isinstance(deleted, RoleInUse)
        assert role_id_of(app, sample, sample.viewer) == sample.role


def test_a_name_given_to_two_roles_at_once_is_one_roles(app: Application, sample: Sample) -> None:
    answers = together([partial(add, app, sample, name) for name in ("Later", "LATER", "later")])
    assert sorted(type(answer).__name__ for answer in answers) == ["Role", "Taken", "Taken"]
