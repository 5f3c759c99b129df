"""The pages that people read, and what is written in them: examples, tables, links."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]

_CHAPTER: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_EXAMPLE: Final = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
_SHOWN: Final = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_FENCED: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Example:
    """A whole program, and what the page says that it prints; None where it says nothing."""

    chapter: str
    code: str
    output: str | None

    def run(self, folder: Path) -> tuple[str, str]:
        """What it prints, and its complaints."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", self.code],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        return done.stdout, done.stderr


def chapters(page: Path) -> Iterator[tuple[str, str]]:
    """Titles and texts."""
    _, *parts = _CHAPTER.split(page.read_text())
    yield from zip(parts[::2], parts[1::2], strict=True)


def chapter(page: Path, title: str) -> str:
    return dict(chapters(page))[title]


def examples(page: Path) -> list[Example]:
    return [Example(title, found[1], found[2]) for title, text in chapters(page) for found in _EXAMPLE.finditer(text)]


def shown(text: str) -> list[Any]:
    """The JSON that a text shows."""
    return [json.loads(found) for found in _SHOWN.findall(text)]


def rows(text: str) -> list[list[str]]:
    """The cells of every table in a text, without the head of each."""
    found: list[list[str]] = []
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_rule, is_head = set(line) <= set("|- "), set(following) <= set("|- ") and bool(following)
        if not is_rule and not is_head:
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def links(page: Path) -> list[str]:
    return _LINK.findall(_FENCED.sub("", page.read_text()))
