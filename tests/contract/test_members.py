"""Who may bring whom into a list, and who leaves it."""

from __future__ import annotations

from functools import partial

import pytest

from tasktix.application import accounts, lists, members, snapshots, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import ADMIN, COLLABORATOR, MANAGER, PRESETS, VIEWER, Permission, Role
from tasktix.domain.errors import AlreadyMember, Forbidden, Invalid, LastAdmin, NoSuchUser, NotFound
from tests.builders import STRANGER, Sample, join
from tests.contract.threads import together

each_preset = pytest.mark.parametrize("role", [ADMIN, MANAGER, VIEWER], ids=lambda role: role.name)


def role_of(app: Application, sample: Sample, person: Actor) -> Role:
    snapshot = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    (role_id,) = (member.role_id for member in snapshot.members if member.id == person.user_id)
    (role,) = (role for role in snapshot.roles if role.id == role_id)
    return role


@pytest.mark.parametrize("name", [role.name for role in PRESETS.values()])
def test_an_admin_grants_every_preset_by_name(app: Application, sample: Sample, name: str) -> None:
    assert role_of(app, sample, join(app, sample.admin, sample.id, name)).name == name


def test_a_role_is_also_known_by_its_id(app: Application, sample: Sample) -> None:
    assert role_of(app, sample, join(app, sample.admin, sample.id, VIEWER.id)) == VIEWER


def test_a_role_that_is_none_is_invalid(app: Application, sample: Sample) -> None:
    with pytest.raises(Invalid) as refusal:
        join(app, sample.admin, sample.id, "Emperor")
    assert [error.field for error in refusal.value.errors] == ["role"]


def test_nobody_grants_a_permission_that_they_lack(app: Application, sample: Sample) -> None:
    manager = join(app, sample.admin, sample.id, MANAGER.name)
    with pytest.raises(Forbidden) as refusal:
        join(app, manager, sample.id, ADMIN.name)
    assert refusal.value.permission == Permission.DELETE_LIST

    with pytest.raises(Forbidden):
        app.perform(manager, members.change_role, list_id=sample.id, user_id=sample.viewer.user_id, role=ADMIN.name)
    with pytest.raises(Forbidden):
        app.perform(manager, members.change_role, list_id=sample.id, user_id=manager.user_id, role=ADMIN.name)


def test_nobody_touches_a_member_who_may_more(app: Application, sample: Sample) -> None:
    manager = join(app, sample.admin, sample.id, MANAGER.name)
    admin = sample.admin.user_id
    with pytest.raises(Forbidden):
        app.perform(manager, members.change_role, list_id=sample.id, user_id=admin, role=VIEWER.name)
    with pytest.raises(Forbidden):
        app.perform(manager, members.remove, list_id=sample.id, user_id=admin)
    assert role_of(app, sample, sample.admin) == ADMIN


def test_a_manager_manages_who_may_no_more_than_they(app: Application, sample: Sample) -> None:
    manager = join(app, sample.admin, sample.id, MANAGER.name)
    viewer = sample.viewer.user_id
    app.perform(manager, members.change_role, list_id=sample.id, user_id=viewer, role=COLLABORATOR.name)
    app.perform(manager, members.remove, list_id=sample.id, user_id=viewer)
    assert app.look(sample.viewer, lists.overviews) == []


def test_members_come_by_username_in_any_case(app: Application, sample: Sample) -> None:
    for username in ("zoe", "Adam", "yan"):
        fields = {"username": f"{username}_{sample.fresh_id}", "email": f"{username}.{sample.fresh_id}@example.org"}
        app.perform(STRANGER, accounts.sign_up, fields=fields, password_hash="of a password")
        app.perform(sample.admin, members.add, list_id=sample.id, login=fields["username"], role=VIEWER.name)
    for found in (
        app.look(sample.viewer, members.of_list, list_id=sample.id),
        app.look(sample.viewer, snapshots.of_list, list_id=sample.id).members,
    ):
        names = [member.person.username.casefold() for member in found]
        assert names == sorted(names)


def test_who_is_a_member_is_not_added_again(app: Application, sample: Sample) -> None:
    ways = {"list_id": sample.id, "login": sample.outsider_login, "role": VIEWER.name}
    app.perform(sample.admin, members.add, **ways)
    with pytest.raises(AlreadyMember):
        app.perform(sample.admin, members.add, **ways)


def test_who_has_no_account_is_not_added(app: Application, sample: Sample) -> None:
    with pytest.raises(NoSuchUser):
        app.perform(sample.admin, members.add, list_id=sample.id, login="nobody@example.org", role=VIEWER.name)


@pytest.mark.parametrize("decorate", [str.upper, str.lower, " {} ".format])
def test_a_login_is_taken_in_any_case_and_with_space_around(
    app: Application, sample: Sample, decorate: type[str]
) -> None:
    member = app.perform(
        sample.admin, members.add, list_id=sample.id, login=decorate(sample.outsider_login), role=VIEWER.name
    )
    assert member.id == sample.outsider.user_id


def test_the_last_admin_stays_an_admin(app: Application, sample: Sample) -> None:
    admin = sample.admin.user_id
    with pytest.raises(LastAdmin):
        app.perform(sample.admin, members.remove, list_id=sample.id, user_id=admin)
    with pytest.raises(LastAdmin):
        app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=admin, role=VIEWER.name)


def test_the_last_admin_may_be_made_admin_again(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=sample.admin.user_id, role=ADMIN.name)


def test_one_of_two_admins_may_leave(app: Application, sample: Sample) -> None:
    other = join(app, sample.admin, sample.id, ADMIN.name)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.admin.user_id)
    remaining = app.look(other, members.of_list, list_id=sample.id)
    assert {member.id for member in remaining} == {other.user_id, sample.viewer.user_id}


@each_preset
def test_whatever_the_role_one_may_leave(app: Application, sample: Sample, role: Role) -> None:
    member = join(app, sample.admin, sample.id, role.name)
    app.perform(member, members.remove, list_id=sample.id, user_id=member.user_id)
    with pytest.raises(NotFound):
        app.look(member, snapshots.of_list, list_id=sample.id)


def test_who_was_removed_sees_and_changes_nothing_any_more(app: Application, sample: Sample) -> None:
    member = join(app, sample.admin, sample.id, COLLABORATOR.name)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=member.user_id)
    with pytest.raises(NotFound):
        app.perform(member, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])
    assert sample.id not in [line.id for line in app.look(member, lists.overviews)]


def test_who_was_removed_may_be_added_again(app: Application, sample: Sample) -> None:
    ways = {"list_id": sample.id, "login": sample.outsider_login, "role": VIEWER.name}
    app.perform(sample.admin, members.add, **ways)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.outsider.user_id)
    assert app.perform(sample.admin, members.add, **ways).version == 1


def test_two_admins_who_remove_each_other_leave_one(app: Application, sample: Sample) -> None:
    other = join(app, sample.admin, sample.id, ADMIN.name)
    first = partial(app.perform, sample.admin, members.remove, list_id=sample.id, user_id=other.user_id)
    second = partial(app.perform, other, members.remove, list_id=sample.id, user_id=sample.admin.user_id)

    answers = together([first, second])

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotFound"]
    survivor = sample.admin if answers[0] is None else other
    found = app.look(survivor, members.of_list, list_id=sample.id)
    assert [member.id for member in found if member.role_id == ADMIN.id] == [survivor.user_id]


def test_two_admins_who_both_leave_leave_one(app: Application, sample: Sample) -> None:
    other = join(app, sample.admin, sample.id, ADMIN.name)
    leave = [
        partial(app.perform, person, members.remove, list_id=sample.id, user_id=person.user_id)
        for person in (sample.admin, other)
    ]
    assert sorted(type(answer).__name__ for answer in together(leave)) == ["LastAdmin", "NoneType"]


def test_two_admins_who_lower_each_other_leave_one(app: Application, sample: Sample) -> None:
    other = join(app, sample.admin, sample.id, ADMIN.name)
    lower = [
        partial(app.perform, by, members.change_role, list_id=sample.id, user_id=whom.user_id, role=VIEWER.name)
        for by, whom in ((sample.admin, other), (other, sample.admin))
    ]
    assert sorted(type(answer).__name__ for answer in together(lower)) == ["Forbidden", "Member"]
    roles = sorted(role_of(app, sample, person).name for person in (sample.admin, other))
    assert roles == ["Admin", "Viewer"]
