"""What happens here happens at GitHub: over every store, against a server that fails in every way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasktix.application import converging, deliveries, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.outlet import APART, TRIES
from tasktix.application.reporting import Cause
from tasktix.domain.deliveries import Outcome
from tasktix.domain.words import Status
from tests.builders import new_id
from tests.github.both import Both
from tests.harness.fake_github import Cut, Said


def test_what_is_done_here_is_written_there(both: Both) -> None:
    task_id = both.opened()
    both.revise(task_id, name="Sweep", description="snow")
    both.app.perform(both.sample.admin, tasks.complete, task_id=task_id, **both.ways)
    both.app.perform(both.sample.admin, tags.attach, task_id=task_id, tag_id=both.sample.tag, **both.ways)
    both.work_off()
    issue = both.github.issues[1]
    assert (issue["title"], issue["body"], issue["state"]) == ("Sweep", "snow", "closed")
    assert (issue["state_reason"], issue["labels"]) == ("completed", [{"name": "Urgent"}])
    [report] = both.ledger()
    assert (report.outcome, report.task_id, report.number) == (Outcome.CHANGED, task_id, 1)
    assert report.detail == "name, description, status, tags"
    assert both.clock.pauses == [APART]


def test_reopened_and_untagged_it_is_so_there(both: Both) -> None:
    task_id = both.opened()
    both.app.perform(both.sample.admin, tasks.complete, task_id=task_id, **both.ways)
    both.app.perform(both.sample.admin, tags.attach, task_id=task_id, tag_id=both.sample.tag, **both.ways)
    both.work_off()
    both.app.perform(both.sample.admin, tasks.reopen, task_id=task_id, **both.ways)
    both.app.perform(both.sample.admin, tags.detach, task_id=task_id, tag_id=both.sample.tag, **both.ways)
    both.work_off()
    assert (both.github.issues[1]["state"], both.github.issues[1]["labels"]) == ("open", [])


def test_what_came_from_there_is_not_written_back(both: Both) -> None:
    both.opened()
    both.github.change(1, title="Sweep", state="closed")
    both.hear(1)
    both.work_off()
    assert both.writes() == []
    assert both.ledger() == []


def test_our_echo_changes_nothing(both: Both) -> None:
    task_id = both.opened()
    both.revise(task_id, name="Sweep")
    both.work_off()
    version = both.task(task_id).version
    assert both.hear(1).outcome is Outcome.UNCHANGED
    assert both.task(task_id).version == version
    both.work_off()
    assert len(both.writes()) == 1


@pytest.mark.parametrize("way", ["in", "off"])
def test_what_does_not_go_out_stays_here(both: Both, way: str) -> None:
    both.link(directions=dict.fromkeys(("name", "description", "status", "tags"), way))
    task_id = both.opened()
    both.revise(task_id, name="Sweep")
    both.work_off()
    assert both.writes() == []
    both.revise(task_id, description="snow")
    both.link(directions={"name": "off"})
    both.work_off()
    assert both.github.issues[1]["title"] == "Rake"


def test_before_anything_goes_out_what_changed_there_comes_in(both: Both) -> None:
    """Nothing is overwritten that nobody here has seen: the delivery is still on its way."""
    both.link(conflicts="theirs")
    task_id = both.opened()
    both.github.change(1, title="Pick", body="apples")
    both.revise(task_id, name="Sweep")
    both.work_off()
    task = both.task(task_id)
    assert (task.name, task.description) == ("Pick", "apples")
    assert both.github.issues[1]["title"] == "Pick"
    assert both.writes() == []


def test_where_ours_counts_it_is_written(both: Both) -> None:
    both.link(conflicts="ours")
    task_id = both.opened()
    both.github.change(1, title="Pick", body="apples")
    both.revise(task_id, name="Sweep")
    both.work_off()
    assert (both.task(task_id).name, both.task(task_id).description) == ("Sweep", "apples")
    assert both.github.issues[1]["title"] == "Sweep"


def test_labels_that_are_no_tags_here_are_left_alone(both: Both) -> None:
    task_id = both.opened()
    both.app.perform(both.sample.admin, tags.attach, task_id=task_id, tag_id=both.sample.tag, **both.ways)
    both.github.change(1, "labeled", labels=[{"name": "theirs"}])
    both.work_off()
    assert {it["name"] for it in both.github.issues[1]["labels"]} == {"theirs", "Urgent"}


# ------------------------------------------------------------------------------------------- new issues


def test_a_task_becomes_an_issue_where_it_should(both: Both) -> None:
    both.link(directions={"tasks": "both"})
    made = both.app.perform(both.sample.admin, tasks.add, fields={"name": "Dig", "description": "deep"}, **both.ways)
    both.app.perform(both.sample.admin, tasks.complete, task_id=made.id, **both.ways)
    both.work_off()
    [issue] = both.github.issues.values()
    assert (issue["title"], issue["state"]) == ("Dig", "closed")
    assert issue["body"] == f"deep\n\n<!-- tasktix:{made.id} -->"
    task = both.task(made.id)
    assert (task.description, task.status) == ("deep", Status.COMPLETED)
    assert task.issue is not None
    assert task.issue.number == 1
    assert {it.outcome for it in both.ledger()} == {Outcome.MADE, Outcome.CHANGED}


def test_a_task_becomes_none_where_it_should_not(both: Both) -> None:
    both.app.perform(both.sample.admin, tasks.add, fields={"name": "Dig"}, **both.ways)
    both.work_off()
    assert both.github.issues == {}


@pytest.mark.parametrize("news", ["first", "never"])
def test_a_lost_answer_makes_no_second_issue(both: Both, news: str) -> None:
    both.link(directions={"tasks": "both"})
    made = both.app.perform(both.sample.admin, tasks.add, fields={"name": "Dig"}, **both.ways)
    # The token, the search; then the issue is made, and the line breaks.
    both.github.faults = [None, None, Cut(effect=True)]
    both.outlet.work_off()
    assert len(both.github.issues) == 1
    if news == "first":
        both.hear(1)
    both.clock.advance(timedelta(hours=2))
    both.work_off()
    assert len(both.github.issues) == 1
    found = [it for it in both.tasks() if it.issue is not None]
    assert [it.id for it in found] == [made.id]


# ------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize("fault", [Said(500), Said(502), Cut(effect=False), Cut(effect=True)], ids=str)
def test_what_fails_is_done_later(both: Both, fault: Said | Cut) -> None:
    task_id = both.opened()
    both.revise(task_id, name="Sweep")
    both.github.faults = [None, fault]
    both.outlet.work_off()
    asked = len(both.github.asks)
    both.outlet.work_off()
    assert len(both.github.asks) == asked, "it waits"
    both.clock.advance(timedelta(seconds=6))
    both.work_off()
    assert both.github.issues[1]["title"] == "Sweep"
    assert both.task(task_id).name == "Sweep"


@pytest.mark.parametrize("status", [403, 429])
def test_who_is_asked_to_wait_waits(both: Both, status: int) -> None:
    task_id = both.opened()
    both.revise(task_id, name="Sweep")
    both.github.faults = [Said(status, {"message": "secondary rate limit"}, {"Retry-After": "90"})]
    both.outlet.work_off()
    asked = len(both.github.asks)
    both.clock.advance(timedelta(seconds=89))
    both.outlet.work_off()
    assert len(both.github.asks) == asked
    both.clock.advance(timedelta(seconds=1))
    both.work_off()
    assert both.github.issues[1]["title"] == "Sweep"


def test_what_fails_for_ever_stands_in_the_ledger_until_it_is_replayed(both: Both) -> None:
    task_id = both.opened()
    both.revise(task_id, name="Sweep")
    both.github.faults = [Said(500)] * TRIES
    for _ in range(TRIES):
        both.outlet.work_off()
        both.clock.advance(timedelta(hours=2))
    [report] = both.ledger()
    assert (report.outcome, report.task_id) == (Outcome.FAILED, task_id)
    both.work_off()
    assert both.writes() == []
    both.app.perform(both.sample.admin, deliveries.replay, report_id=report.id, **both.ways)
    both.work_off()
    assert both.github.issues[1]["title"] == "Sweep"


def test_a_no_is_told_and_stops_nothing_else(both: Both) -> None:
    first, second = both.opened("One"), both.opened("Two")
    del both.github.issues[1]
    both.github.issues[3] = {**both.github.issues[2], "number": 3, "id": 3}
    for task_id in (first, second):
        both.revise(task_id, description="snow")
    both.work_off()
    assert {it.task_id: it.outcome for it in both.ledger()} == {first: Outcome.REFUSED, second: Outcome.CHANGED}
    assert both.github.issues[2]["body"] == "snow"


def test_a_token_that_ends_in_the_middle_is_replaced(both: Both) -> None:
    task_id = both.opened()
    both.github.tokens += 1
    both.revise(task_id, name="Sweep")
    both.work_off()
    assert both.github.issues[1]["title"] == "Sweep"


def test_a_repository_with_another_number_is_followed(both: Both) -> None:
    task_id = both.opened()
    both.github.moved_to = 8
    both.revise(task_id, name="Sweep")
    both.work_off()
    assert both.github.issues[1]["title"] == "Sweep"


def test_while_it_is_halted_nothing_goes_out_and_nothing_is_forgotten(both: Both) -> None:
    task_id = both.opened()
    cause = Cause(new_id(both.app), "installation", "suspend")
    both.app.perform(Actor(), converging.halt, reason="suspended", cause=cause, **both.ways)
    both.revise(task_id, name="Sweep")
    both.work_off()
    assert both.writes() == []
    both.app.perform(Actor(), converging.halt, reason=None, cause=cause, **both.ways)
    both.work_off()
    assert both.github.issues[1]["title"] == "Sweep"
