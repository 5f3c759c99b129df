"""What docs/embedding.md tells developers to write does what it says."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Final

import attrs
import pytest

import tasktix
from tasktix.application.ports import OutcomeUnknown, Unavailable
from tasktix.domain import errors
from tasktix.domain.filters.parser import FilterError
from tasktix.entrypoints.parsing import WrongSetting
from tests.docs.pages import ROOT, Example, chapter, chapters, examples, rows
from tests.harness.mariadb import MariaDB

PAGE: Final = ROOT / "docs" / "embedding.md"
EXAMPLES: Final = examples(PAGE)
MYSQL: Final = "mysql://tasktix:secret@127.0.0.1:3306/tasktix"
"""An example that has this address needs a server; in a test it gets that of ours."""

ALONE: Final = [example for example in EXAMPLES if MYSQL not in example.code]
WITH_SERVER: Final = [example for example in EXAMPLES if MYSQL in example.code]
WITHOUT_EXAMPLE: Final = {"Errors", "What is stable"}

each = pytest.mark.parametrize("example", ALONE, ids=lambda example: example.chapter)


@each
def test_an_example_prints_what_the_page_says(example: Example, tmp_path: Path) -> None:
    assert example.run(tmp_path) == (example.output, "")


@pytest.mark.parametrize("example", WITH_SERVER, ids=lambda example: example.chapter)
def test_an_example_on_a_server_prints_what_the_page_says(example: Example, tmp_path: Path, mariadb: MariaDB) -> None:
    here = attrs.evolve(example, code=example.code.replace(MYSQL, mariadb.new_database("docs")))
    assert here.run(tmp_path) == (example.output, "")


def test_every_chapter_has_an_example() -> None:
    assert {title for title, _ in chapters(PAGE)} - {example.chapter for example in EXAMPLES} == WITHOUT_EXAMPLE
    assert WITH_SERVER


def test_the_table_of_errors_has_every_error() -> None:
    refusals = {
        f"errors.{name}"
        for name, it in inspect.getmembers(errors, inspect.isclass)
        if issubclass(it, errors.Refused) and it.__module__ == errors.__name__
    }
    others = {it.__name__ for it in (FilterError, Unavailable, OutcomeUnknown, WrongSetting)}
    assert {row[0].strip("`") for row in rows(chapter(PAGE, "Errors"))} == refusals | others


def test_what_an_error_is_said_to_carry_it_carries() -> None:
    for name, _, carried in rows(chapter(PAGE, "Errors")):
        if name.startswith("`errors.") and carried:
            attribute = re.findall(r"`(\w+)`", carried)[0]
            assert attribute in inspect.getsource(getattr(errors, name.strip("`").removeprefix("errors.")))


def test_examples_import_what_tasktix_exports_and_little_else() -> None:
    """What an example has to look for deeper is what the package should export, or what the page calls deep."""
    deeper = {line for example in EXAMPLES for line in example.code.splitlines() if line.startswith("from tasktix.")}
    assert deeper == {"from tasktix.domain.aggregate import Origin"}
    named = {
        name.strip()
        for example in EXAMPLES
        for line in re.findall(r"^from tasktix import (.+)$", example.code, re.MULTILINE)
        for name in line.split(",")
    }
    assert named <= set(tasktix.__all__)
