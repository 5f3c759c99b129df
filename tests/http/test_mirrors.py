"""Lists that follow repositories (contract, section 7): who may say so, and who sees what came of it."""

from __future__ import annotations

from itertools import count

import pytest

from tasktix.adapters.http import mirror_shapes, shapes
from tasktix.domain.mirrors import USUAL
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, Client
from tests.http.neighbour import link
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

_NUMBERS = count(1000)


@pytest.fixture
def mirrored(server: RunningServer, ann: Client, groceries: shapes.List) -> shapes.List:
    link(server, ann, groceries.id, next(_NUMBERS))
    return groceries


def mirror_of(person: Client, list_id: str) -> mirror_shapes.Mirror:
    return person.get(f"/lists/{list_id}/mirror").shows(mirror_shapes.Mirror)


def test_who_is_known_to_no_tracker_is_told_so(ann: Client, groceries: shapes.List) -> None:
    ann.get("/github/repositories").refuses(409, "not_connected")
    ann.put(f"/lists/{groceries.id}/mirror", {"repository_id": 1}).refuses(409, "not_connected")


def test_a_list_that_follows_nothing_has_no_mirror(ann: Client, groceries: shapes.List) -> None:
    for method in ("GET", "DELETE"):
        ann.ask(method, f"/lists/{groceries.id}/mirror").refuses(404, "not_found")
    ledger = ann.get(f"/lists/{groceries.id}/mirror/deliveries").shows(mirror_shapes.Ledger)
    assert (ledger.items, ledger.next) == ([], None)


def test_a_member_sees_what_the_list_follows(ann: Client, bob: Client, mirrored: shapes.List) -> None:
    ann.add_member(mirrored.id, bob, "Viewer")
    mirror = mirror_of(bob, mirrored.id)
    assert mirror == mirror_of(ann, mirrored.id)
    assert (mirror.directions, mirror.linked_by, mirror.halted) == (USUAL, ann.user.id, None)


def test_who_may_not_change_the_list_may_not_link_it(ann: Client, bob: Client, mirrored: shapes.List) -> None:
    """Told before any tracker is asked what they reach."""
    ann.add_member(mirrored.id, bob, "Collaborator")
    for method, body in (("PUT", {"repository_id": 1}), ("DELETE", None)):
        refused = bob.ask(method, f"/lists/{mirrored.id}/mirror", body).refuses(403, "forbidden")
        assert refused.permission == "list:update"
    mirror_of(ann, mirrored.id)


def test_unlinked_it_follows_nothing(ann: Client, mirrored: shapes.List) -> None:
    answer = ann.delete(f"/lists/{mirrored.id}/mirror")
    answer.is_empty()
    assert list(answer.made) == [mirrored.id]
    ann.get(f"/lists/{mirrored.id}/mirror").refuses(404, "not_found")
    ann.undo(mirrored.id, answer.made[mirrored.id]).refuses(409, "cannot_undo")


def test_a_token_of_one_list_reaches_no_repositories(ann: Client, mirrored: shapes.List) -> None:
    _, program = ann.new_token(f"list:{mirrored.id}:write")
    program.get("/github/repositories").refuses(403, "out_of_scope")
    assert mirror_of(program, mirrored.id) == mirror_of(ann, mirrored.id)


def test_a_cursor_that_is_none_is_refused(ann: Client, mirrored: shapes.List) -> None:
    path = f"/lists/{mirrored.id}/mirror/deliveries"
    ann.get(f"{path}?cursor=x").refuses(400, "malformed_request")
    assert ann.get(f"{path}?cursor={NOBODY}&limit=1").shows(mirror_shapes.Ledger).items == []
