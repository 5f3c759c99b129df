"""Working off what came: in order, for every list, and one that fails does not stop the others."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

import attrs
import pytest

from tasktix.adapters.github.webhooks import GitHubWebhooks
from tasktix.adapters.memory.store import MemoryStore
from tasktix.application import deliveries, members, mirrors, snapshots
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.intake import Intake
from tasktix.application.ports import Unavailable
from tasktix.application.tracker import Parcel
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import ADMIN
from tasktix.domain.deliveries import Outcome, Report
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Repository
from tasktix.domain.tasks import Task
from tests.builders import login_of, new_application, new_list, sign_up
from tests.fakes import FakeAccounts, FakeClock, SeededChance

HELLO = Repository(186853002, "Codertocat/Hello-World", installation_id=5)


@attrs.define(eq=False)
class Yard:
    """People whose lists follow one repository."""

    app: Application
    ann: Actor
    intake: Intake
    faults: list[Exception]
    clock: FakeClock
    sent: int = 0

    def follow(self, person: Actor | None = None, **fields: Any) -> Id:
        person = person or self.ann
        list_id = new_list(self.app, person)
        self.app.perform(person, mirrors.link, list_id=list_id, repository=HELLO, fields=fields)
        return list_id

    def send(self, action: str = "opened", event: str = "issues", guid: str = "", **issue: Any) -> bool:
        self.sent += 1
        its = {
            "id": 1,
            "number": 1,
            "title": "Rake",
            "html_url": "https://github.com/Codertocat/Hello-World/issues/1",
            "state": "open",
            "created_at": "2026-11-22T12:00:00Z",
            "updated_at": f"2026-11-22T12:00:{self.sent:02}Z",
            **issue,
        }
        repository = {"id": HELLO.id, "full_name": HELLO.name}
        self.clock.advance(timedelta(milliseconds=1))
        body: dict[str, Any] = {"action": action, "installation": {"id": 5}, "repository": repository}
        if event == "issues":
            body["issue"] = its
        parcel = Parcel("1", guid or f"guid {self.sent}", event, action, HELLO.id, json.dumps(body))
        return self.app.perform(SYSTEM, deliveries.receive, parcel=parcel)

    def tasks(self, list_id: Id) -> list[Task]:
        return list(self.app.look(self.ann, snapshots.of_list, list_id=list_id).tasks)

    def ledger(self, list_id: Id) -> list[Report]:
        """Oldest first."""
        return list(reversed(self.app.look(self.ann, mirrors.ledger, list_id=list_id).reports))

    def outcomes(self, list_id: Id) -> list[Outcome]:
        return [it.outcome for it in self.ledger(list_id)]


@pytest.fixture
def yard() -> Yard:
    clock, chance = FakeClock(), SeededChance()
    app = new_application(MemoryStore(clock, chance), clock, chance)
    faults: list[Exception] = []
    return Yard(app, sign_up(app), Intake(app, GitHubWebhooks(), FakeAccounts(), faults.append), faults, clock)


def test_every_list_that_follows_gets_a_task(yard: Yard) -> None:
    both = [yard.follow(), yard.follow()]
    other = new_list(yard.app, yard.ann)
    yard.send(title="Rake")
    assert yard.intake.work_off() is False
    assert [[task.name for task in yard.tasks(it)] for it in (*both, other)] == [["Rake"], ["Rake"], []]
    assert [yard.outcomes(it) for it in both] == [[Outcome.MADE]] * 2


def test_what_waits_is_worked_off_in_the_order_in_which_it_came(yard: Yard) -> None:
    list_id = yard.follow()
    for title in ("One", "Two", "Three"):
        yard.send("edited", title=title)
    yard.intake.work_off()
    assert [task.name for task in yard.tasks(list_id)] == ["Three"]
    assert len(yard.ledger(list_id)) == 3


def test_the_same_delivery_again_does_nothing(yard: Yard) -> None:
    list_id = yard.follow()
    assert yard.send(guid="same") is True
    assert yard.send(guid="same", title="Other") is False
    yard.intake.work_off()
    assert yard.send(guid="same", title="Other") is False
    yard.intake.work_off()
    assert [task.name for task in yard.tasks(list_id)] == ["Rake"]
    assert len(yard.ledger(list_id)) == 1


def test_who_linked_and_may_no_more_is_refused_and_the_others_go_on(yard: Yard) -> None:
    bea = sign_up(yard.app)
    hers, mine = yard.follow(bea), yard.follow()
    yard.app.perform(bea, members.add, list_id=hers, login=login_of(yard.app, yard.ann), role=ADMIN.name)
    yard.app.perform(bea, members.remove, list_id=hers, user_id=bea.user_id)
    yard.send()
    yard.intake.work_off()
    assert (yard.outcomes(hers), yard.outcomes(mine)) == ([Outcome.REFUSED], [Outcome.MADE])
    assert yard.tasks(hers) == []
    yard.app.perform(yard.ann, mirrors.link, list_id=hers, repository=HELLO, fields={})
    yard.send("edited")
    yard.intake.work_off()
    assert [task.name for task in yard.tasks(hers)] == ["Rake"]


class Fault(Exception):
    pass


SOMEBODY = [{"id": 77}]


@attrs.define(eq=False)
class Failing(FakeAccounts):
    """Accounts that cannot be looked up, so often."""

    times: int = 0
    error: type[Exception] = Fault

    def users(self, work: UnitOfWork, accounts: Collection[str]) -> Mapping[str, Id]:
        if self.times:
            self.times -= 1
            raise self.error
        return {}


def test_a_fault_fails_one_list_and_is_told(yard: Yard) -> None:
    one, two = sorted((yard.follow(), yard.follow()))
    yard.intake = attrs.evolve(yard.intake, accounts=Failing(times=1))
    yard.send(guid="bad", assignees=SOMEBODY)
    yard.intake.work_off()
    assert (yard.outcomes(one), yard.outcomes(two)) == ([Outcome.FAILED], [Outcome.MADE])
    assert [type(it) for it in yard.faults] == [Fault]
    assert yard.ledger(one)[0].detail == "Fault"


@pytest.mark.parametrize("again", ["sent again", "replayed"])
def test_what_failed_is_done_when_it_comes_again(yard: Yard, again: str) -> None:
    list_id = yard.follow()
    yard.intake = attrs.evolve(yard.intake, accounts=Failing(times=1))
    yard.send(guid="bad", assignees=SOMEBODY)
    yard.intake.work_off()
    if again == "sent again":
        assert yard.send(guid="bad", assignees=SOMEBODY) is True
    else:
        [report] = yard.ledger(list_id)
        yard.app.perform(yard.ann, deliveries.replay, list_id=list_id, report_id=report.id)
    yard.intake.work_off()
    [report] = yard.ledger(list_id)
    assert (report.outcome, report.tries) == (Outcome.MADE, 2)
    assert len(yard.tasks(list_id)) == 1


def test_a_replay_of_what_went_well_changes_nothing(yard: Yard) -> None:
    list_id = yard.follow()
    yard.send()
    yard.intake.work_off()
    [report] = yard.ledger(list_id)
    yard.app.perform(yard.ann, deliveries.replay, list_id=list_id, report_id=report.id)
    yard.intake.work_off()
    assert yard.outcomes(list_id) == [Outcome.UNCHANGED]
    assert len(yard.tasks(list_id)) == 1
    with pytest.raises(NotFound):
        yard.app.perform(yard.ann, deliveries.replay, list_id=list_id, report_id="0" * 16)


def test_while_the_store_is_away_everything_waits(yard: Yard) -> None:
    list_id = yard.follow()
    yard.intake = attrs.evolve(yard.intake, accounts=Failing(times=1, error=Unavailable))
    yard.send(assignees=SOMEBODY)
    with pytest.raises(Unavailable):
        yard.intake.work_off()
    assert yard.ledger(list_id) == []
    yard.intake.work_off()
    assert yard.outcomes(list_id) == [Outcome.MADE]


def test_actions_that_are_not_followed_are_counted(yard: Yard) -> None:
    list_id = yard.follow()
    for action in ("pinned", "locked", "typed", "some_new_one"):
        yard.send(action)
    yard.send("", "ping")
    yard.send("created", "star")
    yard.intake.work_off()
    assert yard.outcomes(list_id) == [Outcome.IGNORED] * 4


def test_accounts_that_are_known_are_assigned(yard: Yard) -> None:
    list_id = yard.follow()
    yard.intake = attrs.evolve(yard.intake, accounts=FakeAccounts({"77": yard.ann.user_id}))
    yard.send(assignees=[{"id": 77}, {"id": 78}])
    yard.intake.work_off()
    assert [task.assignees for task in yard.tasks(list_id)] == [(yard.ann.user_id,)]
    yard.send("unassigned", assignees=[{"id": 78}])
    yard.intake.work_off()
    assert [task.assignees for task in yard.tasks(list_id)] == [()]


def test_deleted_and_transferred(yard: Yard) -> None:
    list_id = yard.follow()
    yard.send()
    yard.send(id=2, number=2, title="Sweep")
    yard.send("deleted")
    yard.send("transferred", id=2, number=2)
    yard.intake.work_off()
    assert [(task.name, task.issue) for task in yard.tasks(list_id)] == [("Sweep", None)]


def test_a_repository_that_is_renamed_gone_or_out_of_reach(yard: Yard) -> None:
    list_id = yard.follow()

    def mirror() -> tuple[str, bool]:
        found = yard.app.look(yard.ann, mirrors.show, list_id=list_id)
        return found.repository, found.halted is not None

    for event, action, expected in (
        ("repository", "renamed", (HELLO.name, False)),
        ("installation", "suspend", (HELLO.name, True)),
        ("installation", "unsuspend", (HELLO.name, False)),
        ("repository", "deleted", (HELLO.name, True)),
    ):
        yard.send(action, event)
        yard.intake.work_off()
        assert mirror() == expected, (event, action)


def test_many_that_wait_are_worked_off_in_several_rounds(yard: Yard) -> None:
    list_id = yard.follow()
    for number in range(deliveries.AT_ONCE + 1):
        yard.send(id=number + 1, number=number + 1, updated_at="2026-11-22T12:00:00Z")
    assert yard.intake.work_off() is True
    assert yard.intake.work_off() is False
    assert len(yard.tasks(list_id)) == deliveries.AT_ONCE + 1
