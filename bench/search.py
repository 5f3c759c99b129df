"""Finding tasks among very many: what one person has gathered in years."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import quote

import attrs

from bench.house import House, Start
from bench.load import percentile
from bench.scale import Scale
from bench.table import Row
from bench.wire import Connection
from tasktix import Actor, Application, Task, connect, lists, sections, tags
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.placement import between

FILTERS: Final = {
    "": "all of them",
    **{
        text: f"`{text}`"
        for text in (
            "status:open",
            "status:open due<tomorrow",
            "#urgent",
            "@me status:open",
            "is:overdue",
            "elapsed>expected",
            "completed>=-1w",
            "login",
            "nowhere",
        )
    },
    # A line of a Markdown table cannot have the sign itself.
    "due<+1w & (#urgent | @me) & !blocked-words": "`due<+1w`, `#urgent` or `@me`, `!blocked-words`",
}
WORDS: Final = (
    *("login", "page", "server", "invoice", "report", "garden", "water", "release"),
    *("fix", "test", "design", "review", "call", "write", "plan"),
)
AT_ONCE: Final = 1000
"""Tasks of one transaction."""


async def measure(start: Start, scale: Scale) -> list[Row]:
    house = start()
    with house.server:
        await house.sign_up()
        _fill(house.database, Id(await house.user_id()), scale)
        found = [
            Row(f"first page of 50 of {scale.found:,} tasks: {what}", await _page(house, scale, text), "< 100 ms")
            for text, what in FILTERS.items()
        ]
        return [
            *found,
            Row("Today of the same", await _asked(house, scale, "/today"), "< 100 ms"),
            Row("calibration of the same", await _asked(house, scale, "/reports/calibration"), "< 100 ms"),
            Row(
                "calibration of three months of it",
                await _asked(house, scale, f"/reports/calibration?filter={quote('completed>=-3m')}"),
                "< 100 ms",
            ),
        ]


async def _page(house: House, scale: Scale, text: str) -> str:
    return await _asked(house, scale, f"/tasks?filter={quote(text)}")


async def _asked(house: House, scale: Scale, path: str) -> str:
    connection = await Connection.open(house.address)
    times = []
    for _ in range(scale.repeats + 1):
        sent = time.monotonic()
        await connection.ask(house.request("GET", path))
        times.append(time.monotonic() - sent)
    connection.close()
    return f"{percentile(times[1:], 50):.1f} ms"


def _fill(url: str, user_id: Id, scale: Scale) -> None:
    """Past the server, whose requests would take minutes."""
    app, person, chance = connect(url), Actor(user=user_id), random.Random(1)
    for number in range(scale.full_lists):
        place = _Place(app, person, f"List {number}")
        its_share = scale.found // scale.full_lists
        for done in range(0, its_share, AT_ONCE):
            app.perform(person, place.fill, count=min(AT_ONCE, its_share - done), chance=chance)
    app.close()


@attrs.define(init=False)
class _Place:
    """A list with two sections and a tag."""

    list_id: Id
    section_ids: tuple[Id, Id]
    tag_id: Id
    rank: str | None

    def __init__(self, app: Application, person: Actor, name: str) -> None:
        its_list = app.perform(person, lists.create, fields={"name": name})
        names = ("Doing", "Later")
        first, second = (
            app.perform(person, sections.add, list_id=its_list.id, fields={"name": each}) for each in names
        )
        tag = app.perform(person, tags.add, list_id=its_list.id, fields={"name": "urgent", "color": "red"})
        self.list_id, self.section_ids, self.tag_id, self.rank = its_list.id, (first.id, second.id), tag.id, None

    def fill(self, work: UnitOfWork, actor: Actor, *, count: int, chance: random.Random) -> None:
        for fields in _some_fields(work, count, chance):
            self.rank = between(self.rank, None)
            task = Task.add(
                work.new_id(),
                list_id=self.list_id,
                section_id=chance.choice(self.section_ids),
                rank=self.rank,
                now=work.now - timedelta(days=chance.randrange(300)),
                origin=Origin.of(actor.user_id),
                fields=fields,
                tags=(self.tag_id,) if chance.random() < 0.05 else (),
                assignees=(actor.user_id,) if chance.random() < 0.1 else (),
            )
            if chance.random() < 0.9:
                task.elapsed_ms = chance.randrange(20_000) * 1000
                task.complete(task.created_at + timedelta(days=3), work.new_id())
            work.tasks.add(task)


def _some_fields(work: UnitOfWork, count: int, chance: random.Random) -> Iterator[dict[str, object]]:
    for _ in range(count):
        fields: dict[str, object] = {
            "name": " ".join(chance.choices(WORDS, k=4)),
            "description": "x" * chance.randrange(200),
            "priority": chance.choice(("low", "medium", "high")),
        }
        if chance.random() < 0.6:
            fields["due"] = (work.now + timedelta(days=chance.randrange(-200, 60))).date().isoformat()
        if chance.random() < 0.5:
            fields["expected"] = chance.randrange(1, 20) * 900
        yield fields
