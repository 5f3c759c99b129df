"""What is sealed opens with its key and its label alone."""

from __future__ import annotations

import pytest

from tasktix.adapters.auth.safe import AesSafe
from tasktix.application.ports import CannotOpen, Safe
from tests.fakes import FakeSafe

LABEL = "second factor of somebody"


@pytest.fixture(params=[AesSafe(["one"]), FakeSafe()], ids=["aes", "fake"])
def safe(request: pytest.FixtureRequest) -> Safe:
    safe: Safe = request.param
    return safe


@pytest.mark.parametrize("text", ["", "secret", "ü€😀" * 50])
def test_what_was_sealed_opens(safe: Safe, text: str) -> None:
    assert safe.open(safe.seal(text, LABEL), LABEL) == text


def test_what_was_sealed_as_one_thing_does_not_open_as_another(safe: Safe) -> None:
    sealed = safe.seal("secret", LABEL)
    with pytest.raises(CannotOpen):
        safe.open(sealed, f"{LABEL} else")


def test_nothing_of_it_shows_and_no_two_are_alike() -> None:
    safe = AesSafe(["one"])
    first, second = safe.seal("secret", LABEL), safe.seal("secret", LABEL)
    assert first != second
    assert "secret" not in first


def test_keys_follow_each_other() -> None:
    before, both, after = AesSafe(["one"]), AesSafe(["two", "one"]), AesSafe(["two"])
    assert both.open(before.seal("old", LABEL), LABEL) == "old"
    assert after.open(both.seal("new", LABEL), LABEL) == "new"
    with pytest.raises(CannotOpen):
        after.open(before.seal("old", LABEL), LABEL)


@pytest.mark.parametrize("change", [lambda it: it[:-5] + "AAAA=", lambda it: it[:20], lambda _: "", lambda _: "x.é"])
def test_what_was_changed_does_not_open(change: object) -> None:
    assert callable(change)
    with pytest.raises(CannotOpen):
        AesSafe(["one"]).open(change(AesSafe(["one"]).seal("secret", LABEL)), LABEL)


def test_without_keys_nothing_is_sealed_or_opened() -> None:
    with pytest.raises(CannotOpen):
        AesSafe([]).seal("secret", LABEL)
    with pytest.raises(CannotOpen):
        AesSafe([]).open(AesSafe(["one"]).seal("secret", LABEL), LABEL)
