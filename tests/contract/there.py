"""The tracker's side of a list that follows: how an issue looks there, and telling the list of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs

from tasktix.application import converging, mirrors, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.reporting import Cause
from tasktix.domain.deliveries import Report
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue, Sighting, fitting
from tasktix.domain.tasks import Task
from tests.builders import REPOSITORY, Sample, new_id
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
