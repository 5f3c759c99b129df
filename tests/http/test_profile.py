"""One's own profile, and where others see it (contract, section 2)."""

from __future__ import annotations

from functools import partial

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import PASSWORD, Client
from tests.http.together import each_round, statuses, together
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def dan(ann: Client) -> Client:
    """Somebody new, whose profile a test may change."""
    return Client.newcomer(ann.url, "Dan")


def me(person: Client) -> shapes.User:
    return person.get("/me").shows(shapes.User)


def test_a_profile_is_changed(dan: Client) -> None:
    before = me(dan)
    fields = {"color": "cyan", "timezone": "Europe/Berlin", "locale": "de-CH"}
    changed = dan.patch("/me", fields).shows(shapes.User)
    assert {field: getattr(changed, field) for field in fields} == fields
    assert (changed.username, changed.email, changed.version) == (before.username, before.email, before.version + 1)
    assert me(dan) == changed
    again = dan.patch("/me", fields)
    assert (again.shows(shapes.User), again.made) == (changed, {})


def test_zone_and_language_are_cleared(dan: Client) -> None:
    dan.patch("/me", {"timezone": "Europe/Berlin", "locale": "de"}).shows(shapes.User)
    cleared = dan.patch("/me", {"timezone": None, "locale": None}).shows(shapes.User)
    assert (cleared.timezone, cleared.locale) == (None, None)


def test_all_fields_of_a_profile_or_none(dan: Client) -> None:
    before = me(dan)
    dan.patch("/me", {"color": "cyan", "timezone": "Mars/Phobos"}).refuses_field("timezone")
    assert me(dan) == before


@pytest.mark.parametrize("field", ["username", "email"])
def test_what_somebody_has_is_taken(ann: Client, dan: Client, field: str) -> None:
    before = me(dan)
    for spelled in (getattr(ann.user, field), getattr(ann.user, field).upper()):
        body = {"color": "cyan", field: spelled}
        assert dan.patch("/me", body).refuses(409, "taken").field == field
    assert me(dan) == before


def test_ones_own_names_may_be_spelled_anew(dan: Client) -> None:
    username, email = dan.user.username.upper(), dan.user.email.upper()
    changed = dan.patch("/me", {"username": username, "email": email}).shows(shapes.User)
    assert (changed.username, changed.email) == (username, email)


def test_one_signs_in_by_the_new_name_and_not_by_the_old(dan: Client, nobody: Client) -> None:
    new = dan.user.username + "_new"
    dan.patch("/me", {"username": new}).shows(shapes.User)
    nobody.post("/session", {"login": new, "password": PASSWORD}).shows(shapes.SignedIn)
    nobody.post("/session", {"login": dan.user.username, "password": PASSWORD}).refuses(401, "bad_credentials")


def test_every_list_shows_the_new_name_and_no_e_mail(ann: Client, dan: Client) -> None:
    lists = [ann.new_list() for _ in range(2)]
    for each in lists:
        ann.add_member(each.id, dan)
    new = dan.user.username + "_new"
    dan.patch("/me", {"username": new, "color": "lime", "email": f"{new}@example.org"}).shows(shapes.User)
    for each in lists:
        [shown] = [it for it in ann.snapshot(each.id).members if it.id == dan.user.id]
        assert (shown.user.username, shown.user.name, shown.user.color) == (new, new, "lime")
        assert b"example.org" not in ann.get(f"/lists/{each.id}").raw
        assert b"example.org" not in ann.get(f"/lists/{each.id}/history").raw


def test_what_others_do_not_see_they_are_not_told(ann: Client, dan: Client) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, dan)
    before = ann.snapshot(shared.id)
    dan.patch("/me", {"email": f"new_{dan.user.email}", "timezone": "Europe/Berlin"}).shows(shapes.User)
    assert ann.snapshot(shared.id) == before


def test_a_profile_is_changed_back(ann: Client, dan: Client) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, dan)
    changed = dan.patch("/me", {"username": dan.user.username + "_new", "timezone": "Europe/Berlin"})
    position = changed.made["me"]
    dan.post("/me/undo", {"position": position}).shows(shapes.Undone)
    assert (me(dan).username, me(dan).timezone) == (dan.user.username, None)
    assert dan.user.username in [it.user.username for it in ann.snapshot(shared.id).members]


def test_a_name_that_was_taken_meanwhile_does_not_come_back(ann: Client, dan: Client) -> None:
    position = dan.patch("/me", {"username": dan.user.username + "_new"}).made["me"]
    other = Client.newcomer(ann.url, "Other")
    other.patch("/me", {"username": dan.user.username}).shows(shapes.User)
    assert dan.post("/me/undo", {"position": position}).refuses(409, "taken").field == "username"


@each_round
@pytest.mark.parametrize("field", ["username", "email"])
def test_of_two_who_want_the_same_name_one_has_it(ann: Client, field: str, attempt: int) -> None:
    people = [Client.newcomer(ann.url, "Rival") for _ in range(2)]
    wanted = people[0].user.username + "_wanted"
    body = {field: wanted if field == "username" else f"{wanted}@example.org"}
    answers = together(*[partial(person.patch, "/me", body) for person in people])
    assert statuses(answers) == [200, 409]


@each_round
def test_a_new_name_and_a_new_membership_at_once_are_both_seen(ann: Client, dan: Client, attempt: int) -> None:
    shared = ann.new_list()
    new = dan.user.username + "_new"
    body = {"email": dan.user.email, "role": "Viewer"}
    answers = together(
        partial(dan.patch, "/me", {"username": new}), partial(ann.post, f"/lists/{shared.id}/members", body)
    )
    assert statuses(answers) == [200, 201]
    assert {it.user.username for it in ann.snapshot(shared.id).members} == {ann.user.username, new}
