"""Who may see, while a stream is open (contract, section 5; promise P7)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from tasktix.adapters.http import shapes
from tests.feed.stream import Stream, until_mentioned
from tests.http.client import PASSWORD, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Watch = Callable[..., Stream]


def test_a_new_membership_flows_into_an_open_stream(
    ann: Client, bob: Client, groceries: shapes.List, watch: Watch
) -> None:
    stream = watch(bob)
    member = ann.add_member(groceries.id, bob)
    told = stream.until("entry", "me")[-1].data["changes"]
    assert told == [{"kind": "membership", "id": groceries.id, "set": {"id": groceries.id, "role": member.role}}]
    position = bob.snapshot(groceries.id).position
    ann.new_section(groceries.id)
    assert stream.until("entry", groceries.id)[-1].data["position"] == position + 1


def test_ones_own_new_list_flows_too(ann: Client, watch: Watch) -> None:
    stream = watch(ann)
    created = ann.new_list("Brand new")
    # What was written before the stream has told of the list is in the snapshot that its reader then takes.
    stream.until("entry", "me")
    ann.new_section(created.id, "In it")
    position = ann.snapshot(created.id).position
    assert stream.until("entry", created.id, position)


def test_a_narrowed_stream_stays_narrow(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    stream = watch(bob, f"?list={shared.id}")
    other = ann.new_list()
    ann.add_member(other.id, bob)
    ann.new_section(other.id)
    ann.new_section(shared.id)
    seen = stream.until("entry", shared.id)
    assert other.id not in {it.data["audience"] for it in seen}


@pytest.mark.parametrize("who", ["removed", "leaves", "list deleted"])
def test_a_lost_list_is_gone(ann: Client, bob: Client, shared: shapes.List, watch: Watch, who: str) -> None:
    own = f"/lists/{shared.id}/members/{bob.user.id}"
    stream = watch(bob)
    if who == "list deleted":
        ann.delete(f"/lists/{shared.id}").is_empty()
    else:
        (ann if who == "removed" else bob).delete(own).is_empty()
    assert stream.until("gone")[-1].data == {"audience": shared.id}


def test_one_lost_list_is_not_all(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    other = ann.new_list()
    ann.add_member(other.id, bob)
    stream = watch(bob)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    ann.new_section(other.id)
    assert stream.until("entry", other.id)


@pytest.mark.parametrize("attempt", range(3))
def test_nothing_after_gone_while_others_write_on(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch, attempt: int
) -> None:
    streams = [watch(bob), watch(bob, f"?list={shared.id}")]
    task = ann.new_task(shared.id)
    path = f"/lists/{shared.id}/tasks/{task.id}"
    is_removed, is_over = threading.Event(), threading.Event()

    def write_on() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            word = "SECRET" if is_removed.is_set() else "public"
            ann.patch(path, {"name": f"{word} {number}"}).shows(shapes.Task)

    writers = [threading.Thread(target=write_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    for stream in streams:
        stream.until("entry", shared.id)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    is_removed.set()
    removed_at = time.monotonic()
    seen = [stream.until("gone") for stream in streams]
    assert time.monotonic() - removed_at < 1.0
    is_over.set()
    for writer in writers:
        writer.join()
    # What comes last shows that all before it has come: a matter of Bob's own, after the last secret.
    last = bob.new_list("The end").id
    for stream, before in zip(streams, seen, strict=True):
        after = until_mentioned(stream, last)
        assert not [it for it in after if it.data.get("audience") == shared.id]
        assert not [it for it in (*before, *after) if b"SECRET" in it.raw]


def test_back_again_is_a_new_membership(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    stream = watch(bob)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    stream.until("gone")
    role = ann.add_member(shared.id, bob, "Viewer").role
    until_mentioned(stream, role)
    ann.new_section(shared.id, "Seen again")
    seen = until_mentioned(stream, "Seen again")
    assert seen[-1].data["audience"] == shared.id


def test_a_stream_ends_with_its_session_and_no_other(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    elsewhere = Client(ann.url)
    login = {"login": ann.user.username, "password": PASSWORD}
    elsewhere.keep_cookie(elsewhere.post("/session", login))
    ending, staying = [watch(elsewhere), watch(elsewhere)], watch(ann)
    elsewhere.delete("/session").is_empty()
    signed_out_at = time.monotonic()
    for stream in ending:
        stream.rest()
        assert stream.ended_cleanly
    assert time.monotonic() - signed_out_at < 1.0
    ann.new_section(groceries.id)
    assert staying.until("entry", groceries.id)
