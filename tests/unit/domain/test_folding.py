"""Two spellings of the same text have one folded form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.domain.folding import fold

texts = st.text(st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Later", "lATER"),
        ("Straße", "STRASSE"),
        ("STRAẞE", "straße"),
        ("caf\u00e9", "CAFE\u0301"),
        ("ΟΔΟΣ", "οδος"),
        ("ﬁ", "FI"),
        ("ǅ", "ǆ"),
        ("\u1fb3\u0301", "Α\u0345\u0301"),
        ("\u212b", "å"),
    ],
)
def test_the_same_in_another_spelling(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("i", "ı"), ("resume", "résumé"), ("x²", "x2"), ("ﷺ", "صلى"), ("а", "a")])
def test_another_text(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_equal_texts_by_the_standard_and_no_others_are_one(text: str) -> None:
    """Unicode 15, D145: the decomposed text without case, decomposed."""

    def standard(it: str) -> str:
        return unicodedata.normalize("NFD", unicodedata.normalize("NFD", it).casefold())

    assert standard(fold(text)) == standard(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(texts)
def test_a_text_grows_to_no_more_than_three_times_its_length(text: str) -> None:
    """The columns of folded names have that room."""
    assert len(fold(text)) <= 3 * len(text)
