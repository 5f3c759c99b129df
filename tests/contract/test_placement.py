"""Where a new or moved thing comes, in every store the same."""

from __future__ import annotations

import random

import pytest

from tasktix.application import history, sections, snapshots, tasks
from tasktix.application.application import Application
from tasktix.domain.errors import Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.placement import LONGEST
from tasktix.domain.words import ABSENT, Absent
from tests.builders import Sample, new_list, new_section, new_task

After = Id | Absent | None


def order(app: Application, sample: Sample, section_id: Id) -> list[Id]:
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id).tasks
    in_section = [task for task in found if task.section_id == section_id]
    return [task.id for task in sorted(in_section, key=lambda task: (task.rank, task.id))]


def section_order(app: Application, sample: Sample) -> list[Id]:
    return [section.id for section in app.look(sample.admin, snapshots.of_list, list_id=sample.id).sections]


def placed(ids: list[Id], moved: Id, after: After) -> list[Id]:
    """The model: the same on a plain list."""
    rest = [it for it in ids if it != moved]
    index = len(rest) if isinstance(after, Absent) else 0 if after is None else rest.index(after) + 1
    return [*rest[:index], moved, *rest[index:]]


PLACES = {"the top": None, "the end": ABSENT, "after the first": 0, "after the second": 1, "after the last": 2}


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_a_new_task_comes_where_it_is_asked_to(app: Application, sample: Sample, place: int | Absent | None) -> None:
    after = sample.tasks[place] if isinstance(place, int) else place
    section = sample.sections[0]
    added = app.perform(
        sample.admin, tasks.add, list_id=sample.id, section_id=section, after=after, fields={"name": "Rake"}
    )
    assert order(app, sample, section) == placed(list(sample.tasks), added.id, after)


@pytest.mark.parametrize("moved", range(3))
@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_a_task_moves_within_its_section(
    app: Application, sample: Sample, place: int | Absent | None, moved: int
) -> None:
    task_id, section = sample.tasks[moved], sample.sections[0]
    if place == moved:
        return
    after = sample.tasks[place] if isinstance(place, int) else place
    expected = placed(list(sample.tasks), task_id, after)

    outcome = app.commit(sample.admin, tasks.place, list_id=sample.id, task_id=task_id, section_id=section, after=after)

    assert order(app, sample, section) == expected
    assert bool(outcome.positions) == (expected != list(sample.tasks)), "where it is already, nothing happens"


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_a_task_moves_to_another_section(app: Application, sample: Sample, place: int | Absent | None) -> None:
    beds, trees = sample.sections
    after = sample.tasks[place] if isinstance(place, int) else place
    app.perform(sample.admin, tasks.place, list_id=sample.id, task_id=sample.completed, section_id=beds, after=after)
    assert order(app, sample, beds) == placed(list(sample.tasks), sample.completed, after)
    assert order(app, sample, trees) == []


def test_a_task_cannot_come_after_itself(app: Application, sample: Sample) -> None:
    one = sample.tasks[0]
    with pytest.raises(Invalid):
        app.perform(sample.admin, tasks.place, list_id=sample.id, task_id=one, section_id=sample.sections[0], after=one)


def test_a_task_to_come_after_must_be_in_the_section(app: Application, sample: Sample) -> None:
    ways = {"list_id": sample.id, "section_id": sample.sections[1], "after": sample.tasks[1]}
    with pytest.raises(NotFound):
        app.perform(sample.admin, tasks.place, task_id=sample.tasks[0], **ways)
    with pytest.raises(NotFound):
        app.perform(sample.admin, tasks.add, fields={"name": "Rake"}, **ways)


def test_a_task_without_a_section_goes_to_the_end_of_the_first(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, sections.place, list_id=sample.id, section_id=sample.sections[1], after=None)
    added = new_task(app, sample.admin, sample.id)
    assert order(app, sample, sample.sections[1]) == [sample.completed, added]


def test_the_first_task_of_a_list_makes_its_first_section(app: Application, sample: Sample) -> None:
    list_id = new_list(app, sample.admin)
    outcome = app.commit(sample.admin, tasks.add, list_id=list_id, fields={"name": "Dig"})
    snapshot = app.look(sample.admin, snapshots.of_list, list_id=list_id)
    (section,) = snapshot.sections
    assert section.name == "Tasks"
    assert [task.section_id for task in snapshot.tasks] == [section.id]
    assert outcome.positions == {list_id: 2}, "one transaction, one entry"


def test_deleting_a_section_deletes_its_tasks_alone(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, sections.delete, list_id=sample.id, section_id=sample.sections[0])
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert [task.id for task in found.tasks] == [sample.completed]
    assert [section.id for section in found.sections] == [sample.sections[1]]


SECTION_PLACES = {name: place for name, place in PLACES.items() if name != "after the last"}


@pytest.mark.parametrize("moved", range(2))
@pytest.mark.parametrize("place", SECTION_PLACES.values(), ids=list(SECTION_PLACES))
def test_a_section_moves(app: Application, sample: Sample, place: int | Absent | None, moved: int) -> None:
    section_id = sample.sections[moved]
    if place == moved:
        return
    after = sample.sections[place] if isinstance(place, int) else place
    expected = placed(list(sample.sections), section_id, after)

    outcome = app.commit(sample.admin, sections.place, list_id=sample.id, section_id=section_id, after=after)

    assert section_order(app, sample) == expected
    assert bool(outcome.positions) == (expected != list(sample.sections))


def test_a_section_cannot_come_after_itself(app: Application, sample: Sample) -> None:
    one = sample.sections[0]
    with pytest.raises(Invalid):
        app.perform(sample.admin, sections.place, list_id=sample.id, section_id=one, after=one)


def test_there_is_room_between_sections_that_an_undo_has_put_on_one_rank(app: Application, sample: Sample) -> None:
    list_id = new_list(app, sample.admin)
    first = new_section(app, sample.admin, list_id)
    deleted = app.commit(sample.admin, sections.delete, list_id=list_id, section_id=first).positions[list_id]
    new_section(app, sample.admin, list_id)
    app.perform(sample.admin, history.undo, list_id=list_id, position=deleted)
    both = [section.id for section in app.look(sample.admin, snapshots.of_list, list_id=list_id).sections]

    added = app.perform(sample.admin, sections.add, list_id=list_id, fields={"name": "Herbs"}, after=both[0])

    found = app.look(sample.admin, snapshots.of_list, list_id=list_id).sections
    assert [section.id for section in found] == [both[0], added.id, both[1]]
    assert len({section.rank for section in found}) == 3


def test_three_hundred_moves_keep_the_order_of_a_plain_list(app: Application, sample: Sample) -> None:
    chance = random.Random(62)
    third = new_section(app, sample.admin, sample.id, "Herbs")
    model = {sample.sections[0]: list(sample.tasks), sample.sections[1]: [sample.completed], third: []}
    every = [*sample.tasks, sample.completed]
    for _ in range(300):
        task_id, section_id = chance.choice(every), chance.choice(list(model))
        neighbours = [it for it in model[section_id] if it != task_id]
        after: After = chance.choice([None, ABSENT, *neighbours])
        app.perform(
            sample.admin,
            tasks.place,
            list_id=sample.id,
            task_id=task_id,
            section_id=section_id,
            after=after,
        )
        for ids in model.values():
            if task_id in ids:
                ids.remove(task_id)
        model[section_id] = placed(model[section_id], task_id, after)
    assert {section_id: order(app, sample, section_id) for section_id in model} == model


def test_many_at_one_spot_keep_ranks_short_and_the_order_right(app: Application, sample: Sample) -> None:
    """Say, always right after a heading: then the section's tasks get new ranks, in the same transaction."""
    section, heading = sample.sections[0], sample.tasks[0]
    expected = list(sample.tasks)
    for number in range(400):
        added = app.perform(
            sample.admin,
            tasks.add,
            list_id=sample.id,
            section_id=section,
            after=heading,
            fields={"name": f"Weed {number}"},
        )
        expected = placed(expected, added.id, heading)
    assert order(app, sample, section) == expected
    snapshot = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert max(len(task.rank) for task in snapshot.tasks) <= LONGEST
    assert max(task.version for task in snapshot.tasks) > 1, "they were given new ranks at least once"


def test_a_task_moved_to_a_full_spot_comes_there(app: Application, sample: Sample) -> None:
    section, heading = sample.sections[0], sample.tasks[0]
    moving = [new_task(app, sample.admin, sample.id, section) for _ in range(2)]
    for number in range(500):
        app.perform(
            sample.admin,
            tasks.place,
            list_id=sample.id,
            task_id=moving[number % 2],
            section_id=section,
            after=heading,
        )
        assert order(app, sample, section)[1] == moving[number % 2]
