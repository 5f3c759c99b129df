"""The snapshot of a list: whole, cached, compressed (contract, section 3)."""

from __future__ import annotations

import gzip

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


def test_everything_is_in_it(ann: Client, bob: Client, shared: shapes.List) -> None:
    section = ann.new_section(shared.id)
    task = bob.new_task(shared.id, section=section.id)
    snapshot = ann.snapshot(shared.id)
    assert snapshot.sections == [section]
    assert snapshot.tasks == [task]
    assert {it.id for it in snapshot.members} == {ann.user.id, bob.user.id}
    assert {it.name for it in snapshot.roles} >= {"Admin", "Manager", "Viewer"}
    assert bob.snapshot(shared.id) == snapshot


def test_every_change_moves_its_position_by_one(ann: Client, groceries: shapes.List) -> None:
    ann.new_section(groceries.id)
    before = ann.snapshot(groceries.id).position
    for number in range(1, 4):
        ann.new_task(groceries.id)
        assert ann.snapshot(groceries.id).position == before + number


def test_without_the_completed(ann: Client, groceries: shapes.List) -> None:
    still, done = ann.new_task(groceries.id), ann.new_task(groceries.id)
    ann.put(f"/lists/{groceries.id}/tasks/{done.id}/completion").shows(shapes.Task)
    path = f"/lists/{groceries.id}"
    assert [it.id for it in ann.get(f"{path}?completed=false").shows(shapes.Snapshot).tasks] == [still.id]
    both = ann.get(f"{path}?completed=true").shows(shapes.Snapshot)
    assert {it.id for it in both.tasks} == {still.id, done.id}
    ann.get(f"{path}?completed=perhaps").refuses(400, "malformed_request")


def test_what_one_has_is_not_sent_again(ann: Client, groceries: shapes.List) -> None:
    path = f"/lists/{groceries.id}"
    etag = ann.get(path).headers["ETag"]
    again = ann.ask("GET", path, headers={"If-None-Match": etag})
    assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", etag)
    ann.new_task(groceries.id)
    fresh = ann.ask("GET", path, headers={"If-None-Match": etag})
    assert len(fresh.shows(shapes.Snapshot).tasks) == 1
    assert fresh.headers["ETag"] != etag


def test_what_one_has_of_another_choice_is_not_taken_for_it(ann: Client, groceries: shapes.List) -> None:
    """Two addresses may share a validator (they are two resources), but never a body."""
    done = ann.new_task(groceries.id)
    ann.put(f"/lists/{groceries.id}/tasks/{done.id}/completion").shows(shapes.Task)
    for _ in range(2):
        assert ann.get(f"/lists/{groceries.id}?completed=false").shows(shapes.Snapshot).tasks == []
        assert len(ann.snapshot(groceries.id).tasks) == 1


def test_nobody_reads_it_from_anothers_cache(ann: Client, eve: Client, groceries: shapes.List) -> None:
    answer = ann.get(f"/lists/{groceries.id}")
    assert "private" in answer.headers["Cache-Control"]
    stolen = eve.ask("GET", f"/lists/{groceries.id}", headers={"If-None-Match": answer.headers["ETag"]})
    stolen.refuses(404, "not_found")


def test_compressed_where_that_is_understood(ann: Client, groceries: shapes.List) -> None:
    plain = ann.get(f"/lists/{groceries.id}")
    packed = ann.ask("GET", f"/lists/{groceries.id}", headers={"Accept-Encoding": "gzip, deflate"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.raw) == plain.raw
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("br, GZIP ; q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, identity", False),
        ("gzipped", False),
        ("identity", False),
    ],
)
def test_it_is_compressed_for_who_takes_it(ann: Client, groceries: shapes.List, accepted: str, is_packed: bool) -> None:
    answer = ann.ask("GET", f"/lists/{groceries.id}", headers={"Accept-Encoding": accepted})
    assert (answer.headers["Content-Encoding"] == "gzip") is is_packed
