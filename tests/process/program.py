"""The command `tasktix`, run to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 30


def tasktix(
    *arguments: str | Path, home: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """At somebody's home who has no settings but these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TASKTIX_", "XDG_"))}
    return subprocess.run(
        [sys.executable, "-m", "tasktix", *map(str, arguments)],
        env={**clean, "HOME": str(home), **(environment or {})},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def is_one_line(text: str) -> bool:
    return text.startswith("tasktix: ") and text.endswith("\n") and text.count("\n") == 1
