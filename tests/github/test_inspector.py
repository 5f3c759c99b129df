"""Once a day it is asked whether who linked a list still reaches its repository: what they lost does not come in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasktix.application import inspecting, mirrors
from tasktix.application.actor import SYSTEM
from tasktix.application.inspector import NO_ACCOUNT, NO_REACH
from tasktix.application.reporting import Cause
from tasktix.domain.deliveries import Outcome, Report
from tasktix.domain.mirrors import Mirror, Repository
from tests.fakes import FakeClock
from tests.github.both import GARDEN, Both
from tests.harness.fake_github import Said

CAUSE = Cause(None, "repository", "check")
DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def tomorrow(both: Both, clock: FakeClock) -> Both:
    """The list was linked a day ago."""
    clock.advance(DAY)
    both.clock.advance(DAY)
    return both


def mirror(both: Both) -> Mirror:
    return both.app.look(both.sample.admin, mirrors.show, **both.ways)


def checks(both: Both) -> list[Report]:
    found = both.app.look(both.sample.admin, mirrors.ledger, **both.ways).reports
    return [it for it in found if it.action == "check"]


def asked(both: Both) -> int:
    return len([it for it in both.github.asks if it.path.startswith("/user/installations?")])


def test_who_has_just_linked_it_is_not_asked(both: Both) -> None:
    both.inspector.inspect()
    assert mirror(both).halted is None
    assert asked(both) == 0


def test_what_is_reached_goes_on_for_another_day(tomorrow: Both) -> None:
    for _ in range(3):
        tomorrow.inspector.inspect()
    assert mirror(tomorrow).halted is None
    assert asked(tomorrow) == 1
    assert checks(tomorrow) == []


def test_what_is_not_reached_any_more_halts_and_nothing_comes_in(tomorrow: Both) -> None:
    task_id = tomorrow.opened()
    tomorrow.github.reaches = False
    tomorrow.inspector.inspect()
    assert mirror(tomorrow).halted == NO_REACH
    assert [(it.outcome, it.detail) for it in checks(tomorrow)] == [(Outcome.CHANGED, NO_REACH)]
    tomorrow.github.change(1, title="Secret")
    assert tomorrow.hear(1).outcome is Outcome.IGNORED
    assert tomorrow.task(task_id).name == "Rake"


def test_what_is_reached_again_goes_on_where_it_was(tomorrow: Both, clock: FakeClock) -> None:
    tomorrow.github.reaches = False
    tomorrow.inspector.inspect()
    tomorrow.github.open("Meanwhile")
    tomorrow.github.reaches, tomorrow.github.installation = True, 33
    clock.advance(DAY)
    tomorrow.clock.advance(DAY)
    tomorrow.inspector.inspect()
    assert mirror(tomorrow).halted is None
    assert mirror(tomorrow).place == Repository(GARDEN.id, GARDEN.name, installation_id=33)
    tomorrow.broom.sweep()
    assert "Meanwhile" in {it.name for it in tomorrow.tasks()}


def test_who_has_no_account_there_any_more(tomorrow: Both) -> None:
    tomorrow.accounts.tokens.clear()
    tomorrow.inspector.inspect()
    assert mirror(tomorrow).halted == NO_ACCOUNT


def later(both: Both, clock: FakeClock, wait: timedelta) -> None:
    clock.advance(wait)
    both.clock.advance(wait)


def test_while_github_does_not_answer_nothing_halts(tomorrow: Both, clock: FakeClock) -> None:
    tomorrow.github.faults = [Said(500)]
    for _ in range(2):
        tomorrow.inspector.inspect()
    assert mirror(tomorrow).halted is None
    assert asked(tomorrow) == 1
    assert [(it.outcome, it.detail) for it in checks(tomorrow)] == [(Outcome.FAILED, "500 ")]
    later(tomorrow, clock, timedelta(hours=1, seconds=1))
    tomorrow.github.faults = [Said(429, None, {"Retry-After": "30"})]
    tomorrow.inspector.inspect()
    later(tomorrow, clock, timedelta(seconds=31))
    for _ in range(2):
        tomorrow.inspector.inspect()
    assert asked(tomorrow) == 3
    assert mirror(tomorrow).halted is None


def test_what_halted_is_asked_about_once_an_hour(tomorrow: Both, clock: FakeClock) -> None:
    tomorrow.github.reaches = False
    for _ in range(2):
        tomorrow.inspector.inspect()
    assert asked(tomorrow) == 1
    tomorrow.github.reaches = True
    later(tomorrow, clock, timedelta(hours=1, seconds=1))
    for _ in range(2):
        tomorrow.inspector.inspect()
    assert asked(tomorrow) == 2
    assert mirror(tomorrow).halted is None


def test_who_links_it_anew_meanwhile_is_right(tomorrow: Both) -> None:
    """While GitHub is asked, the list is linked to another repository."""
    asked, other = mirror(tomorrow), Repository(8, "ann/orchard")
    tomorrow.app.perform(tomorrow.sample.admin, mirrors.link, repository=other, fields={}, **tomorrow.ways)
    tomorrow.app.perform(SYSTEM, inspecting.conclude, asked=asked, found=None, reason="gone", cause=CAUSE)
    assert mirror(tomorrow).halted is None


def test_a_list_that_is_linked_again_goes_on(tomorrow: Both) -> None:
    tomorrow.github.reaches = False
    tomorrow.inspector.inspect()
    tomorrow.link()
    assert mirror(tomorrow).halted is None
