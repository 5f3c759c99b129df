"""An issue's present state becomes its task's, in every store: by ordinary changes, as who linked the list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest

from tasktix.application import converging, history, members, mirrors, sections, tags, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.reporting import Cause
from tasktix.domain.access import COLLABORATOR, STAKEHOLDER
from tasktix.domain.deliveries import Outcome, Report
from tasktix.domain.errors import Forbidden, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue, Sighting, fitting
from tasktix.domain.tasks import Task
from tasktix.domain.words import Status
from tests.builders import REPOSITORY, Sample, join, new_id
from tests.contract.view import view_of_list
from tests.fakes import FakeAccounts


@attrs.define(eq=False)
class There:
    """An issue of the repository that the sample follows, and what comes of it here."""

    app: Application
    sample: Sample
    number: int = 7
    now: datetime = attrs.field(init=False)
    last: dict[str, Any] = attrs.field(factory=dict, init=False)
    people: dict[str, Id] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.now = self.app.clock.now().replace(microsecond=0)

    @property
    def linker(self) -> Actor:
        return Actor(user=self.sample.admin.user_id, via="github")

    def looks(self, *, title: str = "", body: str = "", closed: bool | None = None, **more: Any) -> Sighting:
        """What is not said is as it was."""
        said = {"title": title, "body": body, "closed": closed, **more}
        its: dict[str, Any] = {"title": "Rake", "body": "leaves", "closed": False, **self.last}
        its |= {name: it for name, it in said.items() if it not in ("", None)}
        self.last = its
        names = {name: its[name] for name in ("labels", "assignees", "due") if name in its}
        return Sighting(
            repository_id=REPOSITORY.id,
            id=70 + self.number,
            issue=Issue(
                f"https://github.com/ann/garden/issues/{self.number}",
                self.number,
                "ann/garden",
                "closed" if its["closed"] else "open",
            ),
            values=fitting(its["title"], its["body"], is_closed=its["closed"], **names),
            created_at=self.now,
            updated_at=self.now,
            reason=its.get("reason"),
        )

    def tell(self, sighting: Sighting, actor: Actor | None = None) -> Report:
        report = self.app.perform(
            actor or self.linker,
            converging.converge,
            list_id=self.sample.id,
            sighting=sighting,
            people=FakeAccounts(self.people).users,
            cause=Cause(new_id(self.app), "issues", "edited"),
        )
        assert report is not None
        return report

    def is_now(self, **how: Any) -> Report:
        self.now += timedelta(seconds=1)
        return self.tell(self.looks(**how))

    def is_lost(self, *, is_moved: bool) -> Report:
        self.now += timedelta(seconds=1)
        report = self.app.perform(
            self.linker,
            converging.lose,
            list_id=self.sample.id,
            sighting=self.looks(),
            is_moved=is_moved,
            cause=Cause(new_id(self.app), "issues", "deleted"),
        )
        assert report is not None
        return report

    def task(self) -> Task:
        [found] = [it for it in self.tasks() if it.issue is not None and it.issue.number == self.number]
        return found

    def tasks(self) -> list[Task]:
        things = view_of_list(self.app, self.sample.admin, self.sample.id).things
        ids = [thing_id for kind, thing_id in things if kind == "task"]
        return [self.app.look(self.sample.admin, tasks.show, list_id=self.sample.id, task_id=it) for it in ids]


@pytest.fixture
def there(app: Application, sample: Sample) -> There:
    return There(app, sample)


def settings(app: Application, sample: Sample, **fields: Any) -> None:
    section_id = fields.pop("section_id", None)
    app.perform(
        sample.admin, mirrors.link, list_id=sample.id, repository=REPOSITORY, fields=fields, section_id=section_id
    )


def revise(app: Application, sample: Sample, task: Task, **fields: Any) -> None:
    app.perform(sample.admin, tasks.revise, list_id=sample.id, task_id=task.id, fields=fields)


def names(app: Application, sample: Sample, tag_ids: tuple[Id, ...]) -> set[str]:
    things = view_of_list(app, sample.admin, sample.id).things
    return {things["tag", it]["name"] for it in tag_ids}


# ------------------------------------------------------------------------------------------- a new issue


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


# ------------------------------------------------------------------------------------------- what follows


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


# ------------------------------------------------------------------------------------------- what is gone


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


# ------------------------------------------------------------------------------------------- who may


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
