"""The command `tasktix`, in a house where things go wrong at a moment that one names: the same program, of whose
providers some are overridden. Nothing of it is in the product.

    python -m tests.faults.house serve …

The first unit of work with a key that comes to the point whose name is in the file `CRASH_AT` kills its process.
`BELL` is a habit of the bell: its rings come `late`, `twice`, `never`, or, where it is `moody`, each time otherwise.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
from dependency_injector import providers

from tasktix.adapters.bell.in_process import InProcessBell
from tasktix.adapters.bell.local import LocalBell
from tasktix.adapters.mysql.store import MySqlStore
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.unit_of_work import Runner
from tasktix.adapters.sqlite.store import SqliteStore
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Bell, Chance, Clock, Outcome, Seal, Store
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id
from tasktix.entrypoints import bells, cli
from tasktix.entrypoints.container import Container
from tasktix.entrypoints.settings import Settings
from tests.harness.server import ROOT

T = TypeVar("T")
Ear = Callable[[Collection[Id]], None]

BEFORE_COMMIT: Final = (
    "transaction begun",
    "all read",
    "rows written",
    "position taken",
    "entry written",
    "just before COMMIT",
)
AFTER_COMMIT: Final = ("just after COMMIT", "bell rung", "answer ready")
POINTS: Final = BEFORE_COMMIT + AFTER_COMMIT

LATEST: Final = 1.5
"""Seconds; later than the poll that is the net under the bell."""

CRASH_AT: Final = "CRASH_AT"
BELL: Final = "BELL"

_unit = threading.local()
"""Of the thread: whether what it runs now has a key. One thread may run the units of several requests."""


def come_to(point: str) -> None:
    if getattr(_unit, "has_key", False):
        crash_if_wanted(point)


def crash_if_wanted(point: str) -> None:
    wanted = Path(os.environ[CRASH_AT])
    try:
        if wanted.read_text() != point:
            return
        # Of several processes one: whoever takes the file away.
        wanted.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


class DoomedRunner(Runner):
    def write(
        self, connection: Connection, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None
    ) -> Outcome[T]:
        def doomed_body(work: UnitOfWork) -> T:
            _unit.has_key = actor.key is not None
            come_to("transaction begun")
            answer = body(work)
            come_to("all read")
            return answer

        def doomed_seal(work: UnitOfWork, actor: Actor, outcome: Outcome[Any]) -> None:
            come_to("entry written")
            if seal is not None:
                seal(work, actor, outcome)

        outcome = super().write(connection, actor, doomed_body, doomed_seal)
        come_to("just before COMMIT")
        return outcome


def doomed_runner(runner: Runner) -> Runner:
    def advance(connection: Connection, audience: Id) -> int:
        come_to("rows written")
        position = runner.advance(connection, audience)
        come_to("position taken")
        return position

    return DoomedRunner(runner.clock, runner.chance, advance)


def doomed_store(settings: Settings, clock: Clock, chance: Chance) -> Store:
    if settings.database_kind == "mysql":
        mysql = MySqlStore(settings.database, clock, chance)
        mysql.migrate()
        mysql._runner = doomed_runner(mysql._runner)
        return mysql
    sqlite = SqliteStore(settings.database, clock, chance)
    sqlite.migrate()
    sqlite._group._runner = doomed_runner(sqlite._runner)
    return sqlite


@attrs.frozen
class DoomedApplication(Application):
    def _told(self, outcome: Outcome[T]) -> Outcome[T]:
        come_to("just after COMMIT")
        told = super()._told(outcome)
        come_to("bell rung")
        return told

    def commit_once(self, actor: Actor, *args: Any, **kwargs: Any) -> Any:
        outcome = super().commit_once(actor, *args, **kwargs)
        crash_if_wanted("answer ready")
        return outcome


@attrs.define(eq=False)
class OddBell:
    """`bell`, with a habit; also in the process that rings it."""

    bell: Bell
    habit: str
    chance: random.Random = attrs.field(factory=random.Random)

    def ring(self, audiences: Collection[Id]) -> None:
        match self.chance.choice(("late", "twice", "never", "well")) if self.habit == "moody" else self.habit:
            case "never":
                return
            case "late":
                late = threading.Timer(self.chance.random() * LATEST, self.bell.ring, [list(audiences)])
                late.daemon = True
                late.start()
            case "twice":
                self.bell.ring(audiences)
                self.bell.ring(audiences)
            case _:
                self.bell.ring(audiences)

    def listen(self, ear: Ear) -> None:
        self.bell.listen(ear)

    def say(self, word: str) -> None:
        self.bell.say(word)

    def hear(self, ear: Callable[[str], None]) -> None:
        self.bell.hear(ear)

    def close(self) -> None:
        self.bell.close()


def odd_bell(settings: Settings) -> OddBell:
    match settings.bell_kind:
        case "in_process":
            bell: Bell = InProcessBell()
        case "local":
            bell = LocalBell(settings.database)
        case _:
            bell = bells.valkey(settings.bell, settings.database)
    return OddBell(bell, os.environ[BELL])


COMMAND: Final = (sys.executable, "-m", "tests.faults.house", "serve")
ENVIRONMENT: Final = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
"""For `RunningServer`."""


def main() -> int:
    if CRASH_AT in os.environ:
        Container.store.override(
            providers.Singleton(doomed_store, Container.settings, Container.clock, Container.chance)
        )
        Container.application.override(
            providers.Singleton(
                DoomedApplication,
                store=Container.store,
                bell=Container.bell,
                clock=Container.clock,
                chance=Container.chance,
            )
        )
    if BELL in os.environ:
        Container.bell.override(providers.Singleton(odd_bell, Container.settings))
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
