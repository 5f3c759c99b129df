"""Several people change the same thing at the same moment (contract, sections 1 and 3)."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Final
from uuid import uuid4

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.together import each_round, statuses, together
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

THREADS: Final = 8
PRESSES: Final = 20


def press(person: Client, path: str, seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(PRESSES):
        answer = person.ask(choose.choice(["PUT", "DELETE"]), f"{path}/timer")
        assert answer.status == 200, answer
        time.sleep(choose.random() / 50)


def test_time_is_counted_once_whoever_presses(ann: Client, bob: Client, shared: shapes.List) -> None:
    path = f"/lists/{shared.id}/tasks/{ann.new_task(shared.id).id}"
    begun = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(press, (ann, bob)[seed % 2], path, seed) for seed in range(THREADS)]:
            done.result()
    task = ann.delete(f"{path}/timer").shows(shapes.Task)
    lasted = timedelta(seconds=time.monotonic() - begun)
    times = ann.get(f"{path}/time").shows(list[shapes.TimeEntry])
    spans = [(datetime.fromisoformat(it.started_at), datetime.fromisoformat(it.ended_at or "")) for it in times]
    assert len(spans) > THREADS
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans)), "no two overlap"
    worked = sum((end - start for start, end in spans), timedelta())
    assert task.elapsed == worked // timedelta(seconds=1)
    assert worked <= lasted


def test_pressed_by_many_at_once_it_starts_and_stops_once(ann: Client, groceries: shapes.List) -> None:
    task = ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}"
    for method, version in (("PUT", task.version + 1), ("DELETE", task.version + 2)):
        answers = together(*[partial(ann.ask, method, f"{path}/timer") for _ in range(THREADS)])
        assert {it.shows(shapes.Task).version for it in answers} == {version}
    assert len(ann.get(f"{path}/time").json()) == 1


def member(list_id: str, person: Client) -> str:
    return f"/lists/{list_id}/members/{person.user.id}"


ADMIN: Final = "00000000000Admin"


@each_round
@pytest.mark.parametrize("way", ["remove each other", "lower each other", "leave"])
def test_of_two_admins_one_stays(ann: Client, bob: Client, way: str, attempt: int) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, bob, "Admin")
    pairs = [(ann, ann), (bob, bob)] if way == "leave" else [(ann, bob), (bob, ann)]
    if way == "lower each other":
        asks = [partial(who.patch, member(shared.id, whom), {"role": "Viewer"}) for who, whom in pairs]
    else:
        asks = [partial(who.delete, member(shared.id, whom)) for who, whom in pairs]
    answers = together(*asks)
    assert statuses(answers)[0] in (200, 204)
    assert statuses(answers)[1] in (403, 404, 409)
    members = [it for person in (ann, bob) for it in seen_by(person, shared.id)]
    assert {it["id"] for it in members if it["role"] == ADMIN}
    assert len({it["id"] for it in members if it["role"] == ADMIN}) == 1


def seen_by(person: Client, list_id: str) -> list[Any]:
    """The members, where the person is still one of them."""
    answer = person.get(f"/lists/{list_id}/members")
    return list(answer.json()) if answer.status == 200 else []


FIELDS: Final[dict[str, list[Any]]] = {
    "name": ["One", "Two", "Three", "Four"],
    "description": ["a", "b", "c", "d"],
    "priority": ["high", "medium", "low", "high"],
    "due": ["2026-11-30", None, "2026-12-01T08:00:00Z", "2026-12-02"],
    "expected": [60, 0, None, 120],
    "unclear": [True, False, True, False],
}


def write_all(person: Client, path: str, field: str, seen: int | None) -> None:
    for value in FIELDS[field]:
        assert person.patch(path, {field: value}, seen=seen).status == 200


@pytest.mark.parametrize("seen", [None, 1], ids=["last write wins", "If-Match"])
def test_changes_of_different_fields_all_survive(
    ann: Client, bob: Client, shared: shapes.List, seen: int | None
) -> None:
    task = ann.new_task(shared.id)
    path = f"/lists/{shared.id}/tasks/{task.id}"
    with ThreadPoolExecutor(len(FIELDS)) as pool:
        people = [(ann, bob)[number % 2] for number in range(len(FIELDS))]
        for done in [pool.submit(write_all, who, path, field, seen) for who, field in zip(people, FIELDS, strict=True)]:
            done.result()
    after = ann.get(path).shows(shapes.Task)
    assert {field: getattr(after, field) for field in FIELDS} == {field: values[-1] for field, values in FIELDS.items()}
    assert after.version == 1 + sum(len(values) for values in FIELDS.values())


@each_round
@pytest.mark.parametrize("kind", ["task", "list", "tag"])
def test_of_two_who_want_different_one_is_told(
    ann: Client, bob: Client, shared: shapes.List, kind: str, attempt: int
) -> None:
    ann.patch(member(shared.id, bob), {"role": "Manager"})
    here = f"/lists/{shared.id}"
    paths = {"task": f"{here}/tasks/{ann.new_task(shared.id).id}", "tag": f"{here}/tags/{ann.new_tag(shared.id).id}"}
    path = paths.get(kind, here)
    wishes = {ann.user.id: "Hers", bob.user.id: "His"}
    answers = together(*[partial(who.patch, path, {"name": wishes[who.user.id]}, seen=1) for who in (ann, bob)])
    assert statuses(answers) == [200, 409]
    won, lost = sorted(answers, key=lambda it: it.status)
    clash = lost.refuses(409, "conflict").conflicts["name"]
    assert clash.theirs == won.json()["name"] == wishes[clash.by or ""]
    assert clash.yours in wishes.values()
    assert clash.yours != clash.theirs


@each_round
def test_two_tags_of_one_name_at_once_are_one(ann: Client, bob: Client, shared: shapes.List, attempt: int) -> None:
    ann.patch(member(shared.id, bob), {"role": "Manager"})
    path = f"/lists/{shared.id}/tags"
    answers = together(*[partial(who.post, path, {"name": "urgent", "color": "red"}) for who in (ann, bob)])
    assert statuses(answers) == [201, 409]
    assert len(ann.snapshot(shared.id).tags) == 1


@each_round
def test_undone_by_two_at_once_it_is_undone_once(ann: Client, bob: Client, shared: shapes.List, attempt: int) -> None:
    ann.patch(member(shared.id, bob), {"role": "Manager"})
    position = ann.patch(f"/lists/{shared.id}", {"name": "Food"}).made[shared.id]
    answers = together(*[partial(who.undo, shared.id, position) for who in (ann, bob)])
    found = [it.shows(shapes.Undone).position for it in answers]
    assert sorted(found, key=str) == [position + 1, None]
    assert ann.snapshot(shared.id).position == position + 1


@each_round
def test_the_same_creation_twice_at_once_is_one(ann: Client, groceries: shapes.List, attempt: int) -> None:
    path, chosen = f"/lists/{groceries.id}/roles", uuid4().hex[:16]
    body = {"id": chosen, "name": "Helper", "permissions": []}
    answers = together(*[partial(ann.post, path, body) for _ in range(4)])
    assert statuses(answers) == [200, 200, 200, 201]
    assert len({it.raw for it in answers}) == 1
