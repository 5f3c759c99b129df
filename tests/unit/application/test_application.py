"""`perform`: tried again while it may succeed, and the bell rings only for what was written."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from tasktix.adapters.bell.in_process import InProcessBell
from tasktix.adapters.memory.store import MemoryStore
from tasktix.application import accounts, lists
from tasktix.application.actor import Actor
from tasktix.application.application import ATTEMPTS, FIRST_PAUSE, Application
from tasktix.application.ports import Unavailable
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NotFound, NotSignedIn
from tests.builders import STRANGER, new_application, new_list, sign_up
from tests.fakes import BusyStore, FakeClock, SeededChance


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def application_that_loses(losses: int, clock: FakeClock) -> tuple[Application, BusyStore]:
    store = BusyStore(MemoryStore(clock, SeededChance()), losses)
    return new_application(store, clock), store


def answer_42(_work: UnitOfWork, _actor: Actor) -> int:
    return 42


@pytest.mark.parametrize("losses", [0, 1, ATTEMPTS - 1])
def test_a_lost_race_is_run_again(losses: int, clock: FakeClock) -> None:
    application, store = application_that_loses(losses, clock)
    assert application.perform(STRANGER, answer_42) == 42
    assert store.writes == losses + 1


def test_after_the_last_attempt_the_store_is_unavailable(clock: FakeClock) -> None:
    application, store = application_that_loses(ATTEMPTS, clock)
    with pytest.raises(Unavailable):
        application.perform(STRANGER, answer_42)
    assert store.writes == ATTEMPTS


def test_each_pause_is_about_twice_as_long_as_the_one_before(clock: FakeClock) -> None:
    application, _ = application_that_loses(ATTEMPTS - 1, clock)
    application.perform(STRANGER, answer_42)
    for turn, pause in enumerate(clock.pauses):
        longest = FIRST_PAUSE * 2**turn
        assert longest / 2 <= pause <= longest
    assert len({pause / 2**turn for turn, pause in enumerate(clock.pauses)}) > 1, "rivals must not meet again"


def test_nobody_waits_for_an_attempt_that_is_not_made(clock: FakeClock) -> None:
    application, _ = application_that_loses(ATTEMPTS, clock)
    with pytest.raises(Unavailable):
        application.perform(STRANGER, answer_42)
    assert len(clock.pauses) == ATTEMPTS - 1


def test_a_refusal_is_not_tried_again(clock: FakeClock) -> None:
    application, store = application_that_loses(0, clock)
    with pytest.raises(NotSignedIn):
        application.perform(STRANGER, accounts.me)
    assert store.writes == 1


# the bell


@pytest.fixture
def rings() -> list[Collection[str]]:
    return []


@pytest.fixture
def application(rings: list[Collection[str]], clock: FakeClock) -> Application:
    """Whose every ring is heard."""
    bell = InProcessBell()
    bell.listen(lambda audiences: rings.append(set(audiences)))
    return new_application(MemoryStore(clock, SeededChance()), clock, bell=bell)


def test_the_bell_names_the_audiences_of_the_new_entries(
    application: Application, rings: list[Collection[str]]
) -> None:
    person = sign_up(application)
    rings.clear()
    list_id = new_list(application, person)
    assert rings == [{list_id, person.user_id}]


def test_the_bell_is_silent_where_nothing_was_written(application: Application, rings: list[Collection[str]]) -> None:
    person = sign_up(application)
    list_id = new_list(application, person)
    rings.clear()

    application.perform(person, lists.revise, list_id=list_id, fields={"name": "Garden"})
    application.look(person, lists.overviews)
    with pytest.raises(NotFound):
        application.perform(person, lists.delete, list_id="0" * 16)

    assert rings == []


def test_an_outcome_says_which_entries_were_made(application: Application) -> None:
    person = sign_up(application)
    list_id = new_list(application, person)
    outcome = application.commit(person, lists.revise, list_id=list_id, fields={"name": "Orchard"})
    assert outcome.positions == {list_id: 2}
    assert outcome.answer.name == "Orchard"
