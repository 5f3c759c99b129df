"""A private, real Valkey (or Redis) server, gone when the tests are."""

from __future__ import annotations

import subprocess
import tempfile

import valkey

from tests.harness.process import end, find_program, free_port, kill, spawn, wait_until


class Valkey:
    """Started by `start`; also again, at the same port, after `kill`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tasktix-valkey-")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @staticmethod
    def missing() -> str | None:
        """Why it cannot run on this machine, or None."""
        if find_program("valkey-server", "redis-server"):
            return None
        return "Neither Valkey nor Redis is installed (Debian: apt install valkey-server, or redis-server)"

    @property
    def address(self) -> str:
        return f"valkey://127.0.0.1:{self.port}"

    def start(self) -> Valkey:
        program = find_program("valkey-server", "redis-server")
        assert program
        self.port = self.port or free_port()
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder.name]
        self._process = spawn([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers, patience=20, what=lambda: "the server does not answer")
        return self

    def kill(self) -> None:
        if self._process:
            kill(self._process)
            self._process = None

    def remove(self) -> None:
        if self._process:
            end(self._process, patience=10)
            self._process = None
        self._folder.cleanup()

    def _answers(self) -> bool:
        try:
            with valkey.Valkey(port=self.port, socket_timeout=1) as server:
                return bool(server.ping())
        except valkey.ValkeyError:
            return False
