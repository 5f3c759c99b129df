"""Field by field, and never unknowingly over what somebody else has just written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.aggregate import Entity, Mark
from tasktix.domain.errors import Clash, Conflicting
from tasktix.domain.merging import Basis, merge
from tests.fakes import NOON

ANN, BEN = "a" * 16, "b" * 16


@attrs.define(eq=False, kw_only=True)
class Thing(Entity):
    name: str = "Dig"
    color: str | None = "red"


def thing(**marks: Mark) -> Thing:
    """At version 5."""
    return Thing(id="T" * 16, version=5, marks=marks)


def by_ben(version: int) -> Mark:
    return Mark(version, BEN, NOON)


def test_what_changed_is_named() -> None:
    it = thing()
    assert merge(it, {"name": "Sow", "color": "red"}) == ["name"]
    assert (it.name, it.color) == ("Sow", "red")


def test_nothing_is_no_change() -> None:
    assert merge(thing(), {}) == []
    assert merge(thing(), {}, Basis(1, ANN)) == []


def test_what_another_changed_since_clashes() -> None:
    it = thing(name=by_ben(5))
    with pytest.raises(Conflicting) as refusal:
        merge(it, {"name": "Sow", "color": "blue"}, Basis(4, ANN))
    assert refusal.value.clashes == {"name": Clash("Sow", "Dig", BEN, NOON)}
    assert (it.name, it.color) == ("Dig", "red")


def test_every_clash_is_told() -> None:
    it = thing(name=by_ben(5), color=Mark(4, None, NOON + timedelta(hours=1)))
    with pytest.raises(Conflicting) as refusal:
        merge(it, {"name": "Sow", "color": None}, Basis(3, ANN))
    assert list(refusal.value.clashes) == ["name", "color"]
    assert refusal.value.clashes["color"] == Clash(None, "red", None, NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("marks", "values", "basis"),
    [
        ({"name": by_ben(4)}, {"name": "Sow"}, Basis(4, ANN)),
        ({"name": by_ben(4)}, {"name": "Sow"}, Basis(5, ANN)),
        ({"name": by_ben(4)}, {"name": "Sow"}, Basis(99, ANN)),
        ({"name": by_ben(5)}, {"name": "Sow"}, None),
        ({"name": by_ben(5)}, {"name": "Sow"}, Basis(1, BEN)),
        ({"color": by_ben(5)}, {"name": "Sow"}, Basis(1, ANN)),
        ({}, {"name": "Sow"}, Basis(0, ANN)),
        ({"name": by_ben(5), "color": by_ben(5)}, {"name": "Sow", "color": "red"}, None),
    ],
    ids=["seen", "seen later", "from the future", "unasked", "one's own", "another field", "unmarked", "last wins"],
)
def test_what_is_no_clash_is_written(marks: dict[str, Mark], values: dict[str, Any], basis: Basis | None) -> None:
    it = thing(**marks)
    assert merge(it, values, basis) == ["name"]
    assert it.name == "Sow"


def test_the_same_value_never_clashes() -> None:
    assert merge(thing(name=by_ben(5)), {"name": "Dig"}, Basis(1, ANN)) == []


values = st.sampled_from(["x", "y", "z"])


@given(values, values, values, st.integers(0, 3))
def test_nothing_that_another_wrote_is_lost_unless_it_was_seen(old: str, theirs: str, mine: str, seen: int) -> None:
    """Version 1 has the old name, and version 2 theirs."""
    it = Thing(id="T" * 16, version=1, name=old)
    changed = merge(it, {"name": theirs})
    if changed:
        it.version, it.marks = 2, {"name": by_ben(2)}
    try:
        merge(it, {"name": mine}, Basis(seen, ANN))
    except Conflicting:
        assert it.name == theirs != mine
    else:
        assert it.name == mine
        assert not changed or seen >= 2 or mine == theirs
