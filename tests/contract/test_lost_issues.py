"""Issues that are deleted or go elsewhere, tasks that are deleted here, lists that let go: what still comes of them."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from tasktix.application import converging, history, mirrors, tasks
from tasktix.application.application import Application
from tasktix.application.reporting import Cause
from tasktix.domain.deliveries import Outcome
from tasktix.domain.errors import NotFound
from tests.builders import Sample
from tests.contract.there import There, settings
from tests.contract.view import view_of_list
from tests.fakes import FakeAccounts


def test_a_deleted_issue_takes_its_task_along_and_an_undo_brings_it_back(
    app: Application, sample: Sample, there: There
) -> None:
    there.is_now()
    task = there.task()
    position = view_of_list(app, sample.admin, sample.id).position
    assert there.is_lost(is_moved=False).outcome is Outcome.CHANGED
    with pytest.raises(NotFound):
        app.look(sample.admin, tasks.show, list_id=sample.id, task_id=task.id)
    app.perform(sample.admin, history.undo, list_id=sample.id, position=position + 1)
    assert app.look(sample.admin, tasks.show, list_id=sample.id, task_id=task.id).name == "Rake"


def test_an_issue_that_went_elsewhere_leaves_its_task_here(there: There) -> None:
    first = there.is_now()
    there.is_lost(is_moved=True)
    [task] = [it for it in there.tasks() if it.id == first.task_id]
    assert task.issue is None


@pytest.mark.parametrize("is_moved", [True, False])
def test_what_still_comes_of_it_counts_no_more(there: There, is_moved: bool) -> None:
    there.is_now()
    late = there.looks(title="Sweep")
    there.is_lost(is_moved=is_moved)
    before = len(there.tasks())
    for sighting in (late, attrs.evolve(late, updated_at=there.now + timedelta(days=1))):
        assert there.tell(sighting).outcome is Outcome.IGNORED
    assert there.is_lost(is_moved=is_moved).outcome is Outcome.UNCHANGED
    assert len(there.tasks()) == before


def test_one_that_was_deleted_before_it_was_seen_never_makes_a_task(there: There) -> None:
    before = len(there.tasks())
    there.is_lost(is_moved=False)
    assert there.is_now().outcome is Outcome.IGNORED
    assert len(there.tasks()) == before


def test_a_task_that_was_deleted_here_does_not_come_back(app: Application, sample: Sample, there: There) -> None:
    there.is_now()
    task = there.task()
    app.perform(sample.admin, tasks.delete, list_id=sample.id, task_id=task.id)
    before = len(there.tasks())
    assert there.is_now(title="Sweep").outcome is Outcome.IGNORED
    assert len(there.tasks()) == before


def test_a_list_that_is_linked_anew_takes_up_where_it_was(app: Application, sample: Sample, there: There) -> None:
    first = there.is_now()
    app.perform(sample.admin, mirrors.unlink, list_id=sample.id)
    assert (
        app.perform(
            there.linker,
            converging.converge,
            list_id=sample.id,
            sighting=there.looks(),
            people=FakeAccounts().users,
            cause=Cause("0", "a", "b"),
        )
        is None
    )
    settings(app, sample)
    assert there.is_now(title="Sweep").task_id == first.task_id
    assert there.task().name == "Sweep"
