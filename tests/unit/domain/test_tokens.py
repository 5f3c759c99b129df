"""Secrets of API tokens, and what a token may."""

from __future__ import annotations

import pytest

from tasktix.domain.grants import MOST_SCOPES, Grant, clean_scopes
from tasktix.domain.tokens import is_secret, moment, secret_of

MINE, OTHER = "0" * 16, "1" * 16


def test_a_secret_is_known_by_its_checksum() -> None:
    secret = secret_of("x" * 43)
    assert is_secret(secret)
    for other in ("", "tt_", secret[:-1], secret + "0", secret.upper(), "tt_" + "y" + secret[4:], "é" + secret):
        assert not is_secret(other)


@pytest.mark.parametrize(
    ("scopes", "own", "mine", "other"),
    [
        # Each: may read, may write.
        (["read"], (True, False), (True, False), (True, False)),
        (["write"], (True, True), (True, True), (True, True)),
        ([f"list:{MINE}:read"], (False, False), (True, False), (False, False)),
        ([f"list:{MINE}:write"], (False, False), (True, True), (False, False)),
        (["read", f"list:{MINE}:write"], (True, False), (True, True), (True, False)),
        ([f"list:{MINE}:write", f"list:{OTHER}:read"], (False, False), (True, True), (True, False)),
    ],
    ids=str,
)
def test_what_a_grant_reaches(
    scopes: list[str], own: tuple[bool, bool], mine: tuple[bool, bool], other: tuple[bool, bool]
) -> None:
    grant = Grant(clean_scopes(scopes))
    assert (grant.reads_own, grant.writes_own) == own
    assert (grant.reads(MINE), grant.writes(MINE)) == mine
    assert (grant.reads(OTHER), grant.writes(OTHER)) == other


@pytest.mark.parametrize("scopes", [[], ["all"], ["READ"], ["list:x:read"], [f"list:{MINE}"], [f"list:{MINE}:read "]])
def test_what_is_no_scope(scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="must be"):
        clean_scopes(scopes)


def test_there_are_not_too_many_scopes() -> None:
    with pytest.raises(ValueError, match="must be"):
        clean_scopes([f"list:{number:016}:read" for number in range(MOST_SCOPES + 1)])


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-30", "2026-11-30T17:00:00", "9999-12-31T23:59:59-14:00"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="must be an instant"):
        moment(text)
