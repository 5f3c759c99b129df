"""What docs/architecture.md says of the program is so."""

from __future__ import annotations

import re
from typing import Final

from tests.contract.test_statements import STATEMENTS
from tests.docs.pages import ROOT, chapter, rows

PAGE: Final = ROOT / "docs" / "architecture.md"
_USE_CASE: Final = re.compile(r"`([\w.]+)`((?: \(.+\))?)")


def use_case(cell: str) -> str:
    found = _USE_CASE.fullmatch(cell)
    assert found, cell
    return found[1] + found[2]


def test_the_table_of_statements_is_what_is_counted() -> None:
    table = [(use_case(name), int(count)) for name, count, _ in rows(chapter(PAGE, "What each use case costs"))]
    assert dict(table) == STATEMENTS
    assert len(table) == len(STATEMENTS)


def test_every_row_of_it_has_a_few_words() -> None:
    assert all(words for *_, words in rows(chapter(PAGE, "What each use case costs")))


def test_files_that_it_names_are_there() -> None:
    """From the root, or as `http/hub.py` from its layer."""
    source = ROOT / "src" / "tasktix"
    folders = (ROOT, source, source / "application", source / "adapters")
    named = set(re.findall(r"`([\w/]+/\w+\.py)`", PAGE.read_text()))
    assert named
    assert {name for name in named if not any((folder / name).exists() for folder in folders)} == set()
