"""Which entries a write says that it made: so a client knows when its stream has reached them."""

from __future__ import annotations

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_a_new_list_is_an_entry_of_its_own_and_of_ones_own_matters(ann: Client) -> None:
    answer = ann.post("/lists", {"name": "Groceries"})
    own = ann.get("/session").shows(shapes.SignedIn).position
    assert answer.made == {answer.json()["id"]: 1, "me": own}


def test_a_change_is_the_entry_that_the_snapshot_has_reached(ann: Client, groceries: shapes.List) -> None:
    answer = ann.patch(f"/lists/{groceries.id}", {"name": "Shopping"})
    assert answer.made == {groceries.id: ann.snapshot(groceries.id).position}


def test_what_changed_nothing_made_no_entry(ann: Client, groceries: shapes.List) -> None:
    assert ann.patch(f"/lists/{groceries.id}", {"name": groceries.name}).made == {}


def test_another_persons_own_matters_are_not_told(ann: Client, bob: Client, groceries: shapes.List) -> None:
    members = f"/lists/{groceries.id}/members"
    added = ann.post(members, {"username": bob.user.username, "role": "Viewer"})
    changed = ann.patch(f"{members}/{bob.user.id}", {"role": "Manager"})
    removed = ann.delete(f"{members}/{bob.user.id}")
    assert [set(answer.made) for answer in (added, changed, removed)] == [{groceries.id}] * 3
