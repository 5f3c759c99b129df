"""The fakes of the tests keep the same promises as what they stand for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, timedelta

import pytest

from tasktix.adapters.auth.passwords import ArgonPasswords
from tasktix.adapters.bell.in_process import InProcessBell
from tasktix.adapters.host.chance import SystemChance
from tasktix.adapters.host.clock import SystemClock
from tasktix.application.ports import Chance, Clock, Passwords, Store
from tests.builders import STRANGER
from tests.fakes import BusyStore, FakeClock, FakePasswords, SeededChance

each_clock = pytest.mark.parametrize("clock", [SystemClock(), FakeClock()], ids=["system", "fake"])
each_chance = pytest.mark.parametrize("chance", [SystemChance(), SeededChance()], ids=["system", "seeded"])
each_passwords = pytest.mark.parametrize("passwords", [ArgonPasswords(), FakePasswords()], ids=["argon", "fake"])


@each_clock
def test_a_clock_tells_whole_milliseconds_in_utc(clock: Clock) -> None:
    moment = clock.now()
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0


@each_clock
def test_a_clock_does_not_go_back(clock: Clock) -> None:
    earlier = clock.now()
    clock.pause(0.001)
    assert clock.now() - earlier >= timedelta(0)


@each_chance
def test_chance_stays_below_its_limit_and_reaches_all_of_it(chance: Chance) -> None:
    assert {chance.below(3) for _ in range(200)} == {0, 1, 2}
    assert chance.below(1) == 0


@each_chance
def test_tokens_differ_and_fit_in_a_cookie(chance: Chance) -> None:
    tokens = {chance.token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(43 <= len(token) <= 100 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


@each_passwords
def test_a_password_fits_its_own_hash_alone(passwords: Passwords) -> None:
    kept = passwords.hash("correct horse ⚡")
    assert passwords.verify(kept, "correct horse ⚡")
    assert not passwords.verify(kept, "correct horse")
    assert not passwords.verify(kept, "")


@each_passwords
def test_no_password_fits_nobody(passwords: Passwords) -> None:
    assert not passwords.verify(None, "correct horse ⚡")


def test_two_hashes_of_one_password_differ_and_fit_their_column() -> None:
    one, other = (ArgonPasswords().hash("correct horse") for _ in range(2))
    assert one != other
    assert max(len(one), len(other)) <= 256


def test_a_hash_that_is_damaged_fits_nothing() -> None:
    assert not ArgonPasswords().verify("$argon2id$damaged", "correct horse")


def test_a_bell_reaches_every_ear() -> None:
    bell, first, second = InProcessBell(), list[Collection[str]](), list[Collection[str]]()
    bell.listen(first.append)
    bell.listen(second.append)
    bell.ring(["a", "b"])
    assert first == second == [["a", "b"]]


def test_a_store_with_its_schema_has_no_fault(store: Store) -> None:
    assert store.schema_fault() is None
    assert BusyStore(store, losses=0).schema_fault() is None


def test_a_store_answers_what_the_use_case_answers(store: Store) -> None:
    assert store.write(STRANGER, lambda work: work.now).answer == store.read(lambda work: work.now)
