"""The calibration report: of completed tasks of one's own lists, in every store the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasktix.application import lists, members, search, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.calibration import Report, Row, SizeClass
from tasktix.domain.fields import LONGEST_DURATION
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task
from tests.builders import Sample, new_list, new_section

HOUR = 3_600
Times = list[tuple[int | None, float]]
"""Of each task what was expected and what it took, in seconds."""


def work_done(
    work: UnitOfWork,
    actor: Actor,
    *,
    list_id: Id,
    section_id: Id,
    times: Times,
    tag_ids: tuple[Id, ...] = (),
    is_completed: bool = True,
) -> None:
    for expected, took in times:
        task = Task.add(
            work.new_id(),
            list_id=list_id,
            section_id=section_id,
            rank="a0",
            now=work.now,
            origin=Origin.of(actor.user_id),
            fields={"name": "Weed", "expected": expected},
            tags=tag_ids,
        )
        if took:
            task.start_timer(work.now - timedelta(seconds=took), by=actor.user_id)
            task.pause_timer(work.now, work.new_id())
        if is_completed:
            task.complete(work.now, work.new_id())
        work.tasks.add(task)


def done(app: Application, sample: Sample, times: Times, *tag_ids: Id, is_completed: bool = True) -> None:
    """In the first section of the sample."""
    app.perform(
        sample.admin,
        work_done,
        list_id=sample.id,
        section_id=sample.sections[0],
        times=times,
        tag_ids=tag_ids,
        is_completed=is_completed,
    )


def report(app: Application, actor: Actor, filter_text: str = "") -> Report:
    return app.look(actor, search.calibration, filter_text=filter_text)


def counts(found: Report) -> tuple[int, dict[Id, int], dict[Id, int], dict[str, int]]:
    return (
        found.overall.count,
        {list_id: row.count for list_id, row in found.lists},
        {tag: row.count for tag, row in found.tags},
        {size.value: row.count for size, row in found.sizes},
    )


def test_nothing_done_is_no_report(app: Application, sample: Sample) -> None:
    nothing = Row(0, None, None, None, None)
    assert report(app, sample.outsider) == Report(nothing, (), (), ())
    assert report(app, sample.admin) == Report(nothing, (), (), ())  # the completed task expected nothing


def test_it_is_told_by_list_tag_and_size(app: Application, sample: Sample) -> None:
    admin = sample.admin
    second = new_list(app, admin, "Kitchen")
    oven = new_section(app, admin, second, "Oven")
    done(app, sample, [(HOUR, HOUR)] * 4)
    done(app, sample, [(2 * HOUR, 4 * HOUR)], sample.tag)
    app.perform(admin, work_done, list_id=second, section_id=oven, times=[(900, 450), (901, 1802)])

    found = report(app, admin)
    assert counts(found) == (
        7,
        {sample.id: 5, second: 2},
        {sample.tag: 1},
        {"15m": 1, "30m": 1, "1h": 4, "2h": 1},
    )
    assert found.overall == Row(7, 1.0, 0.7579, 2.0, 1.0)
    by_list = dict(found.lists)
    assert by_list[sample.id].factor == 1.0
    assert by_list[second] == Row(2, 1.0, 0.5743, 1.7411, None)
    assert dict(found.tags) == {sample.tag: Row(1, 2.0, 2.0, 2.0, None)}
    assert dict(found.sizes)[SizeClass.UP_TO_2H] == Row(1, 2.0, 2.0, 2.0, None)

    assert counts(report(app, sample.viewer)) == (5, {sample.id: 5}, {sample.tag: 1}, {"1h": 4, "2h": 1})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 5),
        ("#urgent", 2),
        ("!#urgent", 3),
        ("ratio>1", 2),
        ("expected>1h", 1),
        ("section:trees", 0),
        ("list:garden weed", 5),
        ("status:open", 0),
        ("completed:today", 5),
        ("completed<today", 0),
    ],
)
def test_it_is_of_the_tasks_that_a_filter_means(app: Application, sample: Sample, text: str, count: int) -> None:
    done(app, sample, [(HOUR, 60)] * 3)
    done(app, sample, [(HOUR, HOUR * 2), (HOUR * 2, HOUR * 3)], sample.tag)
    assert report(app, sample.admin, text).overall.count == count


def test_only_completed_tasks_with_both_times_count(app: Application, sample: Sample) -> None:
    done(app, sample, [(None, 60), (0, 60), (60, 0), (60, 0.999), (60, 1)])
    done(app, sample, [(60, 60)], is_completed=False)
    assert report(app, sample.admin).overall == Row(1, 0.0167, 0.0167, 0.0167, None)


def test_a_task_counts_in_each_of_its_tags(app: Application, sample: Sample) -> None:
    later = app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": "Later", "color": "blue"}).id
    done(app, sample, [(60, 60)], sample.tag, later)
    done(app, sample, [(60, 60)], later)
    assert counts(report(app, sample.admin)) == (2, {sample.id: 2}, {later: 2, sample.tag: 1}, {"15m": 2})


def test_what_took_longer_than_can_be_told_took_the_longest_that_can(app: Application, sample: Sample) -> None:
    done(app, sample, [(LONGEST_DURATION, 2.0 * LONGEST_DURATION)])
    assert report(app, sample.admin).overall.ratio == 1.0


def test_what_is_reopened_or_no_longer_ones_own_does_not_count(app: Application, sample: Sample) -> None:
    done(app, sample, [(60, 60), (60, 120)])
    its = app.look(sample.admin, search.find, limit=9, filter_text="weed").tasks
    app.perform(sample.admin, tasks.reopen, list_id=sample.id, task_id=its[0].id)
    assert report(app, sample.viewer).overall.count == 1
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.viewer.user_id)
    assert report(app, sample.viewer).overall.count == 0
    app.perform(sample.admin, lists.delete, list_id=sample.id)
    assert report(app, sample.admin).overall.count == 0
