"""The roles of a list: the presets and its own (contract, section 3)."""

from __future__ import annotations

from typing import Final

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, NOBODY, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

PRESETS: Final = ["Admin", "Manager", "Product Owner", "Collaborator", "Stakeholder", "Viewer"]


def roles_of(person: Client, list_id: str) -> list[shapes.Role]:
    return person.get(f"/lists/{list_id}/roles").shows(list[shapes.Role])


def preset(person: Client, list_id: str, name: str) -> shapes.Role:
    return next(it for it in roles_of(person, list_id) if it.name == name)


def test_a_list_begins_with_the_presets(ann: Client, groceries: shapes.List) -> None:
    roles = roles_of(ann, groceries.id)
    assert [it.name for it in roles] == PRESETS
    assert all(it.preset for it in roles)
    assert ann.snapshot(groceries.id).roles == roles


def test_a_new_role_is_answered_with_its_address(ann: Client, groceries: shapes.List) -> None:
    body = {"name": " Gardener ", "description": "Waters", "permissions": ["tasks:complete", "tasks:add"]}
    answer = ann.post(f"/lists/{groceries.id}/roles", body)
    role = answer.shows(shapes.Role, 201)
    assert (role.name, role.description, role.preset, role.version) == ("Gardener", "Waters", False, 1)
    assert set(role.permissions) == {"tasks:add", "tasks:complete"}
    assert answer.headers["Location"] == f"{API}/lists/{groceries.id}/roles/{role.id}"
    assert roles_of(ann, groceries.id)[len(PRESETS) :] == [role]


def test_a_role_needs_no_description_and_no_permission(ann: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    assert (role.description, role.permissions) == ("", [])


def test_own_roles_come_after_the_presets_by_name(ann: Client, groceries: shapes.List) -> None:
    for name in ("beta", "Alpha", "gamma"):
        ann.new_role(groceries.id, name)
    assert [it.name for it in roles_of(ann, groceries.id)] == [*PRESETS, "Alpha", "beta", "gamma"]


def test_a_permission_given_twice_is_given_once(ann: Client, groceries: shapes.List) -> None:
    assert ann.new_role(groceries.id, "Adder", "tasks:add", "tasks:add").permissions == ["tasks:add"]


def test_a_role_is_changed(ann: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    path = f"/lists/{groceries.id}/roles/{role.id}"
    body: dict[str, object] = {"name": "Adder", "description": "Adds", "permissions": ["tasks:add"]}
    changed = ann.patch(path, body).shows(shapes.Role)
    assert (changed.name, changed.description, changed.permissions) == ("Adder", "Adds", ["tasks:add"])
    assert changed.version == role.version + 1
    again = ann.patch(path, body)
    assert (again.shows(shapes.Role), again.made) == (changed, {})
    assert ann.patch(path, {"description": ""}).shows(shapes.Role).description == ""


def test_all_fields_of_a_role_or_none(ann: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    path = f"/lists/{groceries.id}/roles/{role.id}"
    ann.patch(path, {"name": "Adder", "permissions": ["tasks:burn"]}).refuses_field("permissions")
    assert roles_of(ann, groceries.id)[-1] == role


@pytest.mark.parametrize("name", ["helper", "HELPER", " Helper ", "viewer", "Product OWNER"])
def test_no_two_roles_have_the_same_name_in_any_case(ann: Client, groceries: shapes.List, name: str) -> None:
    ann.new_role(groceries.id, "Helper")
    other = ann.new_role(groceries.id, "Other")
    path = f"/lists/{groceries.id}/roles"
    assert ann.post(path, {"name": name, "permissions": []}).refuses(409, "taken").field == "name"
    assert ann.patch(f"{path}/{other.id}", {"name": name}).refuses(409, "taken").field == "name"


def test_presets_stay_as_they_are(ann: Client, groceries: shapes.List) -> None:
    for name in PRESETS:
        path = f"/lists/{groceries.id}/roles/{preset(ann, groceries.id, name).id}"
        ann.patch(path, {"name": "Emperor"}).refuses(409, "preset_role")
        ann.patch(path, {"permissions": []}).refuses(409, "preset_role")
        ann.delete(path).refuses(409, "preset_role")
    assert [it.name for it in roles_of(ann, groceries.id)] == PRESETS


def test_a_role_is_deleted(ann: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    path = f"/lists/{groceries.id}/roles/{role.id}"
    ann.delete(path).is_empty()
    assert len(roles_of(ann, groceries.id)) == len(PRESETS)
    ann.delete(path).refuses(404, "not_found")
    ann.patch(path, {"name": "again"}).refuses(404, "not_found")


def test_a_role_in_use_stays_until_nobody_has_it(ann: Client, bob: Client, groceries: shapes.List) -> None:
    role = ann.new_role(groceries.id)
    ann.add_member(groceries.id, bob, role.id)
    path = f"/lists/{groceries.id}/roles/{role.id}"
    ann.delete(path).refuses(409, "role_in_use")
    assert bob.get(f"/lists/{groceries.id}").status == 200
    ann.patch(f"/lists/{groceries.id}/members/{bob.user.id}", {"role": "Viewer"}).shows(shapes.Member)
    ann.delete(path).is_empty()


@pytest.mark.parametrize("spelled", ["id", "name", "name in another case"])
def test_a_member_gets_a_role_by_its_id_or_name(ann: Client, bob: Client, groceries: shapes.List, spelled: str) -> None:
    role = ann.new_role(groceries.id, "Helper")
    named = {"id": role.id, "name": "Helper", "name in another case": "hELPER"}[spelled]
    assert ann.add_member(groceries.id, bob, named).role == role.id
    assert {it.id: it.role for it in ann.snapshot(groceries.id).members}[bob.user.id] == role.id


def test_a_role_of_another_list_is_not_found(ann: Client, bob: Client, groceries: shapes.List) -> None:
    foreign = ann.new_role(ann.new_list("Other").id, "Foreign")
    here = f"/lists/{groceries.id}"
    ann.patch(f"{here}/roles/{foreign.id}", {"name": "Mine"}).refuses(404, "not_found")
    ann.delete(f"{here}/roles/{foreign.id}").refuses(404, "not_found")
    for named in (foreign.id, "Foreign", NOBODY):
        body = {"username": bob.user.username, "role": named}
        ann.post(f"{here}/members", body).refuses_field("role")
    ann.add_member(groceries.id, bob)
    ann.patch(f"{here}/members/{bob.user.id}", {"role": foreign.id}).refuses_field("role")


def test_nobody_makes_or_touches_a_role_with_what_they_lack(ann: Client, bob: Client, groceries: shapes.List) -> None:
    ann.add_member(groceries.id, bob, "Manager")
    deleter = ann.new_role(groceries.id, "Deleter", "list:delete")
    plain = ann.new_role(groceries.id, "Plain")
    roles = f"/lists/{groceries.id}/roles"
    for refused in (
        bob.post(roles, {"name": "Grabber", "permissions": ["list:delete"]}),
        bob.patch(f"{roles}/{plain.id}", {"permissions": ["list:delete"]}),
        bob.patch(f"{roles}/{deleter.id}", {"name": "Renamed"}),
        bob.patch(f"{roles}/{deleter.id}", {"permissions": []}),
        bob.delete(f"{roles}/{deleter.id}"),
        bob.patch(f"/lists/{groceries.id}/members/{bob.user.id}", {"role": deleter.id}),
    ):
        assert refused.refuses(403, "forbidden").permission == "list:delete"
    assert bob.patch(f"{roles}/{plain.id}", {"permissions": ["list:update"]}).status == 200


def test_who_manages_members_and_no_more_gives_no_more(ann: Client, bob: Client, groceries: shapes.List) -> None:
    gatekeeper = ann.new_role(groceries.id, "Gatekeeper", "members:manage")
    ann.add_member(groceries.id, bob, gatekeeper.id)
    own = f"/lists/{groceries.id}/members/{bob.user.id}"
    assert bob.patch(own, {"role": "Collaborator"}).refuses(403, "forbidden").permission == "tasks:add"
    role = f"/lists/{groceries.id}/roles/{gatekeeper.id}"
    widened = {"permissions": ["members:manage", "tasks:delete"]}
    assert bob.patch(role, widened).refuses(403, "forbidden").permission == "tasks:delete"


def test_a_role_with_every_permission_is_no_admin(ann: Client, bob: Client, groceries: shapes.List) -> None:
    """The last Admin stays, whoever else may do everything."""
    everything = preset(ann, groceries.id, "Admin").permissions
    ann.add_member(groceries.id, bob, ann.new_role(groceries.id, "Everything", *everything).id)
    own = f"/lists/{groceries.id}/members/{ann.user.id}"
    ann.delete(own).refuses(409, "last_admin")
    bob.delete(own).refuses(409, "last_admin")
    bob.patch(own, {"role": "Viewer"}).refuses(409, "last_admin")
