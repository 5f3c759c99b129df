"""Calls are tried until they are answered, and done once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tasktix.adapters.http import shapes
from tasktix.client import Connection, NotFound, Refused, SignedOut, Unreachable
from tests.client.meddler import Meddler
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, PASSWORD, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

Scenario = Callable[[Meddler, Connection], Coroutine[Any, Any, None]]


def through_a_meddler(person: Client, scenario: Scenario) -> None:
    async def run() -> None:
        async with Meddler(person.url).running() as meddler, Connection(meddler.url, cookie=person.cookie) as them:
            await scenario(meddler, them)

    asyncio.run(run())


def names(person: Client, list_id: str) -> list[str]:
    return [task.name for task in person.snapshot(list_id).tasks]


def test_a_sign_in_and_a_sign_out(ann: Client) -> None:
    async def run() -> None:
        async with Connection(ann.url) as connection:
            with pytest.raises(SignedOut):
                await connection.sign_in(ann.user.username, "wrong " + PASSWORD)
            signed_in = await connection.sign_in(ann.user.username, PASSWORD)
            assert signed_in["user"]["id"] == ann.user.id
            cookie = connection.cookie
            assert (await connection.get("/session"))["user"]["id"] == ann.user.id
            await connection.sign_out()
            with pytest.raises(SignedOut):
                await connection.get("/session")
            connection.cookie = cookie
            await connection.sign_out()

    asyncio.run(run())


def test_a_sign_up(server: RunningServer, ann: Client) -> None:
    async def run() -> None:
        async with Connection(server.url) as connection:
            name = f"new_{ann.user.id[-8:]}"
            user = await connection.sign_up(name, f"{name}@example.org", PASSWORD)
            assert (await connection.get("/me"))["id"] == user["id"]

    asyncio.run(run())


def test_a_lost_answer_is_asked_for_again_and_the_deed_done_once(ann: Client, groceries: shapes.List) -> None:
    async def scenario(meddler: Meddler, connection: Connection) -> None:
        meddler.lost_answers = 2
        answer = await connection.post(f"/lists/{groceries.id}/tasks", {"name": "Bread"})
        assert (answer.status, answer.attempts, answer.is_replayed) == (201, 3, True)
        meddler.lost_answers = 1
        path = f"/lists/{groceries.id}/tasks/{answer.shown['id']}"
        assert (await connection.delete(path)).status == 204

    through_a_meddler(ann, scenario)
    assert names(ann, groceries.id) == []
    assert ann.snapshot(groceries.id).position == 3  # the list, the task in its first section, and its end


def test_a_key_of_ones_own_holds_beyond_the_program(ann: Client, groceries: shapes.List) -> None:
    async def run() -> None:
        for _ in range(2):
            async with Connection(ann.url, cookie=ann.cookie) as connection:
                await connection.post(f"/lists/{groceries.id}/tasks", {"name": "Milk"}, key="tuesday's milk")

    asyncio.run(run())
    assert names(ann, groceries.id) == ["Milk"]


def test_calls_that_do_not_come_through_are_tried_again(ann: Client, groceries: shapes.List) -> None:
    async def scenario(meddler: Meddler, connection: Connection) -> None:
        meddler.lost_calls = 2
        assert (await connection.get(f"/lists/{groceries.id}"))["list"]["id"] == groceries.id
        meddler.refusals = 2
        await connection.post(f"/lists/{groceries.id}/tasks", {"name": "Jam"})
        assert len(meddler.calls) == 6

    through_a_meddler(ann, scenario)
    assert names(ann, groceries.id) == ["Jam"]


def test_it_comes_back_not_before_it_was_told(ann: Client) -> None:
    async def scenario(meddler: Meddler, connection: Connection) -> None:
        meddler.refusals, meddler.retry_after = 1, "2"
        begin = time.monotonic()
        await connection.get("/session")
        assert time.monotonic() - begin >= 2

    through_a_meddler(ann, scenario)


def test_patience_has_an_end(ann: Client) -> None:
    async def scenario(meddler: Meddler, connection: Connection) -> None:
        meddler.refusals = 1000
        with pytest.raises(Unreachable, match="503"):
            await connection.get("/session", patience=1)

    through_a_meddler(ann, scenario)


def test_a_refusal_is_not_tried_again(ann: Client, bob: Client, groceries: shapes.List) -> None:
    async def scenario(meddler: Meddler, connection: Connection) -> None:
        path = f"/lists/{groceries.id}/tasks"
        with pytest.raises(NotFound) as missing:
            await connection.get(f"{path}/{NOBODY}")
        assert (missing.value.status, missing.value.code) == (404, "not_found")
        with pytest.raises(Refused) as refused:
            await connection.post(path, {"name": ""})
        assert refused.value.status == 422
        assert refused.value.problem["errors"][0]["field"] == "name"
        task = (await connection.post(path, {"name": "Tea"})).shown
        await connection.patch(f"{path}/{task['id']}", {"name": "Green tea"}, seen=task["version"])
        await connection.put(f"{path}/{task['id']}/completion")
        assert len(meddler.calls) == 5

    through_a_meddler(ann, scenario)
    assert names(ann, groceries.id) == ["Green tea"]
