"""The program under measurement, with somebody signed in."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from bench.wire import Address, Connection, request
from tests.harness.server import RunningServer

API: Final = "/api/v1"
FILLERS: Final = 16
"""Connections that fill a list."""


class Start(Protocol):
    def __call__(self, *arguments: str, **environment: str) -> House:
        """The program on a database that nobody has used; who asks for it ends it."""


class House:
    """`database` is where the server keeps everything."""

    def __init__(self, server: RunningServer, database: str) -> None:
        parts = urlsplit(server.url)
        assert parts.hostname
        assert parts.port
        self.server = server
        self.database = database
        self.address: Address = (parts.hostname, parts.port)
        self.headers = ""

    async def sign_up(self) -> None:
        connection = await Connection.open(self.address)
        user = {"username": "bench", "email": "bench@example.org", "password": "a sturdy horse on a roof"}
        answer = await connection.ask(request("POST", f"{API}/users", user))
        cookie = re.search(rb"Set-Cookie: (tasktix=[^;]+)", answer.head)
        assert cookie
        self.headers = f"Cookie: {cookie[1].decode()}\r\n"
        connection.close()

    def request(self, method: str, path: str, body: object = None, headers: str = "") -> bytes:
        return request(method, API + path, body, self.headers + headers)

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        connection = await Connection.open(self.address)
        answer = await connection.ask(self.request(method, path, body))
        connection.close()
        return answer.json()

    async def new_list(self, tasks: int = 0) -> tuple[str, list[str]]:
        """Its id and its tasks' ids."""
        list_id = (await self.ask("POST", "/lists", {"name": "Bench"}))["id"]
        await self.ask("POST", f"/lists/{list_id}/sections", {"name": "Tasks"})
        creations = itertools.islice(self.creations(list_id), tasks)

        async def fill() -> list[str]:
            connection = await Connection.open(self.address)
            made = [(await connection.ask(raw)).json()["id"] for raw in creations]
            connection.close()
            return made

        made = await asyncio.gather(*(fill() for _ in range(min(FILLERS, tasks))))
        return list_id, [task_id for them in made for task_id in them]

    def creations(self, list_id: str) -> Iterator[bytes]:
        for number in itertools.count():
            yield self.request("POST", f"/lists/{list_id}/tasks", {"name": f"Task {number}"})

    def renames(self, list_id: str, task_id: str) -> Iterator[bytes]:
        for number in itertools.count():
            yield self.request("PATCH", f"/lists/{list_id}/tasks/{task_id}", {"name": f"Name {number}"})

    async def user_id(self) -> str:
        return str((await self.ask("GET", "/me"))["id"])

    async def position(self, list_id: str) -> int:
        return int((await self.ask("GET", f"/lists/{list_id}"))["position"])

    def resident(self) -> int:
        """KiB of its memory that are in RAM."""
        status = Path(f"/proc/{self.server.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1])
