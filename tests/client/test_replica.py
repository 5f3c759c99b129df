from __future__ import annotations

import pytest

from tasktix.client import Backoff, Change, Entry, Replica


def entry(position: int, *changes: Change) -> Entry:
    return Entry("L", position, "2026-11-22T20:00:00.000Z", list(changes), [])


def test_values_merge_and_what_is_gone_is_gone() -> None:
    replica = Replica("L", 3, {("task", "t"): {"id": "t", "name": "Old", "due": None}})
    replica.apply(entry(4, Change("task", "t", {"name": "New"}), Change("tag", "g", {"id": "g"})))
    assert replica.things == {("task", "t"): {"id": "t", "name": "New", "due": None}, ("tag", "g"): {"id": "g"}}
    replica.apply(entry(5, Change("task", "t", gone=True), Change("task", "never", gone=True)))
    assert replica.all("task") == []
    replica.apply(entry(6, Change("list", "L", gone=True)))
    assert replica == Replica("L", 6)


@pytest.mark.parametrize("position", [2, 3, 5])
def test_only_the_next_entry_is_taken(position: int) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        Replica("L", 3).apply(entry(position))


def test_what_was_handed_out_stays_as_it_was() -> None:
    replica = Replica("L", 0, {("task", "t"): {"name": "Old"}})
    seen = replica.get("task", "t")
    replica.apply(entry(1, Change("task", "t", {"name": "New"})))
    assert seen == {"name": "Old"}


def test_waits_grow_and_differ() -> None:
    backoff = Backoff(first=1.0, longest=8.0)
    for most in (1, 2, 4, 8, 8):
        assert most / 4 <= backoff.next() <= most
    backoff.reset()
    assert {1 < backoff.next(at_least=1) <= 2 for backoff in (Backoff(first=1.0) for _ in range(20))} == {True}
    assert len({Backoff().next() for _ in range(20)}) == 20
    for _ in range(2000):
        assert backoff.next() <= 8
