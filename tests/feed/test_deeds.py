"""Every kind of change, as an open stream tells it (contract, section 5): snapshot + entries = the next snapshot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.feed.folding import folded, known
from tests.feed.stream import Message, Stream
from tests.http.deeds import Deed, Scene, each_deed
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Watch = Callable[..., Stream]

KINDS: Final = {"list", "section", "task", "tag", "member", "role"}
HIDDEN: Final = ("elapsed_ms", "timer_started_by", "fingerprint", "created_by", "origin", "marks", "example.org")


def entries_to(stream: Stream, list_id: str, position: int) -> list[Message]:
    """Of the list, up to the one at `position`."""
    return [it for it in stream.until("entry", list_id, position) if it.data["audience"] == list_id]


@each_deed
def test_done_undone_and_done_again_it_folds_to_the_snapshot(deed: Deed, scene: Scene, watch: Watch) -> None:
    state = known(scene.snapshot())
    stream = watch(scene.ann)
    position = deed.do(scene).made[scene.list_id]
    for _ in range(3):
        told = entries_to(stream, scene.list_id, position)
        assert [it.data["position"] for it in told] == [position]
        state = folded(state, [it.data for it in told])
        assert state == known(scene.snapshot())
        position = scene.ann.undo(scene.list_id, position).made[scene.list_id]


@each_deed
def test_it_is_told_in_known_words_and_nothing_hidden(deed: Deed, scene: Scene, watch: Watch) -> None:
    stream = watch(scene.ann, f"?list={scene.list_id}")
    done = deed.do(scene).made[scene.list_id]
    undone = scene.ann.undo(scene.list_id, done).made[scene.list_id]
    for message in entries_to(stream, scene.list_id, undone):
        assert message.data["facts"]
        assert message.data["changes"]
        for change in message.data["changes"]:
            assert change["kind"] in KINDS
            assert change.keys() in ({"kind", "id", "set"}, {"kind", "id", "gone"})
        for word in HIDDEN:
            assert word.encode() not in message.raw, word


@each_deed
def test_only_what_changed_is_told(deed: Deed, scene: Scene, watch: Watch) -> None:
    state = known(scene.snapshot())
    stream = watch(scene.ann, f"?list={scene.list_id}")
    done = deed.do(scene).made[scene.list_id]
    undone = scene.ann.undo(scene.list_id, done).made[scene.list_id]
    for message in entries_to(stream, scene.list_id, undone):
        for change in message.data["changes"]:
            earlier = state.get((change["kind"], change["id"]))
            values: dict[str, Any] = change.get("set", {}) if earlier else {}
            assert not [field for field, value in values.items() if earlier and earlier[field] == value]
        state = folded(state, [message.data])


@each_deed
def test_who_was_away_folds_to_the_same(deed: Deed, scene: Scene, watch: Watch) -> None:
    before = scene.snapshot()
    done = deed.do(scene).made[scene.list_id]
    last = scene.ann.undo(scene.list_id, done).made[scene.list_id]
    stream = watch(scene.ann, f"?after={scene.list_id}:{before['position']}")
    told = [it.data for it in entries_to(stream, scene.list_id, last)]
    assert [it["position"] for it in told] == [done, last]
    assert folded(known(before), told) == known(scene.snapshot())


def test_who_was_away_while_a_list_went_and_came_back_folds_to_the_same(scene: Scene, watch: Watch) -> None:
    before = scene.snapshot()
    deleted = scene.ann.delete(scene.path).made[scene.list_id]
    last = scene.ann.undo(scene.list_id, deleted).made[scene.list_id]
    for person in (scene.ann, scene.bob):
        stream = watch(person, f"?after={scene.list_id}:{before['position']}")
        told = [it.data for it in entries_to(stream, scene.list_id, last)]
        assert folded(known(before), told) == known(scene.snapshot())


def test_who_was_away_while_they_were_removed_and_brought_back_folds_to_the_same(scene: Scene, watch: Watch) -> None:
    before = scene.snapshot()
    removed = scene.ann.delete(f"{scene.path}/members/{scene.bob.user.id}").made[scene.list_id]
    scene.ann.new_section(scene.list_id, "Meanwhile")
    last = scene.ann.undo(scene.list_id, removed).made[scene.list_id]
    stream = watch(scene.bob, f"?after={scene.list_id}:{before['position']}")
    told = [it.data for it in entries_to(stream, scene.list_id, last)]
    assert folded(known(before), told) == known(scene.snapshot())


def test_a_lists_whole_life_from_its_first_entry_is_its_snapshot(scene: Scene, watch: Watch) -> None:
    for task_id in ("plain", "rich"):
        scene.ann.delete(f"{scene.path}/tasks/{scene.ids[task_id]}").is_empty()
    last = scene.ann.undo(scene.list_id, scene.position()).made[scene.list_id]
    stream = watch(scene.ann, f"?list={scene.list_id}&after={scene.list_id}:0")
    told = [it.data for it in entries_to(stream, scene.list_id, last)]
    assert [it["position"] for it in told] == list(range(1, last + 1))
    presets = {key: it for key, it in known(scene.snapshot()).items() if key[0] == "role" and it["preset"]}
    assert folded(presets, told) == known(scene.snapshot())


def test_tags_and_assignees_are_told_whole(scene: Scene, watch: Watch) -> None:
    stream, ids = watch(scene.bob), scene.ids
    task = f"{scene.path}/tasks/{ids['rich']}"
    scene.ann.put(f"{task}/tags/{ids['spare_tag']}")
    scene.ann.delete(f"{task}/assignees/{ids['bob']}")
    sets = [stream.entry()["changes"][0]["set"] for _ in range(2)]
    assert sets[0]["tags"] == sorted([ids["tag"], ids["spare_tag"]])
    assert sets[0].keys() == {"tags", "version"}
    assert (sets[1]["assignees"], sets[1].keys()) == ([], {"assignees", "version"})


def test_a_timer_is_told_by_its_task_alone(scene: Scene, watch: Watch) -> None:
    stream, ids = watch(scene.bob), scene.ids
    path = f"{scene.path}/tasks/{ids['plain']}"
    started, paused = scene.ann.put(f"{path}/timer").json(), scene.ann.delete(f"{path}/timer").json()
    changes = [stream.entry()["changes"] for _ in range(2)]
    fields = {"status", "timer_started_at", "version"}
    assert changes[0] == [{"kind": "task", "id": ids["plain"], "set": {it: started[it] for it in fields}}]
    assert changes[1] == [{"kind": "task", "id": ids["plain"], "set": {it: paused[it] for it in fields}}]


def test_a_changed_profile_is_told_to_every_list(scene: Scene, watch: Watch) -> None:
    state = known(scene.snapshot())
    stream = watch(scene.ann, f"?list={scene.list_id}")
    scene.bob.patch("/me", {"username": scene.bob.user.username + "_new", "color": "lime"})
    try:
        told = [it.data for it in entries_to(stream, scene.list_id, scene.position())]
        assert folded(state, told) == known(scene.snapshot())
        assert told[-1]["changes"][0]["kind"] == "member"
    finally:
        scene.bob.patch("/me", {"username": scene.bob.user.username})
