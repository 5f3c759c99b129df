"""The program itself, as a process of its own: what a user starts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from tests.harness.process import end, kill, spawn, wait_until

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"Tasktix is at (https?://\S+)")


class RunningServer:
    """Runs from its making until `stop` or `kill`; `start` starts it again at the same home and port."""

    def __init__(
        self,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str | Path] | None = None,
        patience: float = 30,
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="tasktix-home-"))
        self.output: list[str] = []
        self.url = ""
        program = command or (sys.executable, "-m", "tasktix", "serve")
        self._command = [*program, *arguments]
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("TASKTIX_", "XDG_"))},
            # Its own home: a test must never find, or change, what the person at this machine has.
            "HOME": str(self.home),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            # On MySQL there is no other.
            "TASKTIX_SECRET_KEY": "of the tests",
            # A test makes more people in a second than an address may.
            "TASKTIX_RATE_LIMITS": "off",
            **(environment or {}),
        }
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self.start()
        except BaseException:
            self.remove()
            raise

    def start(self) -> None:
        port = self.url.rpartition(":")[2] or "0"
        self.url = ""
        self.output.clear()
        with self._errors.open("ab") as errors:
            self._process = spawn(
                [*self._command, "--port", port],
                cwd=self.home,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        assert self._process.stdout
        # Read to the end always: a full pipe would stop the server at a print.
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        try:
            wait_until(self._is_ready, patience=self._patience, what=lambda: self._report("did not come up"))
        except BaseException:
            self.kill()
            raise

    def set(self, **environment: str) -> None:
        """From the next start on."""
        self._environment |= environment

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def database_url(self) -> str:
        """Where an administrator finds what it keeps."""
        own = self.home / ".local" / "share" / "tasktix" / "tasktix.db"
        return self._environment.get("TASKTIX_DATABASE_URL", f"sqlite:///{own}")

    def errors(self) -> str:
        """All it wrote to stderr so far."""
        return self._errors.read_text(errors="replace")

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self, *, patience: float = 15) -> int:
        """SIGTERM; its exit code."""
        assert self._process
        try:
            return end(self._process, patience=patience)
        except subprocess.TimeoutExpired as slow:
            raise TimeoutError(self._report(f"did not stop within {patience} s of SIGTERM")) from slow

    def kill(self) -> None:
        if self._process:
            kill(self._process)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    @property
    def _errors(self) -> Path:
        return self.home / "stderr.txt"

    def _is_ready(self) -> bool:
        assert self._process
        if not self.url and (code := self._process.poll()) is not None:
            raise RuntimeError(self._report(f"ended with {code} at its start"))
        return bool(self.url)

    def _listen(self, stream: IO[bytes]) -> None:
        with stream:
            for raw in stream:
                line = raw.decode(errors="replace").rstrip("\n")
                self.output.append(line)
                if found := READY.search(line):
                    self.url = found[1].rstrip("/")

    def _report(self, what: str) -> str:
        command = " ".join(map(str, self._command))
        return f"`{command}` {what}.\nstdout:\n" + "\n".join(self.output) + f"\nstderr:\n{self.errors()}"
