"""The same request sent again with its key (contract, section 1)."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Answer, Client
from tests.http.deeds import Deed, Scene, each_deed
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

NUMBERS = itertools.count(1)
SAME = ("ETag", "Location", "Tasktix-Position")


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": f"key {next(NUMBERS)}"}


def is_repeat_of(again: Answer, first: Answer) -> bool:
    same = all(again.headers[name] == first.headers[name] for name in SAME)
    return same and (again.status, again.raw) == (first.status, first.raw) and again.is_replayed


def test_a_creation_is_done_once(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    path = f"/lists/{groceries.id}/tasks"
    first = ann.ask("POST", path, {"name": "Pears"}, headers=key)
    first.shows(shapes.Task, 201)
    assert not first.is_replayed
    assert is_repeat_of(ann.ask("POST", path, {"name": "Pears"}, headers=key), first)
    assert len(ann.snapshot(groceries.id).tasks) == 1


def test_a_change_that_others_have_overtaken_does_not_come_back(
    ann: Client, groceries: shapes.List, key: dict[str, str]
) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    first = ann.ask("PATCH", path, {"name": "Pears"}, headers=key)
    ann.patch(path, {"name": "Plums"}).shows(shapes.Task)
    assert is_repeat_of(ann.ask("PATCH", path, {"name": "Pears"}, headers=key), first)
    assert ann.get(path).shows(shapes.Task).name == "Plums"


def test_a_deletion_answers_again_though_the_thing_is_gone(
    ann: Client, groceries: shapes.List, key: dict[str, str]
) -> None:
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    first = ann.ask("DELETE", path, headers=key)
    first.is_empty()
    assert is_repeat_of(ann.ask("DELETE", path, headers=key), first)
    ann.delete(path).refuses(404, "not_found")


def test_a_key_with_another_body_or_address_is_refused(
    ann: Client, groceries: shapes.List, key: dict[str, str]
) -> None:
    path = f"/lists/{groceries.id}/tasks"
    ann.ask("POST", path, {"name": "Pears"}, headers=key).shows(shapes.Task, 201)
    ann.ask("POST", path, {"name": "Plums"}, headers=key).refuses_field("key")
    ann.ask("POST", f"/lists/{groceries.id}/sections", {"name": "Pears"}, headers=key).refuses_field("key")
    assert len(ann.snapshot(groceries.id).tasks) == 1


@each_deed
def test_every_deed_is_done_once(deed: Deed, scene: Scene, key: dict[str, str]) -> None:
    first = deed.do(scene, **key)
    before = scene.snapshot()
    assert is_repeat_of(deed.do(scene, **key), first)
    assert scene.snapshot() == before


@each_deed
def test_what_was_undone_stays_undone_whatever_is_sent_again(deed: Deed, scene: Scene, key: dict[str, str]) -> None:
    first = deed.do(scene, **key)
    scene.ann.undo(scene.list_id, first.made[scene.list_id]).shows(shapes.Undone)
    before = scene.snapshot()
    assert is_repeat_of(deed.do(scene, **key), first)
    assert scene.snapshot() == before


def test_an_undo_with_a_key_undoes_once(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    position = ann.patch(f"/lists/{groceries.id}", {"name": "Food"}).made[groceries.id]
    path, body = f"/lists/{groceries.id}/undo", {"position": position}
    first = ann.ask("POST", path, body, headers=key)
    redone = ann.undo(groceries.id, first.made[groceries.id]).shows(shapes.Undone)
    again = ann.ask("POST", path, body, headers=key)
    assert is_repeat_of(again, first)
    assert ann.snapshot(groceries.id).list.name == "Food"
    assert ann.snapshot(groceries.id).position == redone.position


def test_the_undo_of_a_lists_deletion_is_done_once(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    deleted = ann.delete(f"/lists/{groceries.id}").made[groceries.id]
    path, body = f"/lists/{groceries.id}/undo", {"position": deleted}
    first = ann.ask("POST", path, body, headers=key)
    ann.delete(f"/lists/{groceries.id}").is_empty()
    assert is_repeat_of(ann.ask("POST", path, body, headers=key), first)
    ann.get(f"/lists/{groceries.id}").refuses(404, "not_found")


def test_ones_own_matters_are_written_once(ann: Client, key: dict[str, str]) -> None:
    body = {"name": "Soon", "text": "due<tomorrow"}
    first = ann.ask("POST", "/filters", body, headers=key)
    assert is_repeat_of(ann.ask("POST", "/filters", body, headers=key), first)
    assert [it["id"] for it in ann.get("/filters").json()].count(first.json()["id"]) == 1
    undo, other = {"position": first.made["me"]}, {"Idempotency-Key": key["Idempotency-Key"] + " undo"}
    undone = ann.ask("POST", "/me/undo", undo, headers=other)
    assert undone.made == {"me": undone.json()["position"]}
    assert is_repeat_of(ann.ask("POST", "/me/undo", undo, headers=other), undone)


def test_a_task_in_a_line_is_added_once(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    path = f"/lists/{groceries.id}/tasks"
    first = ann.ask("POST", path, {"quick": "Fix login !high"}, headers=key)
    first.shows(shapes.Task, 201)
    assert is_repeat_of(ann.ask("POST", path, {"quick": "Fix login !high"}, headers=key), first)
    ann.ask("POST", path, {"quick": "Fix login !low"}, headers=key).refuses_field("key")


def test_a_refused_request_is_no_first_one(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    other, path = ann.new_tag(groceries.id, "urgent"), f"/lists/{groceries.id}/tags"
    body = {"name": "urgent", "color": "red"}
    ann.ask("POST", path, body, headers=key).refuses(409, "taken")
    ann.delete(f"{path}/{other.id}").is_empty()
    done = ann.ask("POST", path, body, headers=key)
    done.shows(shapes.Tag, 201)
    assert not done.is_replayed


def test_a_key_is_its_users_own(ann: Client, bob: Client, shared: shapes.List, key: dict[str, str]) -> None:
    path = f"/lists/{shared.id}/tasks"
    ids = {person.ask("POST", path, {"name": "A"}, headers=key).json()["id"] for person in (ann, bob)}
    assert len(ids) == 2


def test_many_who_send_the_same_at_once_do_it_once(ann: Client, groceries: shapes.List, key: dict[str, str]) -> None:
    path, body = f"/lists/{groceries.id}/tags", {"name": "urgent", "color": "red"}
    before = ann.snapshot(groceries.id).position
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ann.ask("POST", path, body, headers=key), range(8)))
    assert {(it.status, it.raw) for it in answers} == {(201, answers[0].raw)}
    assert [it.is_replayed for it in answers].count(False) == 1
    assert ann.snapshot(groceries.id).position == before + 1
