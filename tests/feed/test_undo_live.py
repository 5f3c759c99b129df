"""Undoing, as open streams see it: lists and members that come back, and who is shut out (contract, section 5)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from tasktix.adapters.http import shapes
from tests.feed.folding import folded, known
from tests.feed.stream import Stream, until_mentioned
from tests.http.client import Client
from tests.http.deeds import Scene
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Watch = Callable[..., Stream]


def until_member(stream: Stream, list_id: str) -> str:
    """Read on until one is told of a membership in the list; its role."""
    while True:
        for change in stream.until("entry", "me")[-1].data["changes"]:
            if (change["kind"], change["id"]) == ("membership", list_id) and "set" in change:
                return str(change["set"]["role"])


def member(list_id: str, person: Client) -> str:
    return f"/lists/{list_id}/members/{person.user.id}"


@pytest.mark.parametrize("query", ["", "?list={}"], ids=["all lists", "this list alone"])
def test_a_list_that_comes_back_flows_again(scene: Scene, watch: Watch, query: str) -> None:
    streams = [watch(person, query.format(scene.list_id)) for person in (scene.ann, scene.bob)]
    deleted = scene.ann.delete(scene.path).made[scene.list_id]
    for stream in streams:
        stream.until("gone", scene.list_id)
    scene.ann.undo(scene.list_id, deleted)
    for stream, role in zip(streams, ("00000000000Admin", "0000000000Viewer"), strict=True):
        assert until_member(stream, scene.list_id) == role
    snapshot = scene.snapshot()
    scene.ann.new_section(scene.list_id, "After all")
    scene.ann.patch(f"{scene.path}/tasks/{scene.ids['rich']}", {"name": "Dig on"})
    last = scene.position()
    for stream in streams:
        told = [it.data for it in stream.until("entry", scene.list_id, last)]
        new = [it for it in told if it["audience"] == scene.list_id and it["position"] > snapshot["position"]]
        assert [it["position"] for it in new] == [last - 1, last]
        assert folded(known(snapshot), new) == known(scene.snapshot())


def test_a_list_goes_and_comes_back_again_and_again(scene: Scene, watch: Watch) -> None:
    stream = watch(scene.bob)
    position = scene.ann.delete(scene.path).made[scene.list_id]
    for _ in range(3):
        stream.until("gone", scene.list_id)
        position = scene.ann.undo(scene.list_id, position).made[scene.list_id]
        until_member(stream, scene.list_id)
        scene.ann.new_section(scene.list_id, "Here again")
        until_mentioned(stream, "Here again")
        position = scene.ann.delete(scene.path).made[scene.list_id]


def test_a_list_that_is_unmade_is_gone(ann: Client, watch: Watch) -> None:
    created = ann.post("/lists", {"name": "Oops"})
    list_id = created.json()["id"]
    stream = watch(ann)
    unmade = ann.undo(list_id, 1).made[list_id]
    stream.until("gone", list_id)
    ann.undo(list_id, unmade)
    until_member(stream, list_id)
    ann.new_section(list_id, "Made after all")
    until_mentioned(stream, "Made after all")


@pytest.mark.parametrize("way", ["added by mistake", "removed once more"])
def test_whose_membership_is_undone_is_shut_out_within_a_second(
    ann: Client, bob: Client, groceries: shapes.List, watch: Watch, way: str
) -> None:
    ann.add_member(groceries.id, bob)
    position = ann.snapshot(groceries.id).position
    if way == "removed once more":
        removed = ann.delete(member(groceries.id, bob)).made[groceries.id]
        removed_again = ann.undo(groceries.id, removed).made[groceries.id]
        position = removed_again
    streams = [watch(bob), watch(bob, f"?list={groceries.id}")]
    ann.undo(groceries.id, position).shows(shapes.Undone)
    undone_at = time.monotonic()
    for stream in streams:
        stream.until("gone", groceries.id)
    assert time.monotonic() - undone_at < 1.0
    ann.new_section(groceries.id, "SECRET")
    last = bob.new_list("The end").id
    for stream in streams:
        assert not [it for it in until_mentioned(stream, last) if b"SECRET" in it.raw]


@pytest.mark.parametrize("attempt", range(3))
def test_nothing_after_the_undo_while_others_write_on(
    ann: Client, bob: Client, groceries: shapes.List, watch: Watch, attempt: int
) -> None:
    ann.add_member(groceries.id, bob)
    position = ann.snapshot(groceries.id).position
    stream = watch(bob)
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    is_undone, is_over = threading.Event(), threading.Event()

    def write_on() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            word = "SECRET" if is_undone.is_set() else "public"
            ann.patch(path, {"name": f"{word} {number}"}).shows(shapes.Task)

    writers = [threading.Thread(target=write_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    stream.until("entry", groceries.id)
    ann.undo(groceries.id, position).shows(shapes.Undone)
    is_undone.set()
    before = stream.until("gone", groceries.id)
    is_over.set()
    for writer in writers:
        writer.join()
    after = until_mentioned(stream, bob.new_list("The end").id)
    assert not [it for it in after if it.data.get("audience") == groceries.id]
    assert not [it for it in (*before, *after) if b"SECRET" in it.raw]


def test_a_member_who_comes_back_reads_on(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    stream = watch(bob)
    task = ann.new_task(shared.id, assignees=[bob.user.id])
    removed = ann.delete(member(shared.id, bob)).made[shared.id]
    stream.until("gone", shared.id)
    ann.undo(shared.id, removed).shows(shapes.Undone)
    assert until_member(stream, shared.id) == "0000Collaborator"
    snapshot = bob.snapshot(shared.id)
    assert [it.assignees for it in snapshot.tasks if it.id == task.id] == [[bob.user.id]]
    ann.new_section(shared.id, "Seen again")
    assert until_mentioned(stream, "Seen again")[-1].data["position"] == snapshot.position + 1


def test_a_role_change_and_its_undo_are_told_to_whose_role_it_is(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch
) -> None:
    stream = watch(bob)
    changed = ann.patch(member(shared.id, bob), {"role": "Viewer"})
    changed_at = time.monotonic()
    head = {"kind": "membership", "id": shared.id}
    assert stream.until("entry", "me")[-1].data["changes"] == [{**head, "set": {"role": "0000000000Viewer"}}]
    assert time.monotonic() - changed_at < 1.0
    bob.post(f"/lists/{shared.id}/tasks", {"name": "A"}).refuses(403, "forbidden")
    ann.undo(shared.id, changed.made[shared.id]).shows(shapes.Undone)
    assert stream.until("entry", "me")[-1].data["changes"] == [{**head, "set": {"role": "0000Collaborator"}}]
    bob.new_task(shared.id, "Still here")
    until_mentioned(stream, "Still here")


@pytest.mark.parametrize("attempt", range(5))
def test_gone_and_back_at_once_reads_on(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch, attempt: int
) -> None:
    """Faster than any reader of the log may look."""
    streams = [watch(bob), watch(bob, f"?list={shared.id}")]
    for _ in range(3):
        removed = ann.delete(member(shared.id, bob)).made[shared.id]
        ann.undo(shared.id, removed).shows(shapes.Undone)
    last = bob.new_filter(f"Told after the membership {attempt}").id
    for stream in streams:
        until_mentioned(stream, last)
    ann.new_section(shared.id, "Seen again")
    for stream in streams:
        assert until_mentioned(stream, "Seen again")[-1].data["audience"] == shared.id


@pytest.mark.parametrize("attempt", range(5))
def test_back_and_gone_at_once_reads_nothing(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch, attempt: int
) -> None:
    streams = [watch(bob), watch(bob, f"?list={shared.id}")]
    removed = ann.delete(member(shared.id, bob)).made[shared.id]
    for _ in range(3):
        back = ann.undo(shared.id, removed).made[shared.id]
        removed = ann.undo(shared.id, back).made[shared.id]
    ann.new_section(shared.id, "SECRET")
    last = bob.new_list("The end").id
    for stream in streams:
        seen = until_mentioned(stream, last)
        assert not [it for it in seen if b"SECRET" in it.raw]
        of_list = [it for it in seen if it.data and it.data.get("audience") == shared.id]
        assert of_list[-1].event == "gone"
