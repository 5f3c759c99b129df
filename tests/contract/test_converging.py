"""A task follows its issue: what changed there is brought in, what changed here stays, and both are told; in every
store, as who linked the list and no further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasktix.application import members, tags, timers
from tasktix.application.application import Application
from tasktix.domain.access import COLLABORATOR, STAKEHOLDER
from tasktix.domain.deliveries import Outcome
from tasktix.domain.errors import Forbidden, NotFound
from tasktix.domain.words import Status
from tests.builders import Sample, join
from tests.contract.there import There, names, revise, settings
from tests.contract.view import view_of_list


def test_the_task_follows(app: Application, sample: Sample, there: There) -> None:
    there.people = {"9": sample.viewer.user_id}
    there.is_now()
    report = there.is_now(title="Sweep", body="snow", labels=("bug",), assignees=("9",), due="2026-12-24")
    task = there.task()
    assert report.outcome is Outcome.CHANGED
    assert (task.name, task.description, task.assignees) == ("Sweep", "snow", (sample.viewer.user_id,))
    assert names(app, sample, task.tags) == {"bug"}
    there.last |= {"labels": (), "assignees": (), "due": None}
    there.is_now()
    task = there.task()
    assert (task.tags, task.assignees, task.due) == ((), (), None)


def test_a_closed_issue_stops_the_timer_and_keeps_its_time(app: Application, sample: Sample, there: There) -> None:
    there.is_now()
    task = there.task()
    app.perform(sample.admin, timers.start, list_id=sample.id, task_id=task.id)
    app.clock.advance(timedelta(minutes=5))  # type: ignore[attr-defined]
    report = there.is_now(closed=True, reason="not_planned")
    task = there.task()
    assert (task.status, task.elapsed, task.timer_started_at) == (Status.COMPLETED, 300, None)
    assert task.issue is not None
    assert (task.issue.state, report.detail) == ("closed", "closed: not_planned")
    there.is_now(closed=False)
    assert there.task().status is Status.PAUSED


def test_older_news_change_nothing(there: There) -> None:
    there.is_now()
    old = there.looks()
    there.is_now(title="Sweep")
    report = there.tell(old)
    assert (report.outcome, there.task().name) == (Outcome.UNCHANGED, "Sweep")


def test_what_was_changed_here_alone_stays(app: Application, sample: Sample, there: There) -> None:
    there.is_now(labels=("bug",))
    task = there.task()
    revise(app, sample, task, name="Pick")
    app.perform(sample.admin, tags.attach, list_id=sample.id, task_id=task.id, tag_id=sample.tag)
    there.is_now(body="snow", labels=("bug", "new"))
    task = there.task()
    assert (task.name, task.description) == ("Pick", "snow")
    assert names(app, sample, task.tags) == {"bug", "new", "Urgent"}


@pytest.mark.parametrize(("rule", "name"), [("newest", "Sweep"), ("ours", "Pick"), ("theirs", "Sweep")])
def test_the_rule_decides_and_the_ledger_says_so(
    app: Application, sample: Sample, there: There, rule: str, name: str
) -> None:
    settings(app, sample, conflicts=rule)
    there.is_now()
    revise(app, sample, there.task(), name="Pick")
    there.now += timedelta(days=1)
    report = there.is_now(title="Sweep", body="snow")
    task = there.task()
    assert (task.name, task.description) == (name, "snow")
    assert report.outcome is Outcome.CONFLICT
    assert "'Sweep'" in report.detail
    assert "'Pick'" in report.detail
    # Once told, it is no conflict any more.
    assert there.is_now().outcome is Outcome.UNCHANGED


def test_of_two_changes_the_newer_one_counts(app: Application, sample: Sample, there: There) -> None:
    there.now -= timedelta(minutes=1)
    there.is_now()
    revise(app, sample, there.task(), name="Pick")
    assert there.is_now(title="Sweep").outcome is Outcome.CONFLICT
    assert there.task().name == "Pick"


def test_what_is_our_own_echo_changes_nothing(app: Application, sample: Sample, there: There) -> None:
    """Told by what it says, not by when it comes."""
    there.is_now()
    task = there.task()
    revise(app, sample, task, name="Pick")
    before = view_of_list(app, sample.admin, sample.id)
    assert there.is_now(title="Pick").outcome is Outcome.UNCHANGED
    assert view_of_list(app, sample.admin, sample.id) == before


def test_who_linked_may_no_more_than_they_may(app: Application, sample: Sample, there: There) -> None:
    there.is_now()
    helper = join(app, sample.admin, sample.id, STAKEHOLDER.name)
    there.now += timedelta(seconds=1)
    changed = there.looks(title="Sweep", closed=True)
    with pytest.raises(Forbidden):
        there.tell(changed, helper)
    assert there.task().name == "Rake"
    with pytest.raises(NotFound):
        there.tell(changed, sample.outsider)


def test_tags_that_one_may_not_make_are_left_out(app: Application, sample: Sample, there: There) -> None:
    there.people = {"9": sample.viewer.user_id}
    helper = join(app, sample.admin, sample.id, COLLABORATOR.name)
    there.tell(there.looks(labels=("urgent", "new"), assignees=("9",)), helper)
    task = there.task()
    assert names(app, sample, task.tags) == {"Urgent"}
    assert task.assignees == ()


def test_somebody_who_is_no_member_is_not_assigned(app: Application, sample: Sample, there: There) -> None:
    there.people = {"9": sample.outsider.user_id, "8": sample.viewer.user_id}
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.viewer.user_id)
    there.is_now(assignees=("8", "9"))
    assert there.task().assignees == ()
