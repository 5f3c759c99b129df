"""The program that docs/client.md shows, run as it stands but for the address and the name."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

from tests.docs.pages import ROOT, examples
from tests.harness.process import kill
from tests.harness.server import RunningServer
from tests.http.client import Client


def test_the_example_runs(ann: Client, server: RunningServer) -> None:
    [example] = examples(ROOT / "docs" / "client.md")
    code = example.code.replace("https://tasks.example.org", server.url).replace('"ann"', f'"{ann.user.username}"')
    ann.new_list("Shown")
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-u", "-c", code],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT / "src")},
        text=True,
    )
    assert program.stdout
    try:
        told = [program.stdout.readline() for _ in range(2)]
        assert told[0] == "me: 0 tasks\n"
        assert told[1].endswith(": 0 tasks\n")
    finally:
        with suppress(ProcessLookupError):
            kill(program)  # type: ignore[arg-type]
        program.stdout.close()
