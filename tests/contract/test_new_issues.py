"""An issue that was never seen becomes a task, once, where the mirror says; in every store."""

from __future__ import annotations

from datetime import timedelta

import attrs

from tasktix.application import history, sections
from tasktix.application.application import Application
from tasktix.domain.deliveries import Outcome
from tasktix.domain.words import Status
from tests.builders import Sample
from tests.contract.there import There, names, settings


def test_an_issue_becomes_a_task(app: Application, sample: Sample, there: There) -> None:
    there.people = {"9": sample.viewer.user_id}
    report = there.is_now(labels=("urgent", "bug"), assignees=("9", "unknown"), due="2026-12-24")
    task = there.task()
    assert (report.outcome, report.task_id, report.number) == (Outcome.MADE, task.id, 7)
    assert (task.name, task.description, task.status) == ("Rake", "leaves", Status.UNSTARTED)
    assert task.due is not None
    assert task.due.text == "2026-12-24"
    assert names(app, sample, task.tags) == {"Urgent", "bug"}
    assert task.assignees == (sample.viewer.user_id,)
    assert task.section_id == sample.sections[0]
    assert task.rank == max(it.rank for it in there.tasks() if it.section_id == task.section_id)


def test_history_tells_for_whom_and_by_what_way(app: Application, sample: Sample, there: There) -> None:
    there.is_now()
    [entry, *_] = app.look(sample.admin, history.of_list, list_id=sample.id).entries
    assert (entry.user_id, entry.via) == (sample.admin.user_id, "github")


def test_it_goes_where_the_mirror_says(app: Application, sample: Sample, there: There) -> None:
    settings(app, sample, section_id=sample.sections[1])
    there.is_now()
    assert there.task().section_id == sample.sections[1]


def test_where_that_section_is_gone_the_first_one_takes_its_place(
    app: Application, sample: Sample, there: There
) -> None:
    settings(app, sample, section_id=sample.sections[1])
    app.perform(sample.admin, sections.delete, list_id=sample.id, section_id=sample.sections[1])
    there.is_now()
    assert there.task().section_id == sample.sections[0]


def test_where_there_is_no_section_one_is_made(app: Application, sample: Sample, there: There) -> None:
    for section_id in sample.sections:
        app.perform(sample.admin, sections.delete, list_id=sample.id, section_id=section_id)
    there.is_now()
    assert len(there.tasks()) == 1


def test_the_same_again_is_not_a_second_one(there: There) -> None:
    first = there.is_now()
    again = there.tell(there.looks())
    assert (again.outcome, again.task_id) == (Outcome.UNCHANGED, first.task_id)
    assert there.task().version == 1


def test_one_that_was_closed_before_the_list_followed_makes_none(sample: Sample, there: There) -> None:
    before = len(there.tasks())
    sighting = attrs.evolve(there.looks(closed=True), created_at=there.now - timedelta(days=300))
    assert there.tell(sighting).outcome is Outcome.IGNORED
    assert len(there.tasks()) == before


def test_one_whose_opening_was_missed_is_there_all_the_same(there: There) -> None:
    assert there.is_now(closed=True).outcome is Outcome.MADE
    assert there.task().status is Status.COMPLETED


def test_new_issues_make_no_tasks_where_they_need_not(app: Application, sample: Sample, there: There) -> None:
    settings(app, sample, directions={"tasks": "out"})
    assert there.is_now().outcome is Outcome.IGNORED


def test_what_does_not_come_in_is_left_out(app: Application, sample: Sample, there: There) -> None:
    settings(app, sample, directions=dict.fromkeys(("description", "tags", "assignees", "due", "status"), "off"))
    there.people = {"9": sample.viewer.user_id}
    there.is_now(labels=("urgent",), assignees=("9",), due="2026-12-24", closed=True)
    task = there.task()
    assert (task.name, task.description, task.tags, task.assignees, task.due) == ("Rake", "", (), (), None)
    assert task.status is Status.UNSTARTED


def test_a_title_that_is_too_long_is_shortened(there: There) -> None:
    there.is_now(title="x" * 1000, labels=("y" * 50,))
    assert len(there.task().name) == 256
    assert there.tell(there.looks()).outcome is Outcome.UNCHANGED
