"""A reader that comes back: nothing is lost, order is kept (contract, section 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasktix.adapters.http import shapes
from tests.feed.stream import Stream
from tests.http.client import NOBODY, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Watch = Callable[..., Stream]


def rename(person: Client, list_id: str, count: int) -> int:
    """Changes a list's name so often; its position then."""
    for number in range(count):
        person.patch(f"/lists/{list_id}", {"name": f"Name {number}"}).shows(shapes.List)
    return person.snapshot(list_id).position


def positions(stream: Stream, audience: str, last: int) -> list[int]:
    """Of the entries of this audience that come, up to `last`."""
    entries = stream.until("entry", audience, last)
    return [it.data["position"] for it in entries if it.data["audience"] == audience]


@pytest.mark.parametrize("how", ["after", "Last-Event-ID"])
def test_what_was_missed_comes_first_and_in_order(ann: Client, groceries: shapes.List, watch: Watch, how: str) -> None:
    start = ann.snapshot(groceries.id).position
    rename(ann, groceries.id, 3)
    mark = f"{groceries.id}:{start}"
    stream = watch(ann, f"?after={mark}") if how == "after" else watch(ann, last_event_id=mark)
    last = rename(ann, groceries.id, 3)
    assert positions(stream, groceries.id, last) == list(range(start + 1, last + 1))


def test_from_the_very_beginning(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    last = rename(ann, groceries.id, 2)
    stream = watch(ann, f"?list={groceries.id}&after={groceries.id}:0")
    assert positions(stream, groceries.id, last) == list(range(1, last + 1))


def test_a_position_means_after_it(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    here = ann.snapshot(groceries.id).position
    stream = watch(ann, f"?after={groceries.id}:{here}")
    rename(ann, groceries.id, 1)
    assert stream.entry()["position"] == here + 1


def test_more_than_is_read_at_once(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    start = ann.snapshot(groceries.id).position
    last = rename(ann, groceries.id, 1200)
    stream = watch(ann, f"?list={groceries.id}&after={groceries.id}:{start}")
    assert positions(stream, groceries.id, last) == list(range(start + 1, last + 1))


def test_the_last_seen_entry_of_one_list_loses_nothing_of_the_others(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch
) -> None:
    """A browser that reconnects by itself names one entry alone, the last it saw of any audience."""
    other = ann.new_list("Other")
    ann.add_member(other.id, bob)
    stream = watch(bob)
    rename(ann, other.id, 1)
    rename(ann, shared.id, 1)
    last_seen = stream.until("entry", shared.id)[-1].id
    stream.close()
    before = {it.id: ann.snapshot(it.id).position for it in (shared, other)}
    now = {it.id: rename(ann, it.id, 2) for it in (other, shared)}
    new = ann.new_list("New in the gap")
    ann.add_member(new.id, bob)

    again = watch(bob, last_event_id=last_seen)
    seen: dict[str, set[int]] = {}
    while not all(position in seen.get(it, ()) for it, position in now.items()) or "me" not in seen:
        entry = again.entry()
        seen.setdefault(entry["audience"], set()).add(entry["position"])
    for audience, position in now.items():
        assert set(range(before[audience] + 1, position + 1)) <= seen[audience]


def test_both_marks_together_start_at_the_later(ann: Client, groceries: shapes.List, watch: Watch) -> None:
    """A page that resumes keeps the address it was opened with, and its browser adds what it saw since."""
    start = ann.snapshot(groceries.id).position
    last = rename(ann, groceries.id, 3)
    stream = watch(ann, f"?after={groceries.id}:{start}", f"{groceries.id}:{last - 1}")
    assert stream.until("entry", groceries.id)[-1].data["position"] == last


@pytest.mark.parametrize("audience", ["me", "list"])
def test_a_position_that_the_log_does_not_have_is_a_reset(
    ann: Client, groceries: shapes.List, watch: Watch, audience: str
) -> None:
    name = groceries.id if audience == "list" else "me"
    stream = watch(ann, f"?after={name}:{10**9}")
    assert stream.next().raw == b'event: reset\ndata: {"audience":"%b"}' % name.encode()
    last = rename(ann, groceries.id, 1)
    assert positions(stream, groceries.id, last) == [last], "the stream goes on from now"


def test_a_list_lost_meanwhile_is_gone(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    here = ann.snapshot(shared.id).position
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    rename(ann, shared.id, 1)
    stream = watch(bob, f"?after={shared.id}:{here}")
    assert stream.next().raw == b'event: gone\ndata: {"audience":"%b"}' % shared.id.encode()


def test_a_mark_in_a_list_of_others_is_like_one_that_never_was(
    ann: Client, bob: Client, groceries: shapes.List, watch: Watch
) -> None:
    """Else where the stream starts would tell how far a list has come that one may not see."""
    openings = []
    for mark in (f"{groceries.id}:1", f"{NOBODY}:1"):
        stream = watch(bob, "", mark)
        openings.append([stream.next().raw for _ in range(2)])
    assert [frame.replace(groceries.id.encode(), NOBODY.encode()) for frame in openings[0]] == openings[1]
    assert b'event: reset\ndata: {"audience":"me"}' in openings[0]
