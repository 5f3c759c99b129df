"""How often a use case asks the database, and that no question reads a whole table.

Round trips are what a use case costs: a number that rises here should have a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import attrs
import pytest

from tasktix.application import feed, lists, snapshots, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Store
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import NotFound
from tasktix.domain.placement import between
from tasktix.domain.tasks import Task
from tasktix.domain.words import ABSENT
from tests.builders import Sample, new_application, new_id, new_sample
from tests.catalogue import ROWS, Row
from tests.contract.conftest import OpenStore
from tests.contract.databases import connected
from tests.contract.statements import Said, overheard
from tests.fakes import FakeClock, SeededChance

ENTRY: Final = 2
"""The audience's position, and the log."""
WHOLE: Final = 3
"""A list, its sections, its members."""
LOCKED: Final = WHOLE
"""The list's own row is locked by what reads it."""

STATEMENTS: Final = {
    "lists.create": 1 + 2 + 3 + 2 * ENTRY,  # the founder; is the id in use?; audience, list, member
    "lists.overviews": 1,
    "lists.revise": LOCKED + 1 + ENTRY,
    "lists.delete": LOCKED + 6 + 3 * ENTRY,  # its tasks; two sections, two members, the list
    "sections.add": LOCKED + 2 + ENTRY,  # is it a repeat?
    "sections.revise": LOCKED + 1 + ENTRY,
    "sections.place": LOCKED + 1 + ENTRY,
    "sections.delete": LOCKED + 3 + ENTRY,  # its tasks read, and deleted at once
    "tasks.add": 1 + 1 + 1 + ENTRY,  # the place; is it a repeat?
    "tasks.add (anywhere)": 1 + 1 + ENTRY,
    "tasks.show": 1,
    "tasks.revise": 1 + 1 + ENTRY,
    "tasks.place": 2 + 1 + ENTRY,
    "tasks.complete": 1 + 1 + ENTRY,
    "tasks.reopen": 1 + 1 + ENTRY,
    "tasks.delete": 1 + 1 + ENTRY,
    "members.of_list": WHOLE,
    "members.add": LOCKED + 2 + 2 * ENTRY,
    "members.change_role": LOCKED + 1 + 2 * ENTRY,
    "members.remove": LOCKED + 1 + 2 * ENTRY,
    "members.remove (leaving)": LOCKED + 1 + 2 * ENTRY,
    "accounts.sign_up": 1 + 3 + ENTRY,  # taken?; audience, user, credential
    "accounts.credential": 1,
    "accounts.me": 1,
    "sessions.start": 1 + ENTRY,
    "sessions.with_token": 1,
    "sessions.touch": 1,
    "sessions.current": 3,
    "sessions.end": 1 + 1 + ENTRY,
    "snapshots.position": 2,
    "snapshots.of_list": 1 + WHOLE + 1,
    "feed.audiences": 3,  # the session, the lists, their positions
    "feed.audiences (of one list)": 3,
    "feed.since": 3,  # the mark; of each other audience the entry before, or else its floor
    "feed.entries": 1,
    "feed.reach": 1,
    "replies.require_unanswered": 1,
    "replies.forget_old": 1,
}
"""The most that each may run."""


WRITES_NO_FACT: Final = {"sessions.touch", "replies.forget_old"}


def do(row: Row, app: Application, sample: Sample) -> Said:
    """As the program does: what writes in a write, what asks in a look."""
    with overheard() as said:
        if row.writes or row.name in WRITES_NO_FACT:
            row.commit(app, sample)
        else:
            row.look(app, sample)
    return said


each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@each_row
def test_a_use_case_runs_no_more_statements_than_it_must(row: Row, sql_app: Application) -> None:
    said = do(row, sql_app, new_sample(sql_app))
    assert len(said) == STATEMENTS[row.name], "\n".join(text for text, _ in said)


def test_a_refusal_costs_one_statement(sql_app: Application) -> None:
    sample = new_sample(sql_app)
    with overheard() as said, pytest.raises(NotFound):
        sql_app.perform(sample.outsider, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])
    assert len(said) == 1


def test_what_changes_nothing_writes_no_row(sql_app: Application) -> None:
    sample = new_sample(sql_app)
    with overheard() as said:
        sql_app.perform(sample.admin, tasks.reopen, list_id=sample.id, task_id=sample.tasks[0])
    assert [text.split()[0] for text, _ in said] == ["SELECT"]


# a large list


LARGE: Final = 2000


@attrs.frozen
class Large:
    """A list with 2,000 tasks more in its first section, in a database of its own."""

    app: Application
    sample: Sample
    url: str


def fill(work: UnitOfWork, actor: Actor, *, sample: Sample) -> None:
    rank: str | None = "b00"
    for _ in range(LARGE):
        rank = between(rank, None)
        task = Task.add(
            work.new_id(),
            list_id=sample.id,
            section_id=sample.sections[0],
            rank=rank,
            now=work.now,
            origin=Origin.of(actor.user_id),
            fields={"name": "Weed"},
        )
        work.tasks.add(task)


@pytest.fixture(scope="module")
def large(
    sql_kind: str,
    empty_database: Callable[[str], str],
    open_store: OpenStore,
    clock: FakeClock,
    chance: SeededChance,
) -> Large:
    url = empty_database(sql_kind)
    store: Store = open_store(sql_kind, url)
    app = new_application(store, clock, chance)
    sample = new_sample(app)
    for _ in range(5):
        new_sample(app)
    app.perform(sample.admin, fill, sample=sample)
    for number in range(50):
        app.perform(sample.admin, lists.revise, list_id=sample.id, fields={"name": f"{number}"})
    with connected(url) as connection:
        connection.exec_driver_sql("ANALYZE TABLE tasks, log" if sql_kind == "mariadb" else "ANALYZE")
        connection.commit()
    return Large(app, sample, url)


OFTEN: Final = {
    "tasks.add",
    "tasks.add (anywhere)",
    "tasks.show",
    "tasks.revise",
    "tasks.complete",
    "tasks.place",
    "sections.revise",
    "lists.revise",
    "lists.overviews",
    "members.add",
    "snapshots.position",
    "snapshots.of_list",
}


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in OFTEN], ids=lambda row: row.name)
def test_a_use_case_costs_the_same_in_a_large_list(row: Row, large: Large) -> None:
    small = new_sample(large.app)
    in_large = do(row, large.app, attrs.evolve(large.sample, fresh_id=new_id(large.app)))
    assert len(in_large) == len(do(row, large.app, small))


def test_deleting_a_large_section_or_list_takes_few_statements(
    sql_app: Application,
) -> None:
    for row in ROWS:
        if row.name in {"lists.delete", "sections.delete"}:
            sample = new_sample(sql_app)
            sql_app.perform(sample.admin, fill, sample=sample)
            assert len(do(row, sql_app, sample)) <= STATEMENTS[row.name] + LARGE // 250 + 1


# plans

NAME: Final = {"name": "Rake"}


QUESTIONS: Final[dict[str, Callable[[Application, Sample], Any]]] = {
    "a task and one's standing": lambda app, sample: app.look(
        sample.admin, tasks.show, list_id=sample.id, task_id=sample.tasks[1]
    ),
    "a place in the first section": lambda app, sample: app.look(
        sample.admin, tasks.add, list_id=sample.id, fields=NAME
    ),
    "a place at the end": lambda app, sample: add(app, sample, after=ABSENT),
    "a place at the top": lambda app, sample: add(app, sample, after=None),
    "a place after a task": lambda app, sample: add(app, sample, after=sample.tasks[1]),
    "what has an id": lambda app, sample: add(app, sample, task_id=sample.fresh_id),
    "entries after a position": lambda app, sample: app.look(Actor(), feed.entries, after={sample.id: 40}),
    "the position before a moment": lambda app, sample: app.look(
        Actor(), lambda work, _: work.log.position_before(sample.id, work.now)
    ),
    "a snapshot": lambda app, sample: app.look(sample.admin, snapshots.of_list, list_id=sample.id),
    "one's lists": lambda app, sample: app.look(sample.admin, lists.overviews),
    "writing a task": lambda app, sample: app.perform(
        sample.admin, tasks.revise, list_id=sample.id, task_id=sample.tasks[1], fields={"unclear": True}
    ),
}


def add(app: Application, sample: Sample, **place: Any) -> Task:
    ways = {"list_id": sample.id, "section_id": sample.sections[0], **place}
    return app.look(sample.admin, tasks.add, fields=NAME, **ways)


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=list(QUESTIONS))
def test_no_question_reads_all_tasks_or_the_whole_log(ask: Callable[[Application, Sample], Any], large: Large) -> None:
    with overheard() as said:
        ask(large.app, large.sample)
    plans = [plan for text, arguments in said for plan in plans_of(large.url, text, arguments)]
    assert plans
    assert not [plan for plan in plans if FULL_SCAN.search(plan)]


def test_the_pattern_knows_a_full_scan(large: Large) -> None:
    for text in ("SELECT name FROM tasks WHERE name = 'x'", "SELECT body FROM log WHERE body = 'x'"):
        assert FULL_SCAN.search("\n".join(plans_of(large.url, text, ())))


FULL_SCAN: Final = re.compile(r"^SCAN (tasks|log)(?! USING INDEX)|^(tasks|log) ALL", re.MULTILINE)


def plans_of(url: str, text: str, arguments: tuple[Any, ...]) -> list[str]:
    """One line per table that the statement reads."""
    if text.lstrip().startswith("INSERT"):
        return []
    with connected(url) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        words = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        found = connection.exec_driver_sql(words + text, arguments).mappings().all()
    return [row["detail"] if is_sqlite else f"{row['table']} {row['type']} {row['Extra']}" for row in found]
