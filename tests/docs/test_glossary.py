"""The glossary has the words that developers meet first."""

from __future__ import annotations

import inspect
import re
from typing import Final

import tasktix
from tests.docs.pages import ROOT

PAGE: Final = ROOT / "docs" / "glossary.md"


def words() -> list[str]:
    return [word for cell in re.findall(r"\*\*(.+?)\*\*", PAGE.read_text()) for word in cell.split(", ")]


def test_what_tasktix_exports_has_its_word() -> None:
    nouns = [
        name
        for name in tasktix.__all__
        if inspect.isclass(it := getattr(tasktix, name)) and not issubclass(it, Exception)
    ]
    assert {name for name in nouns if name not in words()} == set()


def test_no_word_is_told_twice() -> None:
    assert sorted(set(words())) == sorted(words())
