"""Who may: every use case as a stranger, as somebody else, and as a member who may do everything else."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.application import roles
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import VIEWER, Permission
from tasktix.domain.errors import Forbidden, NotFound, NotSignedIn
from tests.builders import STRANGER, Sample, join
from tests.catalogue import ROWS, Access, Row
from tests.contract.view import view_of_list

BY_PERMISSION = [row for row in ROWS if isinstance(row.needs, Permission)]
FOR_MEMBERS = [row for row in ROWS if row.needs is Access.MEMBER or isinstance(row.needs, Permission)]
FOR_OWNERS = [row for row in ROWS if row.needs is Access.OWNER]
SIGNED_IN = [row for row in ROWS if row.needs is Access.SIGNED_IN or row in FOR_MEMBERS or row in FOR_OWNERS]


def each(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def member_without(app: Application, sample: Sample, permission: Permission) -> Actor:
    """A new member, who may do everything else."""
    rest = [it.value for it in Permission if it is not permission]
    name = f"All but {permission}"
    known = {role.name: role for role in app.look(sample.admin, roles.of_list, list_id=sample.id)}
    role = known.get(name) or app.perform(
        sample.admin, roles.add, list_id=sample.id, fields={"name": name, "permissions": rest}
    )
    return join(app, sample.admin, sample.id, role.id)


@each(SIGNED_IN)
def test_who_is_not_signed_in_is_asked_to(row: Row, app: Application, untouched: Sample) -> None:
    with pytest.raises(NotSignedIn):
        row.commit(app, untouched, STRANGER)


@each(SIGNED_IN)
def test_who_has_no_account_any_more_sees_nothing(row: Row, app: Application, untouched: Sample) -> None:
    nobody = Actor(user="0" * 16, session_id="0" * 16)
    try:
        answer = row.commit(app, untouched, nobody).answer
    except (NotFound, NotSignedIn):
        return
    assert not answer


@each(FOR_MEMBERS)
def test_who_is_no_member_sees_nothing_there(row: Row, app: Application, untouched: Sample) -> None:
    with pytest.raises(NotFound):
        row.commit(app, untouched, untouched.outsider)


@each(FOR_OWNERS)
def test_what_is_anothers_own_looks_like_what_is_not_there(row: Row, app: Application, untouched: Sample) -> None:
    """To a member of the same list too."""
    for other in (untouched.outsider, untouched.viewer):
        with pytest.raises(NotFound):
            row.commit(app, untouched, other)
    ids = {"filter_id", "token_id", "account_id", "passkey_id"}
    [own] = row.arguments(untouched, untouched.admin).keys() & ids
    with pytest.raises(NotFound):
        row.commit(app, untouched, **{own: untouched.fresh_id})


@each(FOR_MEMBERS)
def test_a_list_that_is_not_there_looks_like_one_of_others(row: Row, app: Application, untouched: Sample) -> None:
    narrows = "only" in row.arguments(untouched, untouched.admin)
    missing: dict[str, Any] = {"only": [untouched.fresh_id]} if narrows else {"list_id": untouched.fresh_id}
    with pytest.raises(NotFound):
        row.commit(app, untouched, **missing)


@each(BY_PERMISSION)
def test_who_lacks_the_permission_alone_is_told_which(row: Row, app: Application, sample: Sample) -> None:
    assert isinstance(row.needs, Permission)
    member = member_without(app, sample, row.needs)
    before = view_of_list(app, sample.admin, sample.id)

    with pytest.raises(Forbidden) as refusal:
        row.commit(app, sample, member)

    assert refusal.value.permission == row.needs
    assert view_of_list(app, sample.admin, sample.id) == before


@each(FOR_MEMBERS)
def test_who_lacks_another_permission_may(row: Row, app: Application, sample: Sample) -> None:
    other = Permission.MANAGE_TAGS if row.needs is Permission.DELETE_LIST else Permission.DELETE_LIST
    row.commit(app, sample, member_without(app, sample, other))


@each([row for row in ROWS if row.needs is Access.ANYONE])
def test_anyone_may(row: Row, app: Application, untouched: Sample) -> None:
    row.commit(app, untouched, STRANGER)


@each(BY_PERMISSION)
def test_permission_is_asked_before_values_are_looked_at(row: Row, app: Application, sample: Sample) -> None:
    """What is wrong with a value may tell more of the list than a member without the permission may try out."""
    wrong: dict[str, Any] = {"fields": {"name": ""}, "role": "Emperor", "login": "nobody", "after": "0" * 16}
    instead = {name: wrong[name] for name in row.arguments(sample, sample.admin) if name in wrong}
    with pytest.raises(Forbidden):
        row.commit(app, sample, join(app, sample.admin, sample.id, VIEWER.name), **instead)
