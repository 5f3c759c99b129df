"""Several requests at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from tests.http.client import Answer

PATIENCE: Final = 30.0

each_round: Final = pytest.mark.parametrize("attempt", range(6))
"""What comes first differs from round to round."""


def together(*asks: Callable[[], Answer]) -> list[Answer]:
    """The answers, in the order of the requests. None of them is a fault of the server."""
    start = threading.Barrier(len(asks), timeout=PATIENCE)

    def ask(one: Callable[[], Answer]) -> Answer:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(asks)) as pool:
        answers = list(pool.map(ask, asks))
    assert all(it.status < 500 for it in answers), answers
    return answers


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(it.status for it in answers)
