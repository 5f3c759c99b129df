"""A list and the repository that it follows, on both sides of a line that tests can break."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tasktix.adapters.github.keys import AppKeys
from tasktix.adapters.github.line import Line
from tasktix.adapters.github.tracker import GitHubTracker
from tasktix.adapters.github.webhooks import GitHubWebhooks
from tasktix.application import converging, deliveries, mirrors, tasks
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.broom import Broom
from tasktix.application.inspector import Inspector
from tasktix.application.intake import Intake
from tasktix.application.outlet import Outlet
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Parcel
from tasktix.domain.deliveries import Report, Way
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Repository
from tasktix.domain.tasks import Task
from tests.builders import Sample, new_id, new_sample
from tests.fakes import FakeAccounts, FakeClock
from tests.harness.fake_github import FakeGitHub

GARDEN: Final = Repository(7, "ann/garden", installation_id=3)


@attrs.define(eq=False)
class Both:
    """A list and the repository that it follows."""

    app: Application
    sample: Sample
    github: FakeGitHub
    outlet: Outlet
    broom: Broom
    inspector: Inspector
    accounts: FakeAccounts
    intake: Intake
    clock: FakeClock
    faults: list[Exception]
    sent: list[Parcel] = attrs.field(factory=list)
    """What the repository has delivered; nothing is taken by itself."""

    @classmethod
    def of(cls, app: Application, clock: FakeClock, github: FakeGitHub, key: RSAPrivateKey) -> Both:
        line = Line(github.url)
        sample = new_sample(app)
        accounts = FakeAccounts(tokens={sample.admin.user_id: "ann's"})
        tracker = GitHubTracker(line, accounts, AppKeys("12", key, line))
        faults: list[Exception] = []
        ways: Any = {"application": app, "accounts": accounts, "told": faults.append}
        made = cls(
            app,
            sample,
            github,
            Outlet(tracker=tracker, **ways),
            Broom(tracker=tracker, **ways),
            Inspector(app, tracker),
            accounts,
            Intake(webhooks=GitHubWebhooks(), **ways),
            clock,
            faults,
        )
        github.told = made.deliver
        made.link()
        return made

    def deliver(self, action: str, issue: dict[str, Any]) -> None:
        body = json.dumps({"action": action, "issue": issue, "repository": {"id": 7, "full_name": "ann/garden"}})
        self.sent.append(Parcel("1", f"{self.sample.id} {len(self.sent)}", "issues", action, 7, body))

    def take(self, *parcels: Parcel) -> None:
        """Deliveries arrive, and are worked off."""
        for parcel in parcels:
            self.app.perform(SYSTEM, deliveries.receive, parcel=parcel)
        while self.intake.work_off():
            pass

    @property
    def ways(self) -> dict[str, Any]:
        return {"list_id": self.sample.id}

    def link(self, **fields: Any) -> None:
        self.app.perform(self.sample.admin, mirrors.link, repository=GARDEN, fields=fields, **self.ways)

    def opened(self, title: str = "Rake") -> Id:
        """An issue there, and its task here."""
        number = self.github.open(title, "leaves")["number"]
        self.hear(number)
        [task_id] = [it.id for it in self.tasks() if it.issue is not None and it.issue.number == number]
        return task_id

    def hear(self, number: int) -> Report:
        """Of an issue as it is there now."""
        seen = self.outlet.tracker.issue(GARDEN, number)
        assert seen is not None
        by_linker = Actor(user=self.sample.admin.user_id, via="github")
        cause = Cause(new_id(self.app), "issues", "edited")
        report = self.app.perform(
            by_linker, converging.converge, sighting=seen, people=self.accounts.users, cause=cause, **self.ways
        )
        assert report is not None
        return report

    def revise(self, task_id: Id, **fields: Any) -> None:
        self.app.perform(self.sample.admin, tasks.revise, task_id=task_id, fields=fields, **self.ways)

    def task(self, task_id: Id) -> Task:
        return self.app.look(self.sample.admin, tasks.show, task_id=task_id, **self.ways)

    def tasks(self) -> list[Task]:
        found = self.app.look(Actor(), lambda work, _: work.tasks.in_list(self.sample.id, completed=True))
        return list(found)

    def ledger(self) -> list[Report]:
        """What went out, oldest first."""
        found = self.app.look(self.sample.admin, mirrors.ledger, limit=200, **self.ways).reports
        return sorted((it for it in found if it.way is Way.OUT), key=lambda it: (it.at, it.id))

    def writes(self) -> list[tuple[str, str]]:
        return [(it.method, it.path) for it in self.github.asks if it.method != "GET" and "/app/" not in it.path]

    def work_off(self) -> None:
        """Until nothing is left to do but what waits."""
        for _ in range(4):
            self.outlet.work_off()
