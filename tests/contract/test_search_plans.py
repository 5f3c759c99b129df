"""How a database looks for tasks: by an index, and never through those of other people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tasktix.application import search
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tests.builders import new_application, new_sample
from tests.contract.conftest import OpenStore
from tests.contract.databases import connected
from tests.contract.statements import overheard
from tests.contract.test_large_lists import fill
from tests.fakes import FakeClock, SeededChance

PLANS: dict[str, set[str]] = {
    "": {"ix_tasks_search"},
    "status:open": {"ix_tasks_search"},
    "status:open due<tomorrow": {"ix_tasks_search"},
    "is:overdue": {"ix_tasks_search"},
    "completed>=-1w": {"ix_tasks_search"},
    "elapsed>expected": {"ix_tasks_search"},
    "weed": {"ix_tasks_search"},
    "@none status:open": {"ix_tasks_search"},
    "tag!=urgent": {"ix_tasks_search"},
    "list:garden priority:high": {"ix_tasks_search"},
    "#urgent": {"ix_task_tags_tag_id"},
    "#urgent weed": {"ix_task_tags_tag_id"},
    "@me status:open": {"ix_task_assignees_member"},
    "#urgent | @me": {"ix_task_tags_tag_id", "ix_task_assignees_member"},
    "due<+1w & (#urgent | @me) & !blocked-words": {"ix_task_tags_tag_id", "ix_task_assignees_member"},
}
"""What each is answered by."""


@pytest.fixture(scope="module")
def crowd(
    sql_kind: str,
    empty_database: Callable[[str], str],
    open_store: OpenStore,
    clock: FakeClock,
    chance: SeededChance,
) -> tuple[Application, Actor, str]:
    """Eight people with as many tasks, one of them, and their database."""
    url = empty_database(sql_kind)
    app = new_application(open_store(sql_kind, url), clock, chance)
    samples = [new_sample(app) for _ in range(8)]
    for sample in samples:
        app.perform(sample.admin, fill, sample=sample, count=300)
    return app, samples[3].viewer, url


@pytest.mark.parametrize("order", ["auto", "due", "-created"])
@pytest.mark.parametrize(("text", "indexes"), PLANS.items(), ids=[repr(text) for text in PLANS])
def test_a_filter_walks_an_index_and_reads_nobody_elses_tasks(
    text: str, indexes: set[str], order: str, crowd: tuple[Application, Actor, str]
) -> None:
    app, actor, url = crowd
    with overheard() as said:
        app.look(actor, search.find, limit=50, filter_text=text, order=order)
    plan = [step for each in said for step in plan_of(url, *each)]
    assert not [step for step in plan if FULL_SCAN.search(step)]
    assert indexes <= {found[0] for step in plan if (found := re.search(r"\bix_\w+", step))}


def test_the_pattern_knows_a_full_scan(crowd: tuple[Application, Actor, str]) -> None:
    for column in ("description", "id", "due"):
        text = f"SELECT count(*) FROM tasks WHERE {column} LIKE '%x'"
        assert any(FULL_SCAN.search(step) for step in plan_of(crowd[2], text))


FULL_SCAN = re.compile(r"^SCAN (tasks|tags|task_tags)\b|^(tasks|tags) (ALL|index)\b")


def plan_of(url: str, text: str, arguments: tuple[Any, ...] = ()) -> list[str]:
    """A line for each table that is read: how, and by which index."""
    with connected(url) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        words = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        rows = connection.exec_driver_sql(words + text, arguments).mappings().all()
    return [row["detail"] if is_sqlite else f"{row['table']} {row['type']} {row['key']}" for row in rows]
