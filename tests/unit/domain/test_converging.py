"""Field by field, from what both sides had last: every way a value can have changed, in every direction."""

from __future__ import annotations

import attrs
import pytest

from tasktix.domain.converging import Difference, Plan, plan
from tasktix.domain.issues import Values
from tasktix.domain.mirrors import Mirror, Repository
from tests.fakes import NOON

LAST = Values("Rake", "leaves", is_closed=False, labels=("bug",), assignees=("1",), due="2026-12-01")


def planned(
    theirs: Values,
    ours: Values = LAST,
    common: Values | None = LAST,
    *,
    way: str = "both",
    rule: str = "newest",
    newer: bool = False,
    sent: Values | None = None,
) -> Plan:
    ways = dict.fromkeys(("name", "description", "status", "tags"), way)
    if way in ("in", "off"):
        ways |= dict.fromkeys(("due", "assignees"), way)
    mirror = Mirror.link(
        "0" * 16,
        Repository(1, "ann/garden"),
        section_id=None,
        by="1" * 16,
        now=NOON,
        fields={"directions": ways, "conflicts": rule},
    )
    return plan(mirror, common=common, sent=sent, theirs=theirs, ours=ours, is_ours_newer=lambda _: newer)


THEIRS = attrs.evolve(LAST, name="Sweep")
OURS = attrs.evolve(LAST, name="Pick")


def test_what_nobody_changed_stays() -> None:
    assert planned(LAST) == Plan({}, Difference(), Difference(), ())


def test_what_they_changed_is_taken() -> None:
    theirs = Values("Sweep", "snow", is_closed=True, due="2026-12-02")
    assert planned(theirs).take == {"name": "Sweep", "description": "snow", "status": True, "due": "2026-12-02"}
    assert planned(attrs.evolve(LAST, due=None)).take == {"due": None}


def test_what_we_changed_alone_stays() -> None:
    assert planned(LAST, OURS).take == {}


def test_what_both_changed_to_the_same_is_no_collision() -> None:
    assert planned(OURS, OURS) == Plan({}, Difference(), Difference(), ())


@pytest.mark.parametrize(
    ("rule", "newer", "ours_counts"),
    [("newest", True, True), ("newest", False, False), ("ours", False, True), ("theirs", True, False)],
)
def test_the_rule_decides_what_both_changed(rule: str, newer: bool, ours_counts: bool) -> None:
    found = planned(THEIRS, OURS, rule=rule, newer=newer)
    [collision] = found.collisions
    assert (collision.field, collision.theirs, collision.ours) == ("name", "Sweep", "Pick")
    assert collision.ours_counts is ours_counts
    assert found.take == ({} if ours_counts else {"name": "Sweep"})
    assert str(collision) == f"name: theirs 'Sweep', ours 'Pick'; {'ours' if ours_counts else 'theirs'} counts"


def test_other_fields_follow_though_one_collides() -> None:
    found = planned(attrs.evolve(THEIRS, is_closed=True), OURS, rule="ours")
    assert found.take == {"status": True}


@pytest.mark.parametrize(("way", "is_taken"), [("in", True), ("both", True), ("out", False), ("off", False)])
def test_what_does_not_come_in_is_not_taken(way: str, is_taken: bool) -> None:
    theirs = attrs.evolve(LAST, name="Sweep", labels=("new",))
    found = planned(theirs, way=way)
    assert bool(found.take) is is_taken
    assert bool(found.labels) is is_taken


def test_what_only_comes_in_never_collides() -> None:
    found = planned(THEIRS, OURS, way="in", rule="ours", newer=True)
    assert (found.take, found.collisions) == ({"name": "Sweep"}, ())


def test_where_nothing_is_known_of_before_theirs_counts() -> None:
    found = planned(THEIRS, OURS, None)
    assert found.take == {"name": "Sweep"}
    assert found.labels == Difference(frozenset({"bug"}))


def test_of_sets_what_came_is_added_and_what_went_is_taken_away() -> None:
    theirs = attrs.evolve(LAST, labels=("BUG", "Ü"), assignees=("2",))
    found = planned(theirs)
    assert found.labels == Difference(frozenset({"ü"}))
    assert found.assignees == Difference(frozenset({"2"}), frozenset({"1"}))


def test_what_we_sent_comes_back_as_an_echo_whatever_was_done_here_since() -> None:
    assert planned(THEIRS, OURS, sent=THEIRS, rule="theirs") == Plan({}, Difference(), Difference(), ())
    assert planned(attrs.evolve(THEIRS, description="snow"), OURS, sent=THEIRS).take == {"description": "snow"}


def test_a_long_value_is_told_in_short() -> None:
    found = planned(attrs.evolve(LAST, description="x" * 10_000), attrs.evolve(LAST, description="y" * 10_000))
    assert len(str(found.collisions[0])) < 500
