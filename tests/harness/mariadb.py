"""A private, real MariaDB server in a temporary folder; durable as a real one, gone when the tests are."""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import mysql.connector

from tests.harness.process import end, find_program, free_port, kill, spawn, wait_until

PREFIX = "tasktix-mariadb-"
USER = "tasktix"


class MariaDB:
    """Started by `start`. A fault test takes one of its own, to stop, kill, freeze and start again.

    With `binary_log` nobody sees a change that it could lose (docs/decisions/0028)."""

    def __init__(self, *, binary_log: bool = False) -> None:
        _sweep()
        self._binary_log = ["--log-bin=binary-log", "--sync-binlog=1", "--binlog-format=ROW"] if binary_log else []
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.password = secrets.token_hex(8)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    @staticmethod
    def missing() -> str | None:
        """Why it cannot run on this machine, or None."""
        if find_program("mariadbd", "mysqld") and find_program("mariadb-install-db", "mysql_install_db"):
            return None
        return "MariaDB is not installed (Debian: apt install mariadb-server)"

    def start(self) -> MariaDB:
        """Also after `stop` or `kill`: on the same data and port."""
        if not self._data.exists():
            self._install()
        if self.port:
            self._launch()
            return self
        for attempt in range(3):
            self.port = free_port()
            try:
                self._launch()
            except RuntimeError:
                # Somebody else may have taken the port between our look and the server's.
                if attempt == 2 or "Address already in use" not in self.log():
                    raise
            else:
                break
        return self

    def stop(self) -> None:
        if self._process:
            end(self._process, patience=30)
            self._process = None

    def kill(self) -> None:
        """As a power cut does it to the process: nothing is flushed."""
        if self._process:
            kill(self._process)
            self._process = None

    def freeze(self) -> None:
        """It keeps its connections and answers nothing, until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self, hint: str = "test") -> str:
        """An empty database nobody else uses; its address."""
        name = f"{hint}_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE `{name}`")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        name = url.rpartition("/")[2]
        self.execute(f"DROP DATABASE IF EXISTS `{name}`")

    def url(self, database: str) -> str:
        return f"mysql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str, database: str = "") -> list[tuple[object, ...]]:
        """One statement past the program under test, as its administrator would."""
        connection = mysql.connector.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=self.password,
            database=database,
            charset="utf8mb4",
            collation="utf8mb4_unicode_ci",
            autocommit=True,
            connection_timeout=10,
        )
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def log(self) -> str:
        with suppress(FileNotFoundError):
            return (self.folder / "log").read_text(errors="replace")
        return ""

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _as_root(self) -> list[str]:
        return ["--user=root"] if os.geteuid() == 0 else []

    def _install(self) -> None:
        program = find_program("mariadb-install-db", "mysql_install_db")
        assert program, self.missing()
        done = subprocess.run(
            [
                program,
                "--no-defaults",
                f"--datadir={self._data}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
                *self._as_root,
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        accounts = [
            f"CREATE USER IF NOT EXISTS '{USER}'@'{host}' IDENTIFIED BY '{self.password}';\n"
            f"GRANT ALL PRIVILEGES ON *.* TO '{USER}'@'{host}' WITH GRANT OPTION;\n"
            for host in ("127.0.0.1", "localhost")
        ]
        root = f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{self.password}';\n"
        (self.folder / "accounts.sql").write_text("".join(accounts) + root)

    def _launch(self) -> None:
        program = find_program("mariadbd", "mysqld")
        assert program, self.missing()
        (self.folder / "log").unlink(missing_ok=True)
        self._process = spawn(
            [
                program,
                "--no-defaults",
                f"--datadir={self._data}",
                # Servers that share one delete each other's temporary tables.
                f"--tmpdir={self.folder}",
                f"--socket={self.folder / 'socket'}",
                f"--pid-file={self.folder / 'pid'}",
                f"--log-error={self.folder / 'log'}",
                f"--init-file={self.folder / 'accounts.sql'}",
                f"--port={self.port}",
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_ci",
                "--innodb-flush-log-at-trx-commit=1",
                "--max-connections=300",
                *self._binary_log,
                *self._as_root,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers, patience=60, what=lambda: f"MariaDB does not answer:\n{self.log()}")

    def _answers(self) -> bool:
        assert self._process
        if (code := self._process.poll()) is not None:
            self._process = None
            raise RuntimeError(f"MariaDB ended with {code} at its start:\n{self.log()}")
        try:
            self.execute("SELECT 1")
        except mysql.connector.Error:
            return False
        return True

    def _signal(self, number: signal.Signals) -> None:
        assert self._process, "it does not run"
        self._process.send_signal(number)


def _sweep() -> None:
    """Folders of test runs that were killed: each is 150 MB."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
