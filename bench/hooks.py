"""GitHub's deliveries: how soon they are answered, and how fast those that were stored are worked off."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench.house import House, Start
from bench.load import percentile
from bench.scale import Scale
from bench.table import Row
from bench.wire import Connection
from tasktix import Actor, Application, connect
from tasktix.adapters.auth.safe import AesSafe
from tasktix.adapters.github.renewal import GitHubRenewal
from tasktix.adapters.github.webhooks import GitHubWebhooks
from tasktix.application import deliveries, mirrors
from tasktix.application.connected import ConnectedAccounts
from tasktix.application.intake import Intake
from tasktix.domain.mirrors import Repository

SECRET: Final = "of the bench"
PER_SECOND: Final = 50
REPOSITORY: Final = Repository(7, "ann/garden")
BEGIN: Final = datetime(2026, 11, 1, tzinfo=UTC)
HISTORY: Final = 5
"""Deliveries of one issue: opened, then edited."""


async def measure(start: Start, scale: Scale) -> list[Row]:
    house = start(TASKTIX_GITHUB_WEBHOOK_SECRET=SECRET)
    with house.server:
        await house.sign_up()
        list_id, _ = await house.new_list()
        user = Actor(user=await house.user_id())
        with connect(house.database) as application:
            application.perform(user, mirrors.link, list_id=list_id, repository=REPOSITORY, fields={})
        answered = await _answered(house, scale)
        assert house.server.stop() == 0
    with connect(house.database) as application:
        rate, grown = _worked_off(application, scale.deliveries)
    return [
        Row(f"{PER_SECOND} deliveries/s of GitHub: answered", answered, "p99 < 20 ms"),
        Row(f"{scale.deliveries:,} stored deliveries, worked off", f"{rate:,.0f}/s, {grown:+.0f} MiB", "> 200/s, flat"),
    ]


async def _answered(house: House, scale: Scale) -> str:
    """One each 20 ms, whether those before it are answered or not."""
    times: list[float] = []

    async def send(number: int) -> None:
        connection = await Connection.open(house.address)
        began = time.perf_counter()
        await connection.ask(_request(number))
        times.append(time.perf_counter() - began)
        connection.close()

    sent = []
    for number in range(max(int(PER_SECOND * scale.seconds), 10)):
        sent.append(asyncio.create_task(send(number)))
        await asyncio.sleep(1 / PER_SECOND)
    await asyncio.gather(*sent)
    return f"p50 {percentile(times, 50):.1f} ms, p99 {percentile(times, 99):.1f} ms"


def _request(number: int) -> bytes:
    body = json.dumps(_payload(number)).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = (
        "POST /webhooks/github HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-GitHub-Event: issues\r\nX-GitHub-Delivery: {number}\r\n"
        f"X-GitHub-Hook-ID: 1\r\nX-Hub-Signature-256: sha256={signature}\r\n\r\n"
    )
    return head.encode() + body


def _payload(number: int) -> dict[str, Any]:
    """About as long as those of GitHub are."""
    issue, step = divmod(number, HISTORY)
    moment = (BEGIN + timedelta(seconds=number)).isoformat().replace("+00:00", "Z")
    return {
        "action": "opened" if step == 0 else "edited",
        "repository": {"id": REPOSITORY.id, "full_name": REPOSITORY.name, "urls": "x" * 5000},
        "issue": {
            "id": issue + 1,
            "number": issue + 1,
            "title": f"Issue {issue}, {step}",
            "body": "words " * 200,
            "html_url": f"https://github.com/ann/garden/issues/{issue + 1}",
            "state": "open",
            "labels": [{"name": "bug"}],
            "created_at": moment,
            "updated_at": moment,
            "urls": "x" * 5000,
        },
    }


def _worked_off(application: Application, count: int) -> tuple[float, float]:
    """Per second; and MiB by which this process grew."""
    webhooks = GitHubWebhooks((SECRET,))
    renewal = GitHubRenewal("https://github.com", "", "")
    accounts = ConnectedAccounts(application, AesSafe([]), renewal, "github", renewal.url)
    intake = Intake(application, webhooks, accounts)
    while intake.work_off():
        pass
    for number in range(10_000_000, 10_000_000 + count):
        head, body = _request(number).split(b"\r\n\r\n", 1)
        lines = (line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        parcel = webhooks.read({name.lower(): value for name, value in lines}, body)
        application.perform(Actor(), deliveries.receive, parcel=parcel)
    before, began = _resident(), time.perf_counter()
    while intake.work_off():
        pass
    return count / (time.perf_counter() - began), _resident() - before


def _resident() -> float:
    """MiB of memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 / 1024
