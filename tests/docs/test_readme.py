"""What README tells developers to write does what it says."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import ROOT, examples

(EXAMPLE,) = examples(ROOT / "README.md")


def test_the_embedding_example_runs_without_a_server(tmp_path: Path) -> None:
    assert EXAMPLE.run(tmp_path) == ("['Water the plants']\n", "")


def test_the_embedding_example_has_at_most_ten_lines() -> None:
    assert len([line for line in EXAMPLE.code.splitlines() if line.strip()]) <= 10
