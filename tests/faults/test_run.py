"""The fault run. TASKTIX_TEST_FAULTS=long is the long form, of at least 500 faults; TASKTIX_TEST_SEED=… runs one again.

The same seed gives the same people, commands and faults; in which moment each meets the other is the machine's choice.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.faults import checker
from tests.faults.run import IS_LONG, Plan, Result, run
from tests.harness.mariadb import MariaDB


@pytest.fixture
def seed() -> int:
    seed = int(os.environ.get("TASKTIX_TEST_SEED") or random.SystemRandom().randrange(10**6))
    print(f"TASKTIX_TEST_SEED={seed}")
    return seed


def assert_all_promises_kept(result: Result) -> None:
    print(result)
    faults = checker.faults(result.record)
    assert not faults, f"{len(faults)} broken promises:\n" + "\n".join(faults[:40])
    assert not result.internal_errors, result.internal_errors[:20]
    assert any(write.is_acknowledged for write in result.record.writes)


def test_on_mariadb(own_mariadb: MariaDB, seed: int) -> None:
    plan = Plan(seed, faults=500, seconds=300, pause=0.4) if IS_LONG else Plan(seed, faults=30, seconds=30)
    assert_all_promises_kept(run(plan, own_mariadb))


def test_on_sqlite(seed: int) -> None:
    plan = Plan(seed, faults=100, seconds=60) if IS_LONG else Plan(seed, faults=8, seconds=12)
    assert_all_promises_kept(run(plan, None))
