"""Putting back what an entry did, unless somebody has changed it since."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Entity, Mark
from tasktix.domain.errors import Clash
from tasktix.domain.history import PastChange, PastEntry, changed_since, needed, put_back
from tests.fakes import NOON

THING, BEN = "T" * 16, "b" * 16


@attrs.define(eq=False, kw_only=True)
class Thing(Entity):
    name: str = "Sow"
    color: str = "red"
    rank: str = "a0"
    tags: tuple[str, ...] = ()


def change(before: dict[str, Any] | None, after: dict[str, Any] | None, kind: str = "task") -> PastChange:
    return PastChange(kind, THING, before, after)


RENAMED = change({"name": "Dig"}, {"name": "Sow"})


def test_a_field_goes_back() -> None:
    it = Thing(id=THING)
    assert put_back(it, RENAMED) == {}
    assert it.name == "Dig"


def test_a_field_that_is_back_already_stays() -> None:
    it = Thing(id=THING, name="Dig")
    assert put_back(it, RENAMED) == {}
    assert it.name == "Dig"


def test_a_field_that_was_changed_since_clashes_and_stays() -> None:
    it = Thing(id=THING, name="Reap", marks={"name": Mark(3, BEN, NOON)})
    assert put_back(it, RENAMED) == {"name": Clash("Dig", "Reap", BEN, NOON)}
    assert it.name == "Reap"


def test_of_several_fields_only_those_changed_since_clash() -> None:
    it = Thing(id=THING, name="Reap", color="blue")
    both = change({"name": "Dig", "color": "red"}, {"name": "Sow", "color": "blue"})
    assert put_back(it, both) == {"name": Clash("Dig", "Reap")}
    assert it.color == "red"


@pytest.mark.parametrize(
    ("before", "after", "now", "undone"),
    [
        ("", "a", "a", ""),
        ("", "a", "ab", "b"),
        ("", "a", "b", "b"),
        ("a", "", "", "a"),
        ("a", "", "b", "ab"),
        ("ab", "bc", "bcd", "abd"),
        ("a", "", "a", "a"),
    ],
)
def test_sets_lose_what_was_added_and_regain_what_was_taken(before: str, after: str, now: str, undone: str) -> None:
    it = Thing(id=THING, tags=tuple(now))
    assert put_back(it, change({"tags": tuple(before)}, {"tags": tuple(after)})) == {}
    assert it.tags == tuple(undone)


sets = st.frozensets(st.sampled_from("abcd")).map(lambda it: tuple(sorted(it)))


@given(sets, sets, sets)
def test_undoing_a_set_twice_is_undoing_it_once(before: tuple[str, ...], after: tuple[str, ...], now: Any) -> None:
    it = Thing(id=THING, tags=now)
    its_change = change({"tags": before}, {"tags": after})
    put_back(it, its_change)
    once = it.tags
    put_back(it, its_change)
    assert it.tags == once
    assert not {*once} & ({*after} - {*before})
    assert {*before} - {*after} <= {*once}


@given(sets, sets)
def test_undoing_a_set_that_nobody_touched_since_is_what_was_before(before: Any, after: Any) -> None:
    it = Thing(id=THING, tags=after)
    put_back(it, change({"tags": before}, {"tags": after}))
    assert it.tags == before


def test_what_is_no_longer_as_the_entry_left_it_is_named() -> None:
    made = change(None, {"name": "Sow", "color": "red", "rank": "a0"})
    assert changed_since(Thing(id=THING), made) == {}
    assert changed_since(Thing(id=THING, rank="a9"), made) == {}, "others' moves change ranks"
    assert changed_since(Thing(id=THING, name="Reap"), made) == {"name": Clash("Sow", "Reap")}


def test_changes_are_made_gone_or_neither() -> None:
    told = [change(None, {}), change({}, None), RENAMED]
    assert [(it.is_made, it.is_gone) for it in told] == [(True, False), (False, True), (False, False)]
    other = change(None, {}, kind="section")
    entry = PastEntry(1, NOON, BEN, "web", None, [], [RENAMED, other])
    assert entry.of("section") == [other]


P = Permission
MADE, GONE = change(None, {}), change({}, None)


def of(kind: str, its: PastChange) -> PastChange:
    return attrs.evolve(its, kind=kind)


@pytest.mark.parametrize(
    ("changes", "permissions"),
    [
        ([MADE], [P.DELETE_TASKS]),
        ([GONE], [P.ADD_TASKS]),
        ([RENAMED], [P.UPDATE_TASKS]),
        ([change({"tags": ()}, {"tags": ("t",)})], [P.UPDATE_TASKS]),
        ([change({"assignees": ()}, {"assignees": (BEN,)})], [P.MANAGE_ASSIGNEES]),
        ([change({"status": "x"}, {"status": "y"})], [P.COMPLETE_TASKS]),
        ([change({"elapsed_ms": 1}, {"elapsed_ms": 0}), of("time", GONE)], [P.COMPLETE_TASKS]),
        ([RENAMED, change({"status": "x"}, {"status": "y"})], [P.COMPLETE_TASKS, P.UPDATE_TASKS]),
        ([of("section", GONE), GONE, of("time", GONE)], [P.UPDATE_LIST]),
        ([of("section", RENAMED)], [P.UPDATE_LIST]),
        ([of("tag", GONE), change({"tags": ("t",)}, {"tags": ()})], [P.MANAGE_TAGS]),
        ([of("member", GONE), change({"assignees": (BEN,)}, {"assignees": ()})], [P.MANAGE_MEMBERS]),
        ([of("role", RENAMED)], [P.MANAGE_MEMBERS]),
        ([of("list", RENAMED)], [P.UPDATE_LIST]),
        ([of("list", MADE), of("member", MADE)], [P.DELETE_LIST]),
        ([of("list", GONE), of("section", GONE), GONE], [P.DELETE_LIST]),
        ([of("membership", MADE)], []),
        ([], []),
    ],
)
def test_an_undo_needs_what_the_inverse_needs(changes: list[PastChange], permissions: list[Permission]) -> None:
    """What came along with a larger thing comes back along with it."""
    assert needed(changes) == permissions
    assert needed(reversed(changes)) == permissions
