"""Those who write, those who follow, and one who is shut out again and again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import attrs

from tasktix.client import Connection, EntryApplied, Following, Refused, SignedOut
from tasktix.client.replica import OWN, Replica
from tasktix.client.sse import Message
from tests.faults.commands import Request, Scene, next_request
from tests.faults.record import Record, Seen, Write

PASSWORD: Final = "a sturdy horse on a roof"
MARKS: Final = "SECRET"
"""Every marked text begins with it and ends with a point."""

SESSION_ENDS_WITHIN: Final = 1.0
"""Seconds (contract, section 5)."""


@attrs.define(eq=False)
class Person:
    id: str
    username: str
    cookie: str


async def new_person(url: str, name: str, record: Record) -> Person:
    async with Connection(url) as connection:
        body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        user = (await connection.post("/users", body, key=f"sign up {name}")).shown
        record.sign_ups.add(f"sign up {name}")
        return Person(user["id"], name, connection.cookie)


def marks_in(text: str) -> set[str]:
    return {MARKS + part.partition(".")[0] for part in text.split(MARKS)[1:]}


class WatchedFollowing(Following):
    """Remembers every marked text that reaches it, be it by the stream or by a snapshot."""

    seen: Seen

    async def _heard(self, message: Message) -> Any:
        self.seen.marks |= marks_in(message.text)
        return await super()._heard(message)

    async def _get(self, path: str) -> Any:
        shown = await super()._get(path)
        self.seen.marks |= marks_in(str(shown))
        return shown


class Follower:
    """For ever; `finish` says what it has seen."""

    def __init__(self, url: str, person: Person, lists: Sequence[str] | None, silence: float) -> None:
        """`person` by a session of theirs: several followers may be one person."""
        self.person = person
        self.connection = Connection(url, cookie=person.cookie)
        self.following = WatchedFollowing(self.connection, None if lists is None else frozenset(lists), silence)
        # A run is short: long pauses would make it a run of those who wait.
        self.following.backoff.longest = 1.0
        self.following.seen = self.seen = Seen(person.id)
        self.task = asyncio.create_task(self._run())

    def has_reached(self, positions: Mapping[str, int]) -> bool:
        """Everything that it follows is where it should be."""
        return all(
            audience in positions and replica.position == positions[audience]
            for audience, replica in self.named().items()
        )

    def named(self) -> dict[str, Replica]:
        """By audience as the log names them."""
        return {self.person.id if name == OWN else name: it for name, it in self.following.replicas.items()}

    async def leave(self) -> Seen:
        """Of a session that has ended: only what came to it counts."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.connection.close()
        return self.seen

    async def finish(self) -> Seen:
        if self.task.done() and not self.task.cancelled() and (error := self.task.exception()):
            raise error
        await self.leave()
        self.seen.gaps = self.following.gaps
        self.seen.things = {name: (it.position, it.things) for name, it in self.following.replicas.items()}
        return self.seen

    async def _run(self) -> None:
        async for happening in self.following.happenings():
            if isinstance(happening, EntryApplied):
                entry = happening.entry
                self.seen.entries.append((entry.audience, entry.position, entry.key))
            else:
                self.seen.entries.append((happening.audience, None, None))


@attrs.define(eq=False)
class Desk:
    """Sends requests, each with a key of its own, until they are answered; and writes down what came of them."""

    url: str
    person: Person
    record: Record
    prefix: str
    end: asyncio.Event
    """Set when nothing more is to be begun."""

    _connection: Connection = attrs.field(init=False)
    _number: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._connection = Connection(self.url, cookie=self.person.cookie)

    async def send(self, what: str, request: Request) -> Any:
        """What was answered, None where it was refused. Raises `Refused` for a fault of the server."""
        self._number += 1
        write = Write(f"{self.prefix}-{self._number}", self.person.id, f"{what}: {request.method} {request.path}")
        self.record.writes.append(write)
        headers = {} if request.seen is None else {"If-Match": f'"{request.seen}"'}
        try:
            answer = await self._connection.ask(
                request.method, request.path, request.body, key=write.key, headers=headers, patience=None
            )
        except Refused as refused:
            write.status = refused.status
            return None
        write.status, write.is_repeat = answer.status, answer.is_replayed
        made = [part.split(":") for part in answer.headers.get("Tasktix-Position", "").split(", ") if part]
        write.made = {audience: int(position) for audience, position in made}
        return answer.shown if answer.shown is not None else True

    async def close(self) -> None:
        await self._connection.close()


async def write_on(
    desk: Desk, knows: Follower, lists: Sequence[str], guests: Mapping[str, str], chance: random.Random
) -> None:
    """One writer, who sees the lists as `knows` does."""
    short_lived: list[str] = []
    while not desk.end.is_set():
        await asyncio.sleep(chance.random() * 0.4)
        replica = knows.following.replicas.get(chance.choice(lists))
        own = knows.following.replicas.get(OWN)
        if replica is None or own is None:
            continue
        what, request = next_request(Scene(chance, replica, guests, own, short_lived))
        answer = await desk.send(what, request)
        if what == "make a list" and answer:
            short_lived.append(answer["id"])
        elif what == "delete a list":
            short_lived.remove(request.path.rpartition("/")[2])


async def shut_out_again_and_again(desk: Desk, victim: Person, tag: str, chance: random.Random) -> None:
    """Each time in another list: what is written before comes to the victim or not, what is written after must not."""
    number = 0
    while not desk.end.is_set():
        number += 1
        created = await desk.send("make a list", Request("POST", "/lists", {"name": f"Trap {number}"}))
        path = f"/lists/{created['id']}"
        await desk.send("invite", Request("POST", f"{path}/members", {"username": victim.username, "role": "Viewer"}))
        for _ in range(3):
            await desk.send("tell", Request("POST", f"{path}/tasks", {"name": f"open {number}"}))
            await asyncio.sleep(chance.random() * 0.2)
        mark = f"{MARKS}{tag}x{number}"
        if chance.random() < 0.5:
            # What is on its way to them while they are shut out.
            for _ in range(5):
                await desk.send("tell", Request("POST", f"{path}/tasks", {"name": f"open {number}"}))
        await desk.send("shut out", Request("DELETE", f"{path}/members/{victim.id}"))
        desk.record.forbidden.setdefault(victim.id, set()).add(mark)
        for _ in range(3):
            await desk.send("whisper", Request("POST", f"{path}/tasks", {"name": f"{mark}."}))
        await asyncio.sleep(chance.random() * 0.3)


async def signed_out_again_and_again(
    url: str, desk: Desk, traitor: Person, path: str, tag: str, chance: random.Random
) -> None:
    """Each time another session of somebody who stays a member of the list: what is written a second after its end is
    acknowledged must not come to it. `Seen.user` is the session here, for others of the same person go on."""
    number = 0
    while not desk.end.is_set():
        number += 1
        session = Person(f"session {tag}x{number}", traitor.username, "")
        async with Connection(url) as door:
            keys = f"{tag}x{number} in", f"{tag}x{number} out"
            desk.record.sign_ups |= {*keys}
            login = {"login": traitor.username, "password": PASSWORD}
            await door.ask("POST", "/session", login, key=keys[0], patience=None)
            session.cookie = door.cookie
            follower = Follower(url, session, None, 40.0)
            for _ in range(3):
                await desk.send("tell", Request("POST", f"{path}/tasks", {"name": f"open {number}"}))
                await asyncio.sleep(chance.random() * 0.3)
            with suppress(SignedOut):
                # An attempt whose answer was lost has done it.
                await door.ask("DELETE", "/session", key=keys[1], patience=None)
        ended = time.monotonic()
        for _ in range(2):
            # What is on its way to it while it ends.
            await desk.send("tell", Request("POST", f"{path}/tasks", {"name": f"open {number}"}))
        await asyncio.sleep(max(0.0, ended + SESSION_ENDS_WITHIN - time.monotonic()))
        mark = f"{MARKS}{tag}x{number}"
        desk.record.forbidden.setdefault(session.id, set()).add(mark)
        for _ in range(3):
            await desk.send("whisper", Request("POST", f"{path}/tasks", {"name": f"{mark}."}))
        # Long enough for the last of them to come, if it came.
        await asyncio.sleep(1.0)
        desk.record.ended.append(await follower.leave())
