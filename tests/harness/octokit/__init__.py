"""GitHub's own examples of deliveries (npm `@octokit/webhooks-examples`), signed by an implementation that is not ours
(npm `@octokit/webhooks-methods`)."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs

from tests.harness import npm

HERE: Final = Path(__file__).parent
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
        [npm.node(), HERE / "deliveries.mjs", npm.installed(HERE), SECRET],
        input="\n".join(events),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = map(json.loads, answer.stdout.splitlines())
    return tuple(Example(it["event"], it["body"].encode(), it["signature"]) for it in lines)
