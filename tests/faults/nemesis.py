"""Does to a running house what happens to houses: to its processes, its database, its lines."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import attrs
import mysql.connector

from tests.faults.house import POINTS
from tests.faults.line import Line
from tests.harness.mariadb import MariaDB
from tests.harness.process import wait_until
from tests.harness.server import RunningServer

T = TypeVar("T")

STALLED: Final = 5
"""Readers that are opened at once and never read."""


@attrs.define(eq=False)
class Nemesis:
    """Lives on the thread that started the processes: they would end with any other. `loop` is that of the lines."""

    chance: random.Random
    server: RunningServer
    mariadb: MariaDB | None
    database: str
    clients: Line
    to_database: Line | None
    loop: asyncio.AbstractEventLoop
    cookie: str
    crash_at: Path
    done: Counter[str] = attrs.field(factory=Counter)
    _stalled: list[socket.socket] = attrs.field(factory=list, init=False)

    def strike(self) -> str:
        """One fault, and what it takes to recover from it, as far as that is not the program's own business."""
        names, weights = zip(*[(it, weight) for it, weight in FAULTS.items() if self._can(it)], strict=True)
        [fault] = self.chance.choices(names, weights)
        name = str(fault.__name__.replace("_", " "))
        fault(self)
        if fault not in (lose_commits, lose_answers_to_commits, crash_at_a_point):
            # Those count when it comes to them.
            self.done[name] += 1
        return name

    def end(self) -> None:
        """Everything is whole again."""
        self._on_loop(self._mend)
        if not self.server.is_running():
            self.server.start()
        for each in self._stalled:
            each.close()
        self._stalled.clear()

    def _mend(self) -> None:
        self.crash_at.unlink(missing_ok=True)
        self.clients.release()
        if self.to_database:
            self.to_database.release()
            self.to_database.commits_lost = self.to_database.answers_lost = 0

    def _can(self, fault: Fault) -> bool:
        if fault in (kill_a_worker, freeze_a_worker):
            return bool(children_of(self.server.pid))
        return self.mariadb is not None or fault not in OF_THE_DATABASE

    def _on_loop(self, act: Callable[..., T], *arguments: Any) -> T:
        async def run() -> T:
            return act(*arguments)

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(30)

    def come_back(self) -> None:
        """The server, after its end."""
        if self.to_database:
            self.to_database.commits_lost = self.to_database.answers_lost = 0
        self.server.start()

    def rest(self, most: float) -> None:
        time.sleep(self.chance.random() * most)


Fault = Callable[[Nemesis], None]


def children_of(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def kill_the_server(it: Nemesis) -> None:
    """And its workers, at once: none says goodbye."""
    for pid in [*children_of(it.server.pid), it.server.pid]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    it.server.kill()
    it.rest(0.3)
    it.come_back()


def kill_a_worker(it: Nemesis) -> None:
    with suppress(ProcessLookupError):
        os.kill(it.chance.choice(children_of(it.server.pid)), signal.SIGKILL)


def crash_at_a_point(it: Nemesis) -> None:
    """Of a unit of work: whichever process comes to it first."""
    point = it.chance.choice(POINTS)
    it.crash_at.write_text(point)
    for _ in range(100):
        time.sleep(0.05)
        if not it.crash_at.exists():
            it.done[f"crash: {point}"] += 1
            break
    it.crash_at.unlink(missing_ok=True)
    # With workers, the one that watches over them lives on.
    if not children_of(it.server.pid) and has_ended(it.server):
        it.come_back()


def has_ended(server: RunningServer) -> bool:
    """Sees the end of a process that was killed just now."""
    with suppress(TimeoutError):
        wait_until(lambda: not server.is_running(), patience=1, what=lambda: "")
    return not server.is_running()


def freeze_a_worker(it: Nemesis) -> None:
    pid = it.chance.choice(children_of(it.server.pid))
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
        it.rest(1.5)
        os.kill(pid, signal.SIGCONT)


def stop_the_server(it: Nemesis) -> None:
    code = it.server.stop(patience=20)
    # A worker that was just beginning may have found the database away; and one that was killed just now is not
    # missed before it is told to stop.
    excuses = ("a worker failed", "ended (-9) when it was told to stop")
    assert code == 0 or any(excuse in it.server.errors() for excuse in excuses), (code, it.server.errors()[-3000:])
    it.come_back()


def kill_the_database(it: Nemesis) -> None:
    assert it.mariadb
    it.mariadb.kill()
    it.rest(0.5)
    it.mariadb.start()
    be_impatient(it.mariadb)


def freeze_the_database(it: Nemesis) -> None:
    assert it.mariadb
    it.mariadb.freeze()
    it.rest(1.5)
    it.mariadb.thaw()


def cut_lines_to_the_database(it: Nemesis) -> None:
    assert it.to_database
    it._on_loop(it.to_database.cut, it.chance, it.chance.choice((0.3, 1.0)))


def lose_commits(it: Nemesis) -> None:
    assert it.to_database
    it.to_database.commits_lost += 1


def lose_answers_to_commits(it: Nemesis) -> None:
    assert it.to_database
    it.to_database.answers_lost += 1


def kill_connections(it: Nemesis) -> None:
    """As an administrator does."""
    assert it.mariadb
    own = "SELECT id FROM information_schema.processlist WHERE db = '%s' AND command <> 'Daemon'"
    for (number,) in it.mariadb.execute(own % it.database):
        if it.chance.random() < 0.5:
            with suppress(mysql.connector.Error):
                it.mariadb.execute(f"KILL CONNECTION {number}")


def hold_rows(it: Nemesis) -> None:
    """Somebody else's transaction, longer than the server waits for a lock."""
    assert it.mariadb
    connection: Any = mysql.connector.connect(
        host="127.0.0.1",
        port=it.mariadb.port,
        user="tasktix",
        password=it.mariadb.password,
        database=it.database,
        connection_timeout=10,
    )
    with closing(connection):
        cursor = connection.cursor()
        table = it.chance.choice(("audiences", "tasks", "lists"))
        try:
            cursor.execute(f"SELECT id FROM {table} LIMIT {it.chance.randint(1, 20)} FOR UPDATE")
            cursor.fetchall()
            time.sleep(it.chance.random() * 2)
        except mysql.connector.Error:
            pass  # ours was the one that lost
        connection.rollback()


def cut_lines_of_clients(it: Nemesis) -> None:
    it._on_loop(it.clients.cut, it.chance, 0.3)


def cut_all_lines_of_clients(it: Nemesis) -> None:
    """A storm of those who come back."""
    it._on_loop(it.clients.cut)


def hold_lines_of_clients(it: Nemesis) -> None:
    it._on_loop(it.clients.hold)
    it.rest(1.5)
    it._on_loop(it.clients.release)


def stall_readers(it: Nemesis) -> None:
    """They ask for the stream and never read it."""
    address = urlsplit(it.server.url)
    for _ in range(STALLED):
        stalled = socket.socket()
        stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stalled.settimeout(5)
        with suppress(OSError):
            stalled.connect((address.hostname, address.port))
            stalled.sendall(
                f"GET /api/v1/feed HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {it.cookie}\r\n\r\n".encode()
            )
        it._stalled.append(stalled)
    for old in it._stalled[: -4 * STALLED]:
        old.close()
    del it._stalled[: -4 * STALLED]


def be_impatient(mariadb: MariaDB) -> None:
    """A lock that is not had in a second is given up (error 1205)."""
    mariadb.execute("SET GLOBAL innodb_lock_wait_timeout = 1")


FAULTS: Final[dict[Fault, int]] = {
    kill_the_server: 3,
    kill_a_worker: 6,
    crash_at_a_point: 12,
    freeze_a_worker: 3,
    stop_the_server: 2,
    kill_the_database: 3,
    freeze_the_database: 3,
    cut_lines_to_the_database: 8,
    lose_commits: 12,
    lose_answers_to_commits: 12,
    kill_connections: 6,
    hold_rows: 5,
    cut_lines_of_clients: 10,
    cut_all_lines_of_clients: 4,
    hold_lines_of_clients: 4,
    stall_readers: 3,
}
"""With how often each comes in comparison with the others."""

OF_THE_DATABASE: Final = frozenset(
    {
        kill_the_database,
        freeze_the_database,
        cut_lines_to_the_database,
        lose_commits,
        lose_answers_to_commits,
        kill_connections,
        hold_rows,
    }
)
