"""The log: what its readers get, from where, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tasktix.application import feed, lists, snapshots, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.feed import Mark
from tasktix.application.unit_of_work import Reach
from tasktix.domain.due import rfc3339
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tests.builders import Sample, new_list
from tests.catalogue import WRITING, Row
from tests.contract.view import entries_after, view_of_list, wire
from tests.fakes import FakeClock

ENTRY = {"audience", "position", "at", "actor", "key", "facts", "changes"}
KINDS = {"list", "section", "task", "tag", "member", "role", "user", "membership", "filter"}


def reach_of(app: Application, audience: str) -> Reach:
    return app.look(Actor(), feed.reach, audiences=[audience])[audience]


def rename(app: Application, sample: Sample, name: str, key: str | None = None) -> None:
    actor = Actor(user=sample.admin.user, via="web", key=key)
    app.perform(actor, lists.revise, list_id=sample.id, fields={"name": name})


@pytest.mark.parametrize("row", WRITING, ids=lambda row: row.name)
def test_an_entry_has_the_documented_shape(row: Row, app: Application, sample: Sample) -> None:
    for audience, position in row.commit(app, sample).positions.items():
        (entry,) = entries_after(app, audience, position - 1)
        parsed = wire(entry)
        assert set(parsed) == ENTRY
        assert (parsed["audience"], parsed["position"]) == (audience, position)
        assert parsed["at"] == rfc3339(entry.at)
        assert set(parsed["actor"]) == {"user", "via"}
        assert all("." in fact["type"] for fact in parsed["facts"])
        for change in parsed["changes"]:
            assert change["kind"] in KINDS
            assert change.keys() - {"kind", "id"} in ({"set"}, {"gone"})


def test_an_entry_says_who_did_it_by_what_way_and_with_which_key(app: Application, sample: Sample) -> None:
    rename(app, sample, "Orchard", key='a "key"\\')
    entry = wire(entries_after(app, sample.id)[-1])
    assert entry["actor"] == {"user": sample.admin.user, "via": "web"}
    assert entry["key"] == 'a "key"\\'


def test_an_entry_tells_only_what_changed(app: Application, sample: Sample) -> None:
    rename(app, sample, "Orchard")
    (change,) = wire(entries_after(app, sample.id)[-1])["changes"]
    assert change == {"kind": "list", "id": sample.id, "set": {"name": "Orchard", "version": 2}}


def test_an_entry_is_small_whatever_the_size_of_the_list(app: Application, sample: Sample) -> None:
    rename(app, sample, "Orchard")
    assert len(entries_after(app, sample.id)[-1].text) < 300


def test_an_entry_with_every_sign_is_one_line_of_json(app: Application, sample: Sample) -> None:
    """A raw line break would end the frame of the live stream."""
    description = "a\nb\r\nc\u2028d\u0085\t\"'\\ 👩‍👩‍👧"
    app.perform(
        sample.admin,
        tasks.revise,
        list_id=sample.id,
        task_id=sample.tasks[0],
        fields={"description": description},
    )
    entry = entries_after(app, sample.id)[-1]
    assert not {"\n", "\r"} & set(entry.text)
    assert wire(entry)["changes"][0]["set"]["description"] == description
    assert msgspec.json.decode("{" + entry.text)


def test_entries_come_after_a_position_in_order_and_in_pages(app: Application, sample: Sample) -> None:
    for number in range(5):
        rename(app, sample, f"Garden {number}")
    page = app.look(Actor(), lambda work, _: work.log.after(sample.id, 2, 3))
    assert [entry.position for entry in page] == [3, 4, 5]
    assert entries_after(app, sample.id, 6) == []
    assert entries_after(app, sample.id, 99) == []
    assert len(entries_after(app, sample.id, -1)) == 6


def test_of_an_audience_that_is_none_there_is_nothing(app: Application, untouched: Sample) -> None:
    assert entries_after(app, untouched.fresh_id) == []
    assert app.look(Actor(), feed.reach, audiences=[untouched.fresh_id]) == {}
    assert app.look(Actor(), feed.reach, audiences=[]) == {}


def test_reach_says_how_far_each_audience_has_come(app: Application, sample: Sample) -> None:
    rename(app, sample, "Orchard")
    assert reach_of(app, sample.id) == Reach(position=2, floor=0)
    assert app.look(sample.admin, snapshots.position, list_id=sample.id) == 2
    (overview,) = [line for line in app.look(sample.admin, lists.overviews) if line.id == sample.id]
    assert overview.position == 2


def test_the_position_before_a_moment_is_that_of_the_last_entry_earlier(
    app: Application, sample: Sample, clock: FakeClock
) -> None:
    start = clock.now()
    for name in ("One", "Two"):
        clock.advance(timedelta(seconds=10))
        rename(app, sample, name)

    def before(seconds: float) -> int:
        moment = start + timedelta(seconds=seconds)
        return app.look(Actor(), lambda work, _: work.log.position_before(sample.id, moment))

    assert [before(seconds) for seconds in (-1, 0, 0.001, 10, 10.001, 20, 20.001)] == [0, 0, 1, 1, 2, 2, 3]


def test_a_reader_of_several_audiences_starts_a_minute_before_their_mark(
    app: Application, sample: Sample, clock: FakeClock
) -> None:
    other = new_list(app, sample.admin)
    clock.advance(timedelta(minutes=5))
    app.perform(sample.admin, lists.revise, list_id=other, fields={"name": "Orchard"})
    clock.advance(timedelta(seconds=59))
    rename(app, sample, "Orchard")
    mark = Mark(sample.id, 2)

    def starts(mark: Mark, **more: Any) -> Mapping[Id, int]:
        opening = app.look(sample.admin, feed.opening, mark=mark, named=[sample.id], **more)
        assert opening.reach == app.look(sample.admin, feed.audiences, **more)
        return {it: at for it, at in opening.starts.items() if it != sample.admin.user_id}

    assert starts(mark) == {other: 1}
    assert starts(mark, only=[sample.id]) == {}
    assert starts(Mark(sample.id, 99)) == starts(Mark(sample.viewer.user_id, 1)) == {other: feed.LOST}
    assert app.look(sample.admin, feed.opening).starts == {}


def test_one_reads_ones_own_matters_and_lists(app: Application, sample: Sample) -> None:
    own = app.look(sample.admin, feed.audiences)
    assert set(own) == {sample.admin.user_id, sample.id}
    assert set(app.look(sample.outsider, feed.audiences)) == {sample.outsider.user_id}
    narrowed = app.look(sample.viewer, feed.audiences, only=[sample.id])
    assert set(narrowed) == {sample.viewer.user_id, sample.id}
    with pytest.raises(NotFound):
        app.look(sample.admin, feed.audiences, only=[sample.id, sample.fresh_id])


def test_a_deleted_list_ends_with_one_entry_that_says_so(app: Application, sample: Sample) -> None:
    outcome = app.commit(sample.admin, lists.delete, list_id=sample.id)

    last = wire(entries_after(app, sample.id)[-1])
    assert last["facts"] == [{"type": "list.deleted", "list": sample.id}]
    assert last["changes"] == [{"kind": "list", "id": sample.id, "gone": True}]
    assert set(outcome.positions) == {sample.id, sample.admin.user_id, sample.viewer.user_id}
    assert view_of_list(app, sample.admin, sample.id).things == {}
    assert set(app.look(sample.admin, feed.audiences)) == {sample.admin.user_id}
