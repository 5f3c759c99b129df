"""What does not fit the present state; what nobody may take or give (contract, sections 1 and 3)."""

from __future__ import annotations

from functools import partial

import pytest

from tasktix.adapters.http import shapes
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client


def test_nobody_grants_or_touches_what_they_lack(ann: Client, bob: Client, eve: Client) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, bob, "Manager")
    members = f"/lists/{shared.id}/members"
    for refused in (
        bob.post(members, {"username": eve.user.username, "role": "Admin"}),
        bob.patch(f"{members}/{bob.user.id}", {"role": "Admin"}),
        bob.patch(f"{members}/{ann.user.id}", {"role": "Viewer"}),
        bob.delete(f"{members}/{ann.user.id}"),
    ):
        assert refused.refuses(403, "forbidden").permission == "list:delete"
    bob.add_member(shared.id, eve, "Manager")


def test_the_last_admin_stays(ann: Client, bob: Client, shared: shapes.List) -> None:
    own = f"/lists/{shared.id}/members/{ann.user.id}"
    ann.delete(own).refuses(409, "last_admin")
    ann.patch(own, {"role": "Manager"}).refuses(409, "last_admin")
    ann.patch(f"/lists/{shared.id}/members/{bob.user.id}", {"role": "Admin"}).shows(shapes.Member)
    ann.delete(own).is_empty()


def test_a_member_is_not_added_twice(ann: Client, bob: Client, shared: shapes.List) -> None:
    body = {"username": bob.user.username, "role": "Viewer"}
    ann.post(f"/lists/{shared.id}/members", body).refuses(409, "already_member")


@pytest.mark.parametrize("who", [{"username": "nobody_at_all"}, {"email": "nobody@example.org"}])
def test_nobody_is_not_added(ann: Client, groceries: shapes.List, who: dict[str, str]) -> None:
    ann.post(f"/lists/{groceries.id}/members", {**who, "role": "Viewer"}).refuses(404, "no_such_user")


def test_a_thing_of_another_list_is_not_found(ann: Client, groceries: shapes.List) -> None:
    other = ann.new_list("Other")
    task = ann.new_task(other.id)
    for path in (f"tasks/{task.id}", f"sections/{task.section}"):
        ann.patch(f"/lists/{groceries.id}/{path}", {"name": "Mine"}).refuses(404, "not_found")
        ann.delete(f"/lists/{groceries.id}/{path}").refuses(404, "not_found")
    tasks = f"/lists/{groceries.id}/tasks"
    ann.post(tasks, {"name": "A", "section": task.section}).refuses(404, "not_found")
    ann.post(tasks, {"name": "A", "after": task.id}).refuses(404, "not_found")
    mine = ann.new_task(groceries.id)
    ann.put(f"{tasks}/{mine.id}/place", {"section": task.section}).refuses(404, "not_found")


def test_where_the_operator_closed_sign_up() -> None:
    user = {"username": "newcomer", "email": "newcomer@example.org", "password": PASSWORD}
    with RunningServer(environment={"TASKTIX_SIGN_UP": "closed"}) as running:
        nobody = Client(running.url)
        nobody.post("/users", user).refuses(403, "sign_up_closed")
        nobody.post("/session", {"login": "newcomer", "password": PASSWORD}).refuses(401, "bad_credentials")


def test_where_passwords_are_switched_off() -> None:
    """Whoever is in already stays in, and has no more use for a password."""
    with RunningServer() as running:
        person = Client.newcomer(running.url)
        ways = partial(person.send, "GET", "/auth/providers", None, {})
        assert ways().headers["Tasktix-Passwords"] == "on"
        running.stop()
        running.set(TASKTIX_LOCAL_SIGN_IN="off")
        running.start()
        assert ways().headers["Tasktix-Passwords"] == "off"
        user = {"username": "newcomer", "email": "newcomer@example.org", "password": PASSWORD}
        nobody = Client(running.url)
        nobody.post("/users", user).refuses(403, "local_sign_in_off")
        for password in (PASSWORD, "x" * 10):
            login = {"login": person.user.username, "password": password}
            nobody.post("/session", login).refuses(403, "local_sign_in_off")
        person.put("/session/fresh", {"password": PASSWORD}).refuses(403, "local_sign_in_off")
        person.put("/me/password", {"current": PASSWORD, "new": PASSWORD}).refuses(403, "local_sign_in_off")
        person.ask("DELETE", "/me", {"password": PASSWORD}).refuses(403, "local_sign_in_off")
        assert person.get("/me").status == 200
