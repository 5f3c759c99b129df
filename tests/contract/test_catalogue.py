"""The table of use cases is complete, and the use cases say of themselves what it says of them."""

from __future__ import annotations

import pytest

from tasktix.domain.access import Permission
from tests.catalogue import ROWS, Row, use_cases


def test_every_use_case_is_listed() -> None:
    listed = {row.use_case for row in ROWS}
    assert not [f"{it.__module__}.{it.__name__}" for it in use_cases() if it not in listed]


def test_the_walk_finds_use_cases() -> None:
    assert {row.use_case for row in ROWS} <= set(use_cases())


def test_no_row_is_listed_twice() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", [row for row in ROWS if isinstance(row.needs, Permission)], ids=lambda row: row.name)
def test_the_first_words_of_a_use_case_are_its_access_rule(row: Row) -> None:
    assert (row.use_case.__doc__ or "").startswith(f"Needs `{row.needs}`")


def test_every_permission_is_needed_by_a_use_case() -> None:
    assert {row.needs for row in ROWS if isinstance(row.needs, Permission)} == set(Permission)
