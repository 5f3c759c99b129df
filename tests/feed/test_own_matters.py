"""What is told to oneself alone, in the audience `me` (contract, section 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.feed.folding import State, folded
from tests.feed.stream import Stream, until_mentioned
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Watch = Callable[..., Stream]


@pytest.fixture
def dan(ann: Client) -> Client:
    """Somebody new, whose matters begin with the test."""
    return Client.newcomer(ann.url, "Dan")


def known_of(person: Client) -> State:
    """One's own matters, as the API shows them."""
    state = {("user", person.user.id): person.get("/me").json()}
    state |= {("filter", it["id"]): it for it in person.get("/filters").json()}
    return state | {
        ("membership", it["id"]): {"id": it["id"], "role": it["role"]} for it in person.get("/lists").json()
    }


def own_entries(stream: Stream, position: int) -> list[Any]:
    return [it.data for it in stream.until("entry", "me", position) if it.data["audience"] == "me"]


def position_of(person: Client) -> int:
    position: int = person.get("/session").json()["position"]
    return position


def live(dan: Client, ann: Client) -> None:
    """A bit of everything that changes one's own matters."""
    saved = dan.new_filter("Soon")
    dan.patch(f"/filters/{saved.id}", {"name": "Later", "text": "due>+1w"})
    undo = {"position": dan.delete(f"/filters/{saved.id}").made["me"]}
    dan.post("/me/undo", undo)
    dan.delete(f"/filters/{dan.new_filter('Never').id}").is_empty()
    changed = dan.patch("/me", {"username": dan.user.username + "_new", "locale": "de", "color": "lime"})
    dan.post("/me/undo", {"position": changed.made["me"]})
    mine, gone, shared = dan.new_list("Mine"), dan.new_list("Gone"), ann.new_list("Hers")
    ann.add_member(shared.id, dan, "Viewer")
    member = f"/lists/{shared.id}/members/{dan.user.id}"
    raised = ann.patch(member, {"role": "Manager"}).made[shared.id]
    ann.undo(shared.id, raised)
    removed = ann.delete(member).made[shared.id]
    ann.undo(shared.id, removed)
    dan.delete(f"/lists/{gone.id}").is_empty()
    dan.undo(mine.id, dan.delete(f"/lists/{mine.id}").made[mine.id])


def test_all_of_ones_matters_fold_to_what_the_api_shows(dan: Client, ann: Client, watch: Watch) -> None:
    start, state = position_of(dan), known_of(dan)
    open_stream = watch(dan)
    live(dan, ann)
    last = position_of(dan)
    late = watch(dan, f"?after=me:{start}")
    for stream in (open_stream, late):
        told = own_entries(stream, last)
        assert [it["position"] for it in told] == list(range(start + 1, last + 1))
        assert folded(state, told) == known_of(dan)


def test_ones_matters_from_their_first_entry(dan: Client, ann: Client, watch: Watch) -> None:
    live(dan, ann)
    told = own_entries(watch(dan, "?after=me:0"), position_of(dan))
    assert folded({}, told) == known_of(dan)


def test_a_filter_is_told_as_it_changes(dan: Client, watch: Watch) -> None:
    stream = watch(dan)
    saved = dan.post("/filters", {"name": "Soon", "text": "due<tomorrow"}).json()
    head = {"kind": "filter", "id": saved["id"]}
    assert stream.entry()["changes"] == [{**head, "set": saved}]
    dan.patch(f"/filters/{saved['id']}", {"name": "Later"})
    assert stream.entry()["changes"] == [{**head, "set": {"name": "Later", "version": 2}}]
    dan.delete(f"/filters/{saved['id']}").is_empty()
    assert stream.entry()["changes"] == [{**head, "gone": True}]


def test_all_of_ones_streams_are_told_and_nobody_elses(dan: Client, ann: Client, watch: Watch) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, dan)
    own, narrowed, hers = watch(dan), watch(dan, f"?list={shared.id}"), watch(ann)
    saved = dan.new_filter("A secret filter")
    for stream in (own, narrowed):
        assert stream.entry()["changes"][0]["id"] == saved.id
    last = ann.new_section(shared.id, "The last of all").name
    assert not [it for it in until_mentioned(hers, last) if saved.id.encode() in it.raw]


def test_ones_matters_hold_no_secret(dan: Client, watch: Watch) -> None:
    dan.patch("/me", {"email": f"new_{dan.user.email}"})
    raw = b"".join(it.raw for it in watch(dan, "?after=me:0").until("entry", "me", position_of(dan)))
    for secret in (b"argon2", b"token", b"password", b"fingerprint", b"created_by"):
        assert secret not in raw
