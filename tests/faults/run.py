"""A run: people at work, faults among them, and the record of it all. Seeded: it prints its seed, and takes one."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
import sqlalchemy as sa

from tasktix import Actor, connect, feed
from tasktix.client import Connection, Replica
from tests.contract.view import wire
from tests.faults.commands import Request
from tests.faults.house import BELL, COMMAND, CRASH_AT, ENVIRONMENT
from tests.faults.line import Line
from tests.faults.nemesis import Nemesis, be_impatient
from tests.faults.people import (
    Desk,
    Follower,
    Person,
    new_person,
    shut_out_again_and_again,
    signed_out_again_and_again,
    write_on,
)
from tests.faults.record import Record
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer

T = TypeVar("T")

IS_LONG: Final = os.environ.get("TASKTIX_TEST_FAULTS") == "long"

SILENCE: Final = 20.0
"""Seconds; the server shows itself every 15."""

QUIET: Final = 90.0
"""Seconds after the last fault within which all have to have reached the end."""

_FAULT: Final = re.compile(r" ERROR tasktix\.adapters\.http\.app: ((?:GET|POST|PUT|PATCH|DELETE) \S+)")


@attrs.frozen
class Plan:
    seed: int
    faults: int
    """How many at least."""

    seconds: float
    """For how long at least."""

    writers: int = 30
    followers: int = 20
    people: int = 8
    lists: int = 4
    traps: int = 2
    """Those who shut the victim out again and again; and as many who sign out again and again."""

    pause: float = 0.8
    """The longest between two faults."""


class Party:
    """The people, on a loop and thread of their own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.record = Record()
        self.desks: list[Desk] = []
        self.followers: list[Follower] = []
        self.lists: list[str] = []
        self.people: list[Person] = []
        self.writing: list[asyncio.Task[None]] = []
        self.end = asyncio.Event()
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, deed: Coroutine[Any, Any, T], patience: float = 120) -> T:
        return self.begin_to(deed).result(patience)

    def begin_to(self, deed: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(deed, self.loop)

    def close(self) -> None:
        # After a failure people are still at work: what they leave open would fail the next test.
        self.do(self._leave())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def begin(self, url: str) -> None:
        plan = self.plan
        self.people = [await new_person(url, f"person{number}", self.record) for number in range(plan.people)]
        guests = [await new_person(url, f"guest{number}", self.record) for number in range(3)]
        victim = await new_person(url, "victim", self.record)
        self.people += [*guests, victim]
        desk = self._desk(url, self.people[0], "setup")
        for number in range(plan.lists):
            self.lists.append(await self._new_list(desk, number))
        everybody = {it.username: it.id for it in guests}
        members = self.people[: plan.people]
        for number in range(plan.followers):
            person = [*members, *guests, victim, victim][number % (len(members) + len(guests) + 2)]
            is_narrow = person in members and number % 3 == 0
            chosen = self.lists[: 1 + number % plan.lists] if is_narrow else None
            self.followers.append(Follower(url, person, chosen, SILENCE))
        for number in range(plan.writers):
            person = members[number % len(members)]
            chance = random.Random(f"{plan.seed} writer {number}")
            knows = next(it for it in self.followers if it.person is person)
            desk = self._desk(url, person, f"w{number}")
            self.writing.append(asyncio.create_task(write_on(desk, knows, self.lists, everybody, chance)))
        for number in range(plan.traps):
            desk = self._desk(url, members[number], f"trap{number}")
            chance = random.Random(f"{plan.seed} trap {number}")
            self.writing.append(asyncio.create_task(shut_out_again_and_again(desk, victim, f"t{number}", chance)))
            path, desk = f"/lists/{self.lists[0]}", self._desk(url, members[number], f"door{number}")
            leaving = signed_out_again_and_again(url, desk, members[number], path, f"d{number}", chance)
            self.writing.append(asyncio.create_task(leaving))

    async def stop_writing(self) -> None:
        """Each ends what it has begun."""
        self.end.set()
        await asyncio.gather(*self.writing)
        for desk in self.desks:
            await desk.close()

    async def come_to_rest(self, positions: Mapping[str, int]) -> None:
        """Until every follower is where the log is; not longer than `QUIET`: the checker says who is not."""
        deadline = time.monotonic() + QUIET
        # Their happenings do not say when all have come: ten looks a second do.
        while not all(it.has_reached(positions) for it in self.followers) and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.1)

    async def finish(self, url: str) -> None:
        """What the server shows, and what each has seen."""
        for person in self.people:
            async with Connection(url, cookie=person.cookie) as connection:
                session, lists, filters = [await connection.get(it) for it in ("/session", "/lists", "/filters")]
                own = Replica.of_own(session, lists, filters)
                self.record.shown[person.id] = (own.position, own.things)
                for each in lists:
                    if each["id"] not in self.record.shown:
                        shown = Replica.of_list(await connection.get(f"/lists/{each['id']}"))
                        self.record.shown[each["id"]] = (shown.position, shown.things)
        self.record.seen = [await it.finish() for it in self.followers]

    async def _leave(self) -> None:
        at_work = [*self.writing, *(it.task for it in self.followers)]
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        for desk in self.desks:
            await desk.close()
        for follower in self.followers:
            await follower.connection.close()

    def _desk(self, url: str, person: Person, name: str) -> Desk:
        self.desks.append(Desk(url, person, self.record, f"{self.plan.seed}-{name}", self.end))
        return self.desks[-1]

    async def _new_list(self, desk: Desk, number: int) -> str:
        created = await desk.send("set up", Request("POST", "/lists", {"name": f"List {number}"}))
        path = f"/lists/{created['id']}"
        for person in self.people[1 : self.plan.people]:
            body = {"username": person.username, "role": "Admin"}
            await desk.send("set up", Request("POST", f"{path}/members", body))
        for name in ("Beds", "Shed"):
            await desk.send("set up", Request("POST", f"{path}/sections", {"name": name}))
        await desk.send("set up", Request("POST", f"{path}/tags", {"name": "wet", "color": "blue"}))
        for task in range(5):
            await desk.send("set up", Request("POST", f"{path}/tasks", {"name": f"Task {task}"}))
        return str(created["id"])


@attrs.frozen
class Result:
    record: Record
    faults: Counter[str]
    seconds: float
    internal_errors: list[str]
    """Requests that were answered with a 500."""

    def __str__(self) -> str:
        statuses = Counter(write.status for write in self.record.writes)
        return (
            f"{sum(self.faults.values())} faults in {self.seconds:.0f} s ({dict(self.faults.most_common())}), "
            f"{len(self.record.writes)} writes ({dict(sorted(statuses.items()))}), "
            f"{sum(len(it.entries) for it in self.record.seen)} entries and snapshots delivered, "
            f"{sum(map(len, self.record.forbidden.values()))} traps, {len(self.record.ended)} sessions ended, "
            f"{len(self.internal_errors)} answers with a 500"
        )


def run(plan: Plan, mariadb: MariaDB | None) -> Result:
    """On MariaDB with two workers, or SQLite. `mariadb` is killed and started: nobody else may need it."""
    party, begin = Party(plan), time.monotonic()
    happened: Counter[str] = Counter()
    to_database, url, direct = None, "", ""
    crash_at = Path(tempfile.mkdtemp(prefix="tasktix-faults-")) / "crash-at"
    try:
        if mariadb is not None:
            be_impatient(mariadb)
            direct = mariadb.new_database("faults")
            to_database = Line("127.0.0.1", mariadb.port, lambda what: happened.update([what]))
            party.do(to_database.start())
            url = direct.replace(f":{mariadb.port}/", f":{to_database.port}/")
        environment = {**ENVIRONMENT, CRASH_AT: str(crash_at), BELL: "moody"}
        environment |= {"TASKTIX_DATABASE_URL": url} if url else {}
        options = ["--workers", "2"] if url else []
        with RunningServer(*options, command=COMMAND, environment=environment) as server:
            clients = Line("127.0.0.1", int(server.url.rpartition(":")[2]))
            party.do(clients.start())
            address = f"http://127.0.0.1:{clients.port}"
            party.do(party.begin(address))
            nemesis = Nemesis(
                random.Random(f"{plan.seed} nemesis"),
                server,
                mariadb,
                direct.rpartition("/")[2],
                clients,
                to_database,
                party.loop,
                party.people[0].cookie,
                crash_at,
                happened,
            )
            while time.monotonic() - begin < plan.seconds or sum(happened.values()) < plan.faults:
                nemesis.rest(plan.pause)
                nemesis.strike()
            nemesis.end()
            party.do(party.stop_writing(), patience=300)
            stored = direct or f"sqlite:///{next(server.home.rglob('*.db'))}"
            read_database(stored, party.record)
            party.do(party.come_to_rest(party.record.positions), patience=2 * QUIET)
            party.do(party.finish(address))
            read_database(stored, party.record)
            party.do(clients.close())
            if to_database:
                party.do(to_database.close())
            server.stop()
            return Result(party.record, happened, time.monotonic() - begin, _FAULT.findall(server.errors()))
    finally:
        party.close()
        shutil.rmtree(crash_at.parent)


def read_database(url: str, record: Record) -> None:
    """The whole log, past the server."""
    with closing(connect(url)) as app:
        engine = sa.create_engine(url.replace("mysql://", "mysql+mysqlconnector://"))
        with engine.connect() as connection:
            rows = connection.execute(sa.text("SELECT id, position FROM audiences")).all()
        engine.dispose()
        record.positions = dict(map(tuple, rows))
        for audience in record.positions:
            entries: list[dict[str, Any]] = []
            while page := app.look(Actor(), feed.entries, after={audience: entries[-1]["position"] if entries else 0})[
                audience
            ]:
                entries += [wire(it) for it in page]
            record.log[audience] = [{"key": None, **it} for it in entries]
