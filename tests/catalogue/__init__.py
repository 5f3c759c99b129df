"""Every use case: what it needs, and a call of it that is right.

Tests walk this table; one of them fails for a use case that is not in it. A use case that does two things has a row
for each.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Final

from tasktix import application as package
from tasktix.application import accounts, factors, history
from tests.catalogue import of_lists, of_mirrors, of_oneself, of_people, of_tasks
from tests.catalogue.row import Access, Row, UseCase

__all__ = ["ROWS", "SETTLING", "WRITING", "Access", "Row", "use_cases"]

ROWS: Final = (*of_lists.ROWS, *of_mirrors.ROWS, *of_tasks.ROWS, *of_people.ROWS, *of_oneself.ROWS)

WRITING: Final = [row for row in ROWS if row.writes]
SETTLING: Final = [row for row in ROWS if row.settles]

_NO_USE_CASES: Final = {"guards", "demolition", "undoing", "calendars", "reading", "profiles", "places", "reporting"}
"""Modules whose functions take `work` and are parts of use cases."""


_OF_OTHERS: Final[set[UseCase]] = {history.undo, history.undo_own, accounts.delete, factors.turn_on}
"""Need what another use case made: tests/contract/test_undo.py does this whole table and undoes it,
test_second_factor.py turns on what was offered. After an account is deleted there is nobody left to look:
test_deletion.py."""


def use_cases() -> Iterator[UseCase]:
    """Every public function of the application whose first parameter is `work`, but for those `_OF_OTHERS`."""
    for module in pkgutil.iter_modules(package.__path__):
        if module.name in _NO_USE_CASES:
            continue
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            takes_work = next(iter(inspect.signature(function).parameters), None) == "work"
            if is_own and takes_work and function not in _OF_OTHERS:
                yield function
