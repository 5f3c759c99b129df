"""The walls of the design, and that each of them can fall: a wall that cannot fail is none.

What import-linter can say stands in pyproject.toml; what it cannot is here, as checks of a syntax tree.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tasktix"
LONGEST = 300

Check = Callable[[str], Iterator[str]]


def escapes(source: str) -> Iterator[str]:
    """An import that only the type checker sees is still a dependency."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node, "id", None) or getattr(node, "attr", None)
        if isinstance(node, ast.alias):
            name = node.name
        if name == "TYPE_CHECKING":
            yield f"{getattr(node, 'lineno', 0)}: TYPE_CHECKING"


def clocks(source: str) -> Iterator[str]:
    """datetime is a word of the domain; asking it for the time is not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
            owner = ast.unparse(node.value)
            if owner.rpartition(".")[2] in {"datetime", "date"}:
                yield f"{node.lineno}: {owner}.{node.attr}"


def strangers(source: str) -> Iterator[str]:
    """No library but attrs. (import-linter must be told the names of libraries; this needs none.)"""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            if top not in {"attrs", "tasktix"} and top not in sys.stdlib_module_names:
                yield f"{node.lineno}: {name}"


def length(source: str) -> Iterator[str]:
    lines = len(source.splitlines())
    if lines > LONGEST:
        yield f"{lines} lines, more than {LONGEST}: it asks to be two things"


EVERYWHERE = [SOURCE]
CORE = [SOURCE / "domain", SOURCE / "application"]

CHECKS: list[tuple[Check, list[Path], str]] = [
    (escapes, EVERYWHERE, "from typing import TYPE_CHECKING"),
    (escapes, EVERYWHERE, "import typing\nif typing.TYPE_CHECKING: ..."),
    (length, EVERYWHERE, "x = 1\n" * (LONGEST + 1)),
    (clocks, CORE, "from datetime import datetime\nstart = datetime.now(UTC)"),
    (clocks, CORE, "import datetime as d\nday = d.date.today()"),
    (strangers, CORE, "import sqlalchemy.orm"),
    (strangers, CORE, "from dateutil.parser import parse"),
]


def test_there_is_something_behind_the_walls() -> None:
    assert all(list(folder.rglob("*.py")) for folder in CORE)


@pytest.mark.parametrize(("check", "folders"), list({c.__name__: (c, f) for c, f, _ in CHECKS}.values()))
def test_source_keeps_the_wall(check: Check, folders: list[Path]) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{found}"
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        for found in check(path.read_text(encoding="utf-8"))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(("check", "planted"), [(c, planted) for c, _, planted in CHECKS])
def test_a_planted_breach_is_seen(check: Check, planted: str) -> None:
    assert list(check(planted))


def contract_names() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


NAMES = contract_names()


# contract in pyproject.toml -> the files that break it, and it alone
BREACHES: dict[str, list[dict[str, str]]] = {
    "layers": [
        {"domain/planted.py": "import tasktix.application"},
        {"application/planted.py": "import tasktix.adapters"},
        {"adapters/planted.py": "import tasktix.entrypoints"},
        {"entrypoints/planted.py": "import tasktix.client"},
        {"planted.py": ""},  # a package that stands in no layer
    ],
    "strangers": [
        {"adapters/planted.py": "import tasktix.adapters.stranger", "adapters/stranger.py": ""},
        {"adapters/planted.py": "import tasktix.adapters.sql"},
        {"adapters/codec.py": "import tasktix.adapters.stranger", "adapters/stranger.py": ""},
        {"adapters/sql/planted.py": "import tasktix.adapters.mysql"},
    ],
    "use-cases": [
        {"application/planted.py": "import tasktix.application.other", "application/other.py": ""},
        {"application/guards.py": "import tasktix.application.other", "application/other.py": ""},
    ],
    "pure": [
        {"domain/planted.py": "import time"},
        {"domain/planted.py": "from os import environ"},
        {"application/planted.py": "import asyncio"},
        {"application/planted.py": "from sqlalchemy import select"},
    ],
    "container": [{"entrypoints/planted.py": "from dependency_injector import providers"}],
    "client": [
        {"client/planted.py": "import tasktix.domain"},
        {"client/planted.py": "import tasktix.adapters.codec", "adapters/codec.py": ""},
    ],
    "acyclic": [
        {
            "domain/planted.py": "import tasktix.domain.other",
            "domain/other.py": "import tasktix.domain.planted",
        },
    ],
}

# What the walls must let through, or somebody would soon take them down.
ALLOWED = {
    "adapters/planted.py": "import tasktix.adapters.codec\nimport tasktix.adapters.ledger",
    "adapters/codec.py": "",
    "adapters/ledger.py": "import tasktix.adapters.codec",
    "adapters/sqlite/planted.py": "import tasktix.adapters.sql\nimport tasktix.adapters.sql.other",
    "adapters/mysql/planted.py": "import tasktix.adapters.sql.other",
    "adapters/sql/other.py": "",
    "application/planted.py": "import tasktix.application.guards, tasktix.domain, attrs, datetime",
    "application/guards.py": "",
    "entrypoints/container.py": "import dependency_injector.providers\nimport tasktix.adapters.planted",
}

# The tree of the design in its least form, so that a breach is the only thing a planted tree has wrong.
SKELETON = ("domain", "application", "adapters/sql", "adapters/mysql", "adapters/sqlite", "entrypoints", "client")


def plant(folder: Path, files: dict[str, str]) -> Path:
    shutil.copy(ROOT / "pyproject.toml", folder)
    package = folder / "src" / "tasktix"
    files = dict.fromkeys(("entrypoints/container.py", *(f"{p}/__init__.py" for p in SKELETON)), "") | files
    for name, source in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source + "\n", encoding="utf-8")
    for parent in [package, package / "adapters"]:
        (parent / "__init__.py").touch()
    return folder


def lint_imports(folder: Path) -> tuple[int, str]:
    """In a process of its own: import-linter finds the package, and its settings, from where it stands."""
    code = (
        "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(no_cache=True))"
    )
    words = [sys.executable, "-P", "-c", code]
    done = subprocess.run(words, cwd=folder, env={"COLUMNS": "200"}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def broken(output: str) -> set[str]:
    return set(re.findall(r"^(.+?) BROKEN", output, re.MULTILINE))


def test_imports_keep_the_walls() -> None:
    code, output = lint_imports(ROOT)
    assert code == 0, output


def test_the_walls_let_through_what_they_must(tmp_path: Path) -> None:
    code, output = lint_imports(plant(tmp_path, ALLOWED))
    assert code == 0, output


@pytest.mark.parametrize(
    ("contract", "files"),
    [(contract, files) for contract, cases in BREACHES.items() for files in cases],
)
def test_a_planted_import_is_refused(contract: str, files: dict[str, str], tmp_path: Path) -> None:
    code, output = lint_imports(plant(tmp_path, files))
    assert code == 1, output
    assert broken(output) == {NAMES[contract]}, output


def test_every_contract_is_breached_once() -> None:
    assert NAMES.keys() == BREACHES.keys()
