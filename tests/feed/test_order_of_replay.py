"""A replay of several audiences goes by the clock: whoever is cut off in the middle has missed nothing older."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.adapters.http import topics
from tasktix.adapters.http.topics import in_time
from tasktix.application.unit_of_work import Entry

START = datetime(2026, 11, 22, tzinfo=UTC)
AUDIENCES = ("A" * 16, "B" * 16, "C" * 16)
PAGE = 4


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "PAGE", PAGE)


logs = st.dictionaries(
    st.sampled_from(AUDIENCES), st.lists(st.integers(0, 30), min_size=1, max_size=12).map(sorted), max_size=3
)


def replayed(log: dict[str, list[int]]) -> list[list[Entry]]:
    """Round after round, as the hub asks for pages, until nothing is missing."""
    whole = {
        audience: [Entry(audience, at, START + timedelta(seconds=second), "") for at, second in enumerate(seconds, 1)]
        for audience, seconds in log.items()
    }
    cursors = dict.fromkeys(log, 0)
    rounds = []
    while missing := {audience: at for audience, at in cursors.items() if at < len(whole[audience])}:
        found = list(in_time({audience: whole[audience][at : at + PAGE] for audience, at in missing.items()}))
        assert found, "a round that brings nothing would never end"
        for entry in found:
            cursors[entry.audience] = entry.position
        rounds.append(found)
    return rounds


@given(logs)
def test_nothing_is_left_out_and_each_audience_keeps_its_order(log: dict[str, list[int]]) -> None:
    positions = defaultdict(list)
    for entry in (entry for entries in replayed(log) for entry in entries):
        positions[entry.audience].append(entry.position)
    assert positions == {audience: list(range(1, len(seconds) + 1)) for audience, seconds in log.items()}


@given(logs)
def test_what_is_written_later_is_not_older(log: dict[str, list[int]]) -> None:
    moments = [entry.at for entries in replayed(log) for entry in entries]
    assert moments == sorted(moments)
