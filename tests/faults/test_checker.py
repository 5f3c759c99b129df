"""The checker sees what it is there to see: a true record passes, each doctored one fails, by the check meant."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.faults import checker
from tests.faults.record import Record, Seen, Write

LIST, ANN = "L" * 16, "A" * 16


def entry(position: int, key: str | None, name: str) -> dict[str, object]:
    changes = [{"kind": "task", "id": "t", "set": {"id": "t", "name": name}}]
    return {"audience": LIST, "position": position, "key": key, "changes": changes}


def true_record() -> Record:
    things = {("task", "t"): {"id": "t", "name": "Three"}}
    record = Record(
        writes=[
            Write("k1", ANN, "POST", 201, {LIST: 1}),
            Write("k2", ANN, "PATCH", 200, {LIST: 2}),
            Write("k3", ANN, "PATCH", 0),
            Write("k4", ANN, "PATCH", 409),
            Write("k5", ANN, "PUT", 200),
        ],
        log={LIST: [entry(1, "k1", "One"), entry(2, "k2", "Two"), entry(3, "k3", "Three")]},
        positions={LIST: 3},
        shown={LIST: (3, {**things, ("role", "r"): {"preset": True}})},
        forbidden={ANN: {"SECRET"}},
    )
    told: list[tuple[str, int | None, str | None]] = [(LIST, None, None), (LIST, 2, "k2"), (LIST, 3, "k3")]
    record.seen.append(Seen(ANN, told, {LIST: deepcopy(record.shown[LIST])}, {"OPEN"}))
    return record


Doctor = Callable[[Record], object]

DOCTORED: list[tuple[str, Doctor]] = [
    ("positions", lambda it: it.log[LIST].pop(1)),
    ("positions", lambda it: it.positions.update({LIST: 4})),
    ("positions", lambda it: it.log[LIST].reverse()),
    ("positions", lambda it: it.positions.update({"M" * 16: 1})),
    ("acknowledged", lambda it: it.log[LIST].__delitem__(slice(1, None))),
    ("acknowledged", lambda it: it.log[LIST][1].update(key="other")),
    ("once", lambda it: it.log[LIST].append(entry(4, "k1", "Three"))),
    ("once", lambda it: it.log[LIST][2].update(key="k4")),
    ("once", lambda it: it.log[LIST][2].update(key="k5")),
    ("known_keys", lambda it: it.log[LIST][2].update(key="nobody's")),
    ("server_errors", lambda it: it.writes.append(Write("k6", ANN, "PUT", 500))),
    ("folding", lambda it: it.shown[LIST][1].update({("tag", "x"): {"id": "x"}})),
    ("folding", lambda it: it.shown[LIST][1].pop(("task", "t"))),
    ("folding", lambda it: it.log[LIST][2].update(changes=[])),
    ("folding", lambda it: it.shown.update({LIST: (2, it.shown[LIST][1])})),
    ("replicas", lambda it: it.seen[0].things[LIST][1][("task", "t")].update(name="Two")),
    ("replicas", lambda it: it.seen[0].things.update({LIST: (2, it.seen[0].things[LIST][1])})),
    ("replicas", lambda it: it.seen[0].things.update({"M" * 16: (1, {})})),
    ("replicas", lambda it: setattr(it.seen[0], "gaps", 1)),
    ("delivered", lambda it: it.seen[0].entries.__setitem__(1, (LIST, 1, "k1"))),
    ("delivered", lambda it: it.seen[0].entries.append((LIST, 3, "k3"))),
    ("delivered", lambda it: it.seen[0].entries.append((LIST, 4, "k7"))),
    ("delivered", lambda it: it.seen[0].entries.append(("me", 1, "k1"))),
    ("secrets", lambda it: it.seen[0].marks.add("SECRET")),
    ("secrets", lambda it: it.ended.append(Seen(ANN, marks={"SECRET"}))),
]


def test_a_true_record_passes() -> None:
    assert checker.faults(true_record()) == []


@pytest.mark.parametrize(("check", "doctor"), DOCTORED)
def test_a_doctored_record_fails(check: str, doctor: Doctor) -> None:
    record = true_record()
    doctor(record)
    assert check in {fault.partition(":")[0] for fault in checker.faults(record)}


def test_every_check_is_seen_to_fail() -> None:
    assert {check.__name__ for check in checker.CHECKS} == {check for check, _ in DOCTORED}
