"""What happened in a list, newest first, with the values before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tasktix.adapters import codec
from tasktix.application import assignees, history, lists, members, sections, tags, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.history import Page
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.fields import LONGEST_DESCRIPTION
from tasktix.domain.history import PastChange, PastEntry
from tasktix.domain.ids import Id
from tasktix.domain.words import Priority, Status
from tests.builders import Sample, join, new_sample, new_task
from tests.catalogue import WRITING, Row
from tests.contract.view import Things, view_of_list, view_of_me
from tests.fakes import FakeClock


def page(app: Application, sample: Sample, limit: int = 50, **ways: Any) -> Page:
    return app.look(sample.viewer, history.of_list, list_id=sample.id, limit=limit, **ways)


def positions(found: Page) -> list[int]:
    return [entry.position for entry in found.entries]


def rename(app: Application, sample: Sample, name: str, by: Actor | None = None) -> int:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0], "fields": {"name": name}}
    return app.commit(by or sample.admin, tasks.revise, **ways).positions[sample.id]


# pages


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 50])
def test_pages_have_every_entry_once_newest_first(app: Application, sample: Sample, limit: int) -> None:
    for number in range(6):
        rename(app, sample, f"{number}")
    found, before = [], history.NEWEST
    while True:
        one = page(app, sample, limit, before=before)
        assert len(one.entries) <= limit
        found += positions(one)
        if one.before is None:
            break
        assert len(one.entries) == limit
        before = one.before
    assert found == [7, 6, 5, 4, 3, 2, 1]


def test_what_happens_meanwhile_moves_no_page(app: Application, sample: Sample) -> None:
    for number in range(4):
        rename(app, sample, f"{number}")
    first = page(app, sample, 2)
    rename(app, sample, "newer")
    assert first.before is not None
    assert positions(first) + positions(page(app, sample, 2, before=first.before)) == [5, 4, 3, 2]


def test_before_the_first_entry_is_nothing(app: Application, untouched: Sample) -> None:
    for before in (1, 0, -1):
        found = page(app, untouched, before=before)
        assert (positions(found), found.before) == ([], None)


# values


def test_an_entry_has_the_values_before_and_after(app: Application, sample: Sample, clock: FakeClock) -> None:
    clock.advance(timedelta(minutes=1))
    moment = clock.now()
    fields = {"name": "Sow", "priority": "high", "due": "2026-11-30", "expected": None}
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    app.perform(Actor(user=sample.admin.user, via="web", key="k1"), tasks.revise, fields=fields, **ways)

    entry = page(app, sample).entries[0]

    assert (entry.at, entry.user_id, entry.via, entry.key) == (moment, sample.admin.user, "web", "k1")
    assert [fact["type"] for fact in entry.facts] == ["task.renamed", "task.prioritized", "task.scheduled"]
    (change,) = entry.changes
    assert (change.kind, change.id) == ("task", sample.tasks[0])
    before, after = image(change.before), image(change.after)
    assert before == {"name": "Dig", "priority": "low", "due": None}
    assert after == {"name": "Sow", "priority": "high", "due": "2026-11-30"}
    assert change.after is not None
    assert change.after["priority"] is Priority.HIGH, "values are the domain's"


def image(values: Any) -> dict[str, Any]:
    return {codec.WIRE_NAMES.get(name, name): codec.value(it) for name, it in values.items()}


def told(entry: PastEntry) -> Iterator[PastChange]:
    """Those that readers were told of; what was only kept has a kind or an owner of its own."""
    return (change for change in entry.changes if change.owner is None and change.kind != "time")


def entry_at(work: UnitOfWork, _actor: Actor, *, audience: Id, position: int) -> PastEntry | None:
    return work.log.past(audience, position)


def turned_back(things: Things, entry: PastEntry) -> Things:
    """As it was before the entry, by what the entry says of it."""
    earlier = {key: dict(thing) for key, thing in things.items()}
    for change in told(entry):
        key = change.kind, change.id
        if change.is_made:
            del earlier[key]
        elif change.is_gone:
            earlier[key] = {**image(change.before), "version": "as it was"}
        else:
            earlier[key] |= image(change.before)
    return earlier


def comparable(things: Things, like: Things) -> Things:
    """Without what is not kept: versions, what is derived, and of what is kept only that which is shown."""
    ignored = {"version", "elapsed", "issue", "preset"}
    return {
        key: {name: it for name, it in thing.items() if name not in ignored and name in like.get(key, thing)}
        for key, thing in things.items()
    }


@pytest.mark.parametrize(
    "row", [row for row in WRITING if row.name not in {"lists.create", "lists.delete"}], ids=lambda row: row.name
)
def test_an_entry_turned_back_is_what_was_before(row: Row, app: Application, sample: Sample) -> None:
    """The values before are right, for whatever is done."""
    me = sample.admin.user_id
    before = view_of_list(app, sample.admin, sample.id).things, view_of_me(app, me).things
    done = row.commit(app, sample).positions
    after = view_of_list(app, sample.admin, sample.id).things, view_of_me(app, me).things

    for audience, earlier, later in zip((sample.id, me), before, after, strict=True):
        if audience not in done or later == {}:
            continue
        past = app.look(Actor(), entry_at, audience=audience, position=done[audience])
        assert past
        assert comparable(turned_back(later, past), earlier) == comparable(earlier, earlier)


def test_hours_of_work_are_kept_with_a_deleted_task(app: Application, sample: Sample) -> None:
    before = app.look(sample.admin, timers.entries, list_id=sample.id, task_id=sample.rich)
    app.perform(sample.admin, tasks.delete, list_id=sample.id, task_id=sample.rich)
    (kept,) = page(app, sample).entries[0].of("time")
    values = image(kept.before)
    assert (kept.owner, values.pop("user_id")) == (sample.rich, sample.viewer.user)
    assert values.items() >= {name: it for name, it in codec.image(before[0]).items() if name != "user"}.items()


# of a task


def of_task(app: Application, sample: Sample, task_id: Id | None = None) -> list[list[str]]:
    """The facts of its entries, newest first."""
    found = page(app, sample, task_id=task_id or sample.tasks[0])
    return [sorted({fact["type"] for fact in entry.facts}) for entry in found.entries]


def test_the_history_of_a_task_is_what_was_done_to_it_alone(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    rename(app, sample, "One")
    app.perform(sample.admin, lists.revise, list_id=sample.id, fields={"name": "Orchard"})
    app.perform(sample.admin, tasks.complete, list_id=sample.id, task_id=sample.tasks[1])
    app.perform(sample.admin, tags.attach, tag_id=sample.tag, **ways)
    app.perform(sample.admin, timers.start, **ways)
    app.perform(sample.admin, tasks.complete, **ways)
    assert of_task(app, sample)[:-1] == [
        ["task.completed", "timer.paused"],
        ["timer.started"],
        ["task.tagged"],
        ["task.renamed"],
    ]


def test_it_has_entries_that_were_about_other_things_too(app: Application, sample: Sample) -> None:
    person = join(app, sample.admin, sample.id, "Viewer")
    task_id = new_task(app, sample.admin, sample.id, sample.sections[1])
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": task_id}
    app.perform(sample.admin, tags.attach, tag_id=sample.tag, **ways)
    app.perform(sample.admin, assignees.assign, user_id=person.user_id, **ways)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=person.user_id)
    app.perform(sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag)
    app.perform(sample.admin, sections.delete, list_id=sample.id, section_id=sample.sections[1])
    assert of_task(app, sample, task_id) == [
        ["section.deleted", "task.deleted"],
        ["tag.deleted", "task.untagged"],
        ["member.removed", "task.unassigned"],
        ["task.assigned"],
        ["task.tagged"],
        ["task.added"],
    ]


def test_the_history_of_a_task_comes_in_pages_too(app: Application, sample: Sample) -> None:
    """Of those about it alone and those about others too, in one order."""
    rename(app, sample, "One")
    rename(app, sample, "Two")
    app.perform(sample.admin, sections.delete, list_id=sample.id, section_id=sample.sections[0])
    first = page(app, sample, 2, task_id=sample.tasks[0])
    assert (positions(first), first.before) == ([4, 3], 3)
    second = page(app, sample, 2, before=3, task_id=sample.tasks[0])
    assert (positions(second), second.before) == ([2, 1], None)


def test_it_has_an_entry_whose_text_is_kept_in_pieces(app: Application, sample: Sample) -> None:
    """For it is longer than a statement may be: twenty tasks of 64 KB each."""
    fields = {"name": "Long", "description": "x" * LONGEST_DESCRIPTION}
    ways: dict[str, Any] = {"list_id": sample.id, "section_id": sample.sections[0], "fields": fields}
    added = [app.perform(sample.admin, tasks.add, **ways).id for _ in range(20)]
    ways = {"list_id": sample.id, "section_id": sample.sections[0]}
    position = app.commit(sample.admin, sections.delete, **ways).positions[sample.id]
    app.perform(sample.admin, history.undo, list_id=sample.id, position=position)
    for task_id in (added[0], added[-1]):
        assert of_task(app, sample, task_id) == [["entry.undone"], ["section.deleted", "task.deleted"], ["task.added"]]


def test_a_task_of_another_list_has_no_history_here(app: Application, sample: Sample) -> None:
    other = new_sample(app, sample.admin)
    for task_id in (other.tasks[0], sample.fresh_id, sample.tasks[0].swapcase(), "%"):
        assert of_task(app, sample, task_id) == []


def test_a_task_keeps_its_history_through_the_deletion_of_its_list(app: Application, sample: Sample) -> None:
    rename(app, sample, "One")
    deleted = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    app.perform(sample.admin, history.undo, list_id=sample.id, position=deleted)
    assert positions(page(app, sample, task_id=sample.tasks[0])) == [4, 3, 2, 1]


# people


def test_who_made_the_entries_is_told_even_of_those_who_left(app: Application, sample: Sample) -> None:
    other = join(app, sample.admin, sample.id, "Collaborator")
    rename(app, sample, "One", by=other)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=other.user_id)
    found = page(app, sample)
    assert {entry.user_id for entry in found.entries} == {other.user, sample.admin.user, None}
    assert found.people.keys() == {other.user, sample.admin.user}
    assert {user_id: person.id for user_id, person in found.people.items()} == {it: it for it in found.people}


def test_ones_own_history_is_of_ones_own_matters(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=sample.viewer.user_id, role="Manager")
    found = app.look(sample.viewer, history.own, limit=1)
    assert [fact["type"] for fact in found.entries[0].facts] == ["membership.changed"]
    assert found.before == found.entries[0].position
    assert found.entries[0].user_id == sample.admin.user
    assert sample.admin.user in found.people


def test_status_and_instants_come_back_as_they_were(app: Application, sample: Sample, clock: FakeClock) -> None:
    clock.advance(timedelta(milliseconds=1234))
    moment = clock.now()
    app.perform(sample.admin, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])
    (change,) = page(app, sample).entries[0].changes
    assert change.before == {"status": Status.UNSTARTED, "completed_at": None}
    assert change.after == {"status": Status.COMPLETED, "completed_at": moment}
