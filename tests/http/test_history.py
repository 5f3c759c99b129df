"""What happened in a list, and to one's own matters (contract, section 3)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import NOBODY, Client
from tests.http.deeds import Deed, Scene, each_deed
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

WRONG_LIMITS = ["0", "201", "-1", "+1", "x", "", "1.0", "1e1", "0x1", "٣", "9" * 30, " 1"]
WRONG_CURSORS = ["x", "", "-1", "1.0", "me:1", "'", "٣", "9" * 19, "%00"]


def positions(page: shapes.History) -> list[int]:
    return [entry.position for entry in page.items]


def pages(person: Client, path: str, limit: int) -> Iterator[shapes.History]:
    """Each page, asked for when the one before has been looked at."""
    cursor = ""
    while True:
        page = person.get(f"{path}?limit={limit}{cursor}").shows(shapes.History)
        yield page
        if page.next is None:
            return
        cursor = f"&cursor={page.next}"


def rename(person: Client, list_id: str, times: int) -> None:
    for number in range(times):
        person.patch(f"/lists/{list_id}", {"name": f"Name {number}"}).shows(shapes.List)


def test_a_change_is_told_with_who_and_what(ann: Client, bob: Client, shared: shapes.List) -> None:
    task = ann.new_task(shared.id)
    headers = {"Idempotency-Key": "my key"}
    path = f"/lists/{shared.id}/tasks/{task.id}"
    position = bob.ask("PATCH", path, {"name": "Pears", "due": "2026-11-30"}, headers=headers).made[shared.id]
    newest = ann.history(shared.id).items[0]
    assert newest.position == position
    assert newest.actor == shapes.Actor(bob.user.id, "web")
    assert newest.by is not None
    assert (newest.by.id, newest.by.username) == (bob.user.id, bob.user.username)
    assert newest.key == "my key"
    assert newest.facts == [{"type": "task.renamed", "task": task.id}, {"type": "task.scheduled", "task": task.id}]
    before, after = {"name": "Apples", "due": None}, {"name": "Pears", "due": "2026-11-30"}
    assert newest.changes == [shapes.PastChange("task", task.id, before, after)]


def test_what_is_made_was_nothing_before_and_what_is_deleted_is_nothing_after(
    ann: Client, groceries: shapes.List
) -> None:
    tag = ann.new_tag(groceries.id, "urgent", "red")
    ann.delete(f"/lists/{groceries.id}/tags/{tag.id}").is_empty()
    deleted, made = ann.history(groceries.id).items[:2]
    values = {"id": tag.id, "name": "urgent", "color": "red"}
    assert made.changes == [shapes.PastChange("tag", tag.id, None, values)]
    assert deleted.changes == [shapes.PastChange("tag", tag.id, values, None)]


def test_newest_comes_first_and_nothing_is_left_out(ann: Client, groceries: shapes.List) -> None:
    rename(ann, groceries.id, 5)
    last = ann.snapshot(groceries.id).position
    page = ann.history(groceries.id)
    assert positions(page) == list(range(last, 0, -1))
    assert page.next is None


def test_without_a_limit_a_page_has_fifty(ann: Client, groceries: shapes.List) -> None:
    rename(ann, groceries.id, 60)
    assert [len(page.items) for page in (ann.history(groceries.id), ann.history(groceries.id, "?limit=200"))] == [
        50,
        ann.snapshot(groceries.id).position,
    ]


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
def test_pages_are_the_whole_once(ann: Client, groceries: shapes.List, limit: int) -> None:
    rename(ann, groceries.id, 6)
    last = ann.snapshot(groceries.id).position
    found = list(pages(ann, f"/lists/{groceries.id}/history", limit))
    assert [at for page in found for at in positions(page)] == list(range(last, 0, -1))
    assert all(len(page.items) == limit for page in found[:-1])


def test_what_happens_between_two_pages_moves_none(ann: Client, groceries: shapes.List) -> None:
    rename(ann, groceries.id, 6)
    last = ann.snapshot(groceries.id).position
    seen: list[int] = []
    for page in pages(ann, f"/lists/{groceries.id}/history", 2):
        seen += positions(page)
        rename(ann, groceries.id, 3)
    assert seen == list(range(last, 0, -1))


@pytest.mark.parametrize("path", ["/lists/{}/history", "/me/history"])
def test_a_page_has_a_sensible_size_and_beginning(ann: Client, groceries: shapes.List, path: str) -> None:
    address = path.format(groceries.id)
    for limit in WRONG_LIMITS:
        ann.get(f"{address}?limit={quoted(limit)}").refuses(400, "malformed_request")
    for cursor in WRONG_CURSORS:
        ann.get(f"{address}?cursor={quoted(cursor)}").refuses(400, "malformed_request")


def quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode()) if "%" not in text else text


def test_before_the_first_is_nothing(ann: Client, groceries: shapes.List) -> None:
    assert ann.history(groceries.id, "?cursor=1") == shapes.History([], None)
    assert ann.history(groceries.id, "?cursor=0") == shapes.History([], None)


def test_the_history_of_a_task_is_its_own(ann: Client, bob: Client, shared: shapes.List) -> None:
    """With what happened to it along with others: made with its section, unassigned and untagged with their ends."""
    made = ann.post(f"/lists/{shared.id}/tasks", {"name": "Apples"})
    task, tag = made.shows(shapes.Task, 201), ann.new_tag(shared.id)
    path = f"/lists/{shared.id}/tasks/{task.id}"
    other = ann.new_task(shared.id, "Other")
    happened = [
        made,
        ann.put(f"{path}/tags/{tag.id}"),
        ann.put(f"{path}/assignees/{bob.user.id}"),
        ann.put(f"{path}/timer"),
        ann.delete(f"{path}/timer"),
        ann.delete(f"/lists/{shared.id}/tags/{tag.id}"),
        ann.delete(f"/lists/{shared.id}/members/{bob.user.id}"),
        ann.put(f"{path}/completion"),
        ann.delete(f"/lists/{shared.id}/sections/{task.section}"),
    ]
    page = ann.history(shared.id, f"?task={task.id}")
    assert positions(page) == [answer.made[shared.id] for answer in reversed(happened)]
    assert len(ann.history(shared.id, f"?task={other.id}").items) == 2


def test_the_history_of_a_task_comes_in_pages_too(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    for number in range(5):
        ann.patch(path, {"name": f"Name {number}"}).shows(shapes.Task)
        ann.new_task(groceries.id, "Another")
    whole = positions(ann.history(groceries.id, f"?task={task.id}"))
    first = ann.history(groceries.id, f"?task={task.id}&limit=4")
    second = ann.history(groceries.id, f"?task={task.id}&limit=4&cursor={first.next}")
    assert [*positions(first), *positions(second)] == whole
    assert (len(whole), second.next) == (6, None)


def test_a_task_that_never_was_has_no_history(ann: Client, groceries: shapes.List) -> None:
    foreign = ann.new_task(ann.new_list("Other").id)
    for task_id in (NOBODY, foreign.id):
        assert ann.history(groceries.id, f"?task={task_id}") == shapes.History([], None)
    for no_id in ("", "short", "%25", "x" * 17):
        ann.get(f"/lists/{groceries.id}/history?task={no_id}").refuses(404, "not_found")


def test_an_id_in_another_case_is_another(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    assert len(ann.history(groceries.id, f"?task={task.id}").items) == 1
    assert ann.history(groceries.id, f"?task={task.id.swapcase()}").items == []


def test_the_history_of_a_deleted_task_stays(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    ann.delete(f"/lists/{groceries.id}/tasks/{task.id}").is_empty()
    deleted, _ = ann.history(groceries.id, f"?task={task.id}").items
    assert deleted.changes[0].before is not None
    assert deleted.changes[0].before["name"] == "Apples"


@each_deed
def test_every_deed_is_told_in_known_words_and_nothing_more(deed: Deed, scene: Scene) -> None:
    position = deed.do(scene).made[scene.list_id]
    entry = scene.ann.history(scene.list_id, "?limit=1").items[0]
    assert entry.position == position
    assert entry.facts
    assert entry.changes
    told = {"list", "section", "task", "tag", "member", "role"}
    assert {change.kind for change in entry.changes} <= told
    raw = json.dumps(scene.ann.get(f"{scene.path}/history?limit=1").json())
    for secret in ("elapsed_ms", "timer_started_by", "fingerprint", "created_by", "origin", "example.org", "argon2"):
        assert secret not in raw, secret


def test_time_is_told_in_seconds(ann: Client, groceries: shapes.List) -> None:
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    ann.put(f"{path}/timer").shows(shapes.Task)
    ann.delete(f"{path}/timer").shows(shapes.Task)
    [change] = ann.history(groceries.id, "?limit=1").items[0].changes
    assert change.after is not None
    assert (change.after["status"], change.after["timer_started_at"], change.after["elapsed"]) == ("paused", None, 0)


def test_own_matters_are_told_to_oneself_alone(ann: Client, eve: Client) -> None:
    saved = eve.new_filter("A secret filter")
    created = eve.new_list("A secret list")
    page = eve.get("/me/history").shows(shapes.History)
    assert positions(page) == list(range(len(page.items), 0, -1))
    assert page.items[0].changes[0].id == created.id
    assert page.items[1].changes[0].after == {"id": saved.id, "name": saved.name, "text": saved.text}
    hers = ann.get("/me/history").raw
    assert saved.id.encode() not in hers
    assert created.id.encode() not in hers


def test_own_matters_hold_no_secret(eve: Client) -> None:
    raw = eve.get("/me/history?limit=200").raw
    for secret in (b"token", b"argon2", b"password", b"fingerprint"):
        assert secret not in raw


def test_a_removed_member_reads_no_history(ann: Client, bob: Client, shared: shapes.List) -> None:
    bob.get(f"/lists/{shared.id}/history").shows(shapes.History)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    bob.get(f"/lists/{shared.id}/history").refuses(404, "not_found")
