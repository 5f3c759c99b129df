"""Group commit: whoever comes to a free writer leads, runs what all who wait have asked, and commits once for all.

SQLite has one writer, and a durable commit costs an fsync. Under load the fsync is shared; alone, nobody waits.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar, cast

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.connection import Compiler, Connection
from tasktix.adapters.sql.unit_of_work import Runner
from tasktix.application.actor import Actor
from tasktix.application.ports import Outcome, Seal
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Refused

T = TypeVar("T")

MOST: Final = 64
"""Transactions in one commit, so that the first of a long queue does not wait for the last."""


@attrs.define(eq=False)
class _Job:
    actor: Actor
    body: Callable[[UnitOfWork], Any]
    seal: Seal | None
    woken: threading.Event = attrs.field(factory=threading.Event)
    done: bool = False
    outcome: Outcome[Any] | None = None
    error: BaseException | None = None


@attrs.define(eq=False)
class GroupCommit:
    _engine: sa.Engine
    _compile: Compiler
    _runner: Runner
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False)
    _queue: list[_Job] = attrs.field(factory=list, init=False)
    _busy: bool = attrs.field(default=False, init=False)

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None) -> Outcome[T]:
        job = _Job(actor, body, seal)
        with self._lock:
            self._queue.append(job)
            leads, self._busy = not self._busy, True
        if not leads:
            job.woken.wait()
        if not job.done:
            self._lead()
        if job.error is not None:
            raise job.error
        assert job.outcome is not None
        return job.outcome

    def _lead(self) -> None:
        with self._lock:
            batch, self._queue = self._queue[:MOST], self._queue[MOST:]
        try:
            self._run(batch)
        finally:
            with self._lock:
                successor = self._queue[0] if self._queue else None
                self._busy = successor is not None
            for job in batch:
                job.done = True
                job.woken.set()
            if successor is not None:
                successor.woken.set()

    def _run(self, batch: Sequence[_Job]) -> None:
        """All in one transaction. Where one breaks it while writing, each gets a transaction of its own."""
        try:
            with transaction(self._engine, "BEGIN IMMEDIATE") as cursor:
                connection = Connection(self._compile, cursor)
                for job in batch:
                    self._answer(connection, job)
        except BaseException as error:
            for job in batch:
                job.outcome, job.error = None, error
            if len(batch) > 1 and isinstance(error, Exception):
                for job in batch:
                    job.error = None
                    self._run([job])

    def _answer(self, connection: Connection, job: _Job) -> None:
        try:
            job.outcome = self._runner.write(connection, job.actor, job.body, job.seal)
        except Refused as refusal:
            # A use case refuses before anything is written, so the others' work stands.
            job.error = refusal


@contextmanager
def transaction(engine: sa.Engine, begin: str) -> Iterator[sqlite3.Cursor]:
    """Committed at its end, undone where that is not reached."""
    line = engine.raw_connection()
    try:
        cursor = cast(sqlite3.Cursor, line.cursor())
        cursor.execute(begin)
        try:
            yield cursor
            cursor.execute("COMMIT")
        except BaseException:
            # An error of the disk may have ended the transaction already.
            with suppress(sqlite3.OperationalError):
                cursor.execute("ROLLBACK")
            raise
    finally:
        line.close()
