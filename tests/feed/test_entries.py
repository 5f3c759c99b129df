"""What an open stream shows (contract, section 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tasktix.adapters.http import shapes
from tests.feed.stream import Stream
from tests.http.client import NOBODY, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Watch = Callable[..., Stream]


def test_it_opens_with_a_sign_of_life(ann: Client) -> None:
    stream = Stream(ann)
    assert stream.next().raw == b"retry: 2000"
    assert stream.next().raw == b"event: ping\ndata: {}"
    stream.close()


def test_a_change_is_an_entry(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    task = ann.new_task(groceries.id)
    position = ann.snapshot(groceries.id).position
    stream = watch(ann)
    headers = {"Idempotency-Key": "my own change"}
    ann.ask("PUT", f"/lists/{groceries.id}/tasks/{task.id}/completion", headers=headers)
    message = stream.until("entry")[-1]
    assert message.id == f"{groceries.id}:{position + 1}"
    entry = message.data
    assert entry.keys() == {"audience", "position", "at", "actor", "key", "facts", "changes"}
    assert (entry["audience"], entry["position"]) == (groceries.id, position + 1)
    assert entry["actor"] == {"user": ann.user.id, "via": "web"}
    assert entry["key"] == "my own change"
    assert entry["facts"] == [{"type": "task.completed", "task": task.id}]
    [change] = entry["changes"]
    assert (change["kind"], change["id"]) == ("task", task.id)
    assert change["set"].keys() == {"status", "completed_at", "version"}, "only what changed"
    assert change["set"]["version"] == task.version + 1
    assert abs(datetime.fromisoformat(entry["at"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_new_thing_is_told_whole_and_a_deleted_one_is_gone(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    ann.new_section(groceries.id)
    stream = watch(ann)
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    whole = ann.get(path).json()
    assert stream.entry()["changes"] == [{"kind": "task", "id": task.id, "set": whole}]
    ann.delete(path).is_empty()
    assert stream.entry()["changes"] == [{"kind": "task", "id": task.id, "gone": True}]


def test_what_changes_nothing_is_no_entry(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    stream = watch(ann)
    ann.patch(path, {"name": task.name}).shows(shapes.Task)
    ann.delete(f"{path}/completion").shows(shapes.Task)
    ann.patch(path, {"name": "A real change"}).shows(shapes.Task)
    assert stream.entry()["changes"][0]["set"]["name"] == "A real change"


def test_no_text_breaks_a_frame(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    task = ann.new_task(groceries.id)
    stream = watch(ann)
    for text in ("a\n\nevent: entry\ndata: {}\n\n", "\r\r\n\r", "\u2028\u2029\u0085", "\ufeff🍎\\u0000"):
        ann.patch(f"/lists/{groceries.id}/tasks/{task.id}", {"description": text}).shows(shapes.Task)
        message = stream.until("entry")[-1]
        assert message.data["changes"][0]["set"]["description"] == text
        assert b"\r" not in message.raw


def test_all_members_read_the_same_bytes(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    streams = [watch(ann), watch(bob), watch(bob, f"?list={shared.id}")]
    task = ann.new_task(shared.id)
    bob.patch(f"/lists/{shared.id}/tasks/{task.id}", {"name": "Pears"}).shows(shapes.Task)
    position = ann.snapshot(shared.id).position
    seen = [[it.raw for it in stream.until("entry", shared.id, position)] for stream in streams]
    assert len(seen[0]) == 2
    assert seen[0] == seen[1] == seen[2]


def test_only_the_lists_one_asks_for(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    other, third = ann.new_list("Other"), ann.new_list("Third")
    stream = watch(ann, f"?list={groceries.id}&list={third.id}")
    for each in (other, third, groceries):
        ann.new_section(each.id)
    assert [stream.entry()["audience"] for _ in range(2)] == [third.id, groceries.id]


def test_ones_own_matters_are_never_anothers(ann: Client, bob: Client, watch: Watch) -> None:
    hers, his = watch(ann), watch(bob)
    created, own = ann.new_list("A secret list"), bob.new_list("His")
    for stream, list_id in ((hers, created.id), (his, own.id)):
        entry = stream.entry()
        assert entry["audience"] == "me"
        assert [it["id"] for it in entry["changes"]] == [list_id]


@pytest.mark.parametrize("query", ["?list={}", "?list={}&list={}", "?list=short", "?list=", f"?list={NOBODY}"])
def test_a_list_of_others_is_not_found(ann: Client, eve: Client, groceries: shapes.List, query: str) -> None:
    own = eve.new_list()
    eve.get("/feed" + query.format(groceries.id, own.id)).refuses(404, "not_found")


@pytest.mark.parametrize("after", ["", "me", "me:", "me:-1", "me:x", f"{NOBODY}:1:2", "short:1", f"me:{10**19}"])
def test_a_position_that_is_none(ann: Client, after: str) -> None:
    ann.get(f"/feed?after={after}").refuses(400, "malformed_request")


def test_a_last_event_id_that_is_none(ann: Client) -> None:
    ann.ask("GET", "/feed", headers={"Last-Event-ID": "nonsense"}).refuses(400, "malformed_request")
