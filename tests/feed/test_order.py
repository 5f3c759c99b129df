"""Many writers at once: positions without gaps, and what a client folded is what is stored (promises P1 to P4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tasktix.adapters.http import shapes
from tests.feed.folding import folded, known
from tests.feed.stream import Stream
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

WRITERS = 8
CHANGES = 25


def work(person: Client, list_id: str, seed: int) -> None:
    """A seeded mix of everything that people do to a list; each undoes what they did themselves."""
    choose = random.Random(seed)
    tasks = f"/lists/{list_id}/tasks"
    tag = person.new_tag(list_id, f"tag {seed}")
    own = [person.new_task(list_id, f"Task {seed}", tags=[tag.id]) for _ in range(3)]
    done: list[int] = []
    for number in range(CHANGES):
        task = choose.choice(own)
        path = f"{tasks}/{task.id}"
        method = choose.choice(["PUT", "DELETE"])
        match choose.randrange(11):
            case 0:
                answer = person.post(tasks, {"name": f"Task {seed}.{number}", "after": None})
                own.append(answer.shows(shapes.Task, 201))
            case 1:
                answer = person.patch(path, {"name": f"Name {seed}.{number}", "due": "2026-11-30"})
            case 2:
                answer = person.ask(method, f"{path}/completion")
            case 3:
                answer = person.put(f"{path}/place", {"section": task.section, "after": None})
            case 4 if len(own) > 1:
                own.remove(task)
                answer = person.delete(path)
            case 5:
                answer = person.ask(method, f"{path}/tags/{tag.id}")
            case 6:
                answer = person.ask(method, f"{path}/assignees/{person.user.id}")
            case 7:
                answer = person.ask(method, f"{path}/timer")
            case 8 if done:
                answer = person.undo(list_id, choose.choice(done))
                # It may have brought a task back, or taken one away.
                own = [it for it in own if person.get(f"{tasks}/{it.id}").status == 200] or [person.new_task(list_id)]
            case 9:
                answer = person.patch(f"/lists/{list_id}/tags/{tag.id}", {"name": f"tag {seed}.{number}"})
            case _:
                answer = person.patch(f"/lists/{list_id}", {"name": f"List {seed}.{number}"})
        # A completed task has no timer, and what came later may stand in the way of an undo.
        assert answer.status in (200, 201, 204, 409), answer
        done += [answer.made[list_id]] if list_id in answer.made else []


def test_eight_writers_and_three_readers(ann: Client, bob: Client, watch: Callable[..., Stream]) -> None:
    shared = ann.new_list()
    ann.add_member(shared.id, bob, "Manager")
    ann.new_section(shared.id)
    before = ann.get(f"/lists/{shared.id}").json()
    start = before["position"]
    early = watch(ann)
    with ThreadPoolExecutor(WRITERS) as pool:
        done = [pool.submit(work, (ann, bob)[seed % 2], shared.id, seed) for seed in range(WRITERS)]
        # A reader who comes while they write: a snapshot, then what is after it.
        middle = bob.get(f"/lists/{shared.id}").json()
        joining = watch(bob, f"?after={shared.id}:{middle['position']}")
        for each in done:
            each.result()
    after = ann.get(f"/lists/{shared.id}").json()
    last = after["position"]
    assert last > start + WRITERS * CHANGES / 2
    late = watch(bob, f"?after={shared.id}:{start}")
    for stream, snapshot in ((early, before), (joining, middle), (late, before)):
        seen = [it.data for it in stream.until("entry", shared.id, last)]
        entries = [it for it in seen if it["audience"] == shared.id]
        assert [it["position"] for it in entries] == list(range(snapshot["position"] + 1, last + 1))
        assert folded(known(snapshot), entries) == known(after)


def test_two_lists_keep_their_own_count(ann: Client, watch: Callable[..., Stream]) -> None:
    lists = [ann.new_list(), ann.new_list()]
    starts = {it.id: ann.snapshot(it.id).position for it in lists}
    stream = watch(ann)
    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(40):
            pool.submit(ann.new_section, lists[number % 2].id, f"Section {number}")
    seen: dict[str, list[int]] = {it.id: [] for it in lists}
    for _ in range(40):
        entry = stream.entry()
        seen[entry["audience"]].append(entry["position"])
    assert seen == {it: list(range(start + 1, start + 21)) for it, start in starts.items()}
