"""The general limit on writes."""

from __future__ import annotations

import pytest

from tasktix.adapters.http.brake import BURST, Brake
from tasktix.domain.errors import TooMany

ENOUGH = BURST * 3
"""Far more than a slow machine's bucket empties of meanwhile."""


def test_who_writes_too_fast_is_told_to_wait() -> None:
    brake = Brake()

    def write_fast() -> None:
        for _ in range(ENOUGH):
            brake.require("ann")

    with pytest.raises(TooMany) as refusal:
        write_fast()
    assert refusal.value.seconds == 1
    brake.require("ben")


def test_a_burst_is_let_through() -> None:
    brake = Brake()
    for _ in range(BURST):
        brake.require("ann")


def test_it_can_be_switched_off() -> None:
    brake = Brake(is_on=False)
    for _ in range(ENOUGH):
        brake.require("ann")
