"""In a large list everything costs as much as in a small one, and no question reads a whole table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import attrs
import pytest
import sqlalchemy as sa

from tasktix.adapters.sql.tables import LOG_PIECES
from tasktix.application import feed, history, lists, members, sections, snapshots, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Store
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import ADMIN
from tasktix.domain.aggregate import Origin
from tasktix.domain.placement import between
from tasktix.domain.tasks import Task
from tasktix.domain.words import ABSENT
from tests.builders import Sample, new_application, new_id, new_sample
from tests.catalogue import ROWS, Row
from tests.contract.conftest import OpenStore
from tests.contract.databases import connected
from tests.contract.statements import overheard
from tests.contract.test_statements import STATEMENTS, do
from tests.contract.view import view_of_list
from tests.fakes import FakeClock, SeededChance

LARGE: Final = 2000


@attrs.frozen
class Large:
    """A list with 2,000 tasks more in its first section, in a database of its own; another with many tags and roles."""

    app: Application
    sample: Sample
    url: str


def fill(work: UnitOfWork, actor: Actor, *, sample: Sample, count: int = LARGE) -> None:
    """Each has been worked on; one in a hundred carries the tag and is the viewer's."""
    rank: str | None = "b00"
    for number in range(count):
        rank = between(rank, None)
        is_rich = number % 100 == 0
        task = Task.add(
            work.new_id(),
            list_id=sample.id,
            section_id=sample.sections[0],
            rank=rank,
            now=work.now,
            origin=Origin.of(actor.user_id),
            fields={"name": "Weed"},
            tags=(sample.tag,) if is_rich else (),
            assignees=(sample.viewer.user_id,) if is_rich else (),
        )
        task.start_timer(work.now - timedelta(hours=1), by=actor.user_id)
        task.pause_timer(work.now, work.new_id())
        work.tasks.add(task)


def fill_parts(work: UnitOfWork, actor: Actor, *, sample: Sample) -> None:
    roster, its_tags, origin = work.lists.roster(sample.id), work.lists.tags(sample.id), Origin.of(actor.user_id)
    for number in range(300):
        its_tags.add(work.new_id(), origin=origin, fields={"name": f"{number}", "color": "red"})
        roster.add_role(work.new_id(), origin=origin, fields={"name": f"{number}", "permissions": []}, by=ADMIN)


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
    sample, *others = [new_sample(app) for _ in range(6)]
    app.perform(sample.admin, fill, sample=sample)
    app.perform(others[0].admin, fill_parts, sample=others[0])
    for number in range(50):
        app.perform(sample.admin, lists.revise, list_id=sample.id, fields={"name": f"{number}"})
    with connected(url) as connection:
        # An empty table is read as a whole: nothing is faster.
        row = {"audience": others[0].id, "position": 1, "text": "body", "piece": "x"}
        connection.execute(sa.insert(LOG_PIECES), [{**row, "number": number} for number in range(300)])
        tables = "tasks, log, log_pieces, times, task_tags, task_assignees, tags, roles"
        connection.exec_driver_sql(f"ANALYZE TABLE {tables}" if sql_kind == "mariadb" else "ANALYZE")
        connection.commit()
    return Large(app, sample, url)


OFTEN: Final = {
    "tasks.add",
    "tasks.add (anywhere)",
    "tasks.add (with tags and assignees)",
    "tasks.show",
    "tasks.revise",
    "tasks.complete",
    "tasks.place",
    "timers.pause",
    "timers.entries",
    "tags.attach",
    "assignees.assign",
    "sections.revise",
    "tags.revise",
    "lists.revise",
    "lists.overviews",
    "members.add",
    "snapshots.position",
    "snapshots.of_list",
    "search.find",
    "search.today",
}


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in OFTEN], ids=lambda row: row.name)
def test_a_use_case_costs_the_same_in_a_large_list(row: Row, large: Large) -> None:
    small = new_sample(large.app)
    in_large = do(row, large.app, attrs.evolve(large.sample, fresh_id=new_id(large.app)))
    assert len(in_large) == len(do(row, large.app, small))


AT_ONCE: Final = 250
"""Not more things than one statement deletes, or reads the time of."""


def test_deleting_a_large_section_or_list_takes_few_statements(sql_app: Application) -> None:
    for row in ROWS:
        if row.name in {"lists.delete", "sections.delete"}:
            sample = new_sample(sql_app)
            sql_app.perform(sample.admin, fill, sample=sample)
            assert len(do(row, sql_app, sample)) <= STATEMENTS[row.name] + 3 * (LARGE // AT_ONCE + 1)


@pytest.mark.parametrize("use_case", [sections.delete, lists.delete], ids=["a section", "a list"])
def test_bringing_back_a_thousand_tasks_takes_few_statements(
    sql_app: Application, use_case: Callable[..., Any]
) -> None:
    sample = new_sample(sql_app)
    sql_app.perform(sample.admin, fill, sample=sample, count=1000)
    before = view_of_list(sql_app, sample.admin, sample.id).things
    ways = {"section_id": sample.sections[0]} if use_case is sections.delete else {}
    position = sql_app.commit(sample.admin, use_case, list_id=sample.id, **ways).positions[sample.id]

    with overheard() as said:
        sql_app.perform(sample.admin, history.undo, list_id=sample.id, position=position)

    assert len(said) <= 25
    assert len(view_of_list(sql_app, sample.admin, sample.id).things) == len(before)


@pytest.mark.parametrize("name", ["tags.delete", "members.remove"])
def test_what_many_tasks_carried_is_taken_from_all_of_them_at_once(sql_app: Application, name: str) -> None:
    """Each task is another by that and is written for itself."""
    [row] = [it for it in ROWS if it.name == name]
    sample = new_sample(sql_app)
    sql_app.perform(sample.admin, fill, sample=sample)
    assert len(do(row, sql_app, sample)) <= STATEMENTS[name] + LARGE // 100


# plans

NAME: Final = {"name": "Rake"}

Question = Callable[[Application, Sample], Any]


def ask(question: Callable[[UnitOfWork, Sample], Any]) -> Question:
    """Of the store itself."""
    return lambda app, sample: app.look(sample.admin, lambda work, _: question(work, sample))


QUESTIONS: Final[dict[str, Question]] = {
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
    "the position before a moment": ask(lambda work, sample: work.log.position_before(sample.id, work.now)),
    "an entry with the values before": ask(lambda work, sample: work.log.past(sample.id, 40)),
    "the newest entries": ask(lambda work, sample: work.log.before(sample.id, 40, 10)),
    "the history of a task": lambda app, sample: app.look(
        sample.admin, history.of_list, list_id=sample.id, limit=10, task_id=sample.tasks[1]
    ),
    "a snapshot": lambda app, sample: app.look(sample.admin, snapshots.of_list, list_id=sample.id),
    "one's lists": lambda app, sample: app.look(sample.admin, lists.overviews),
    "tasks by their ids": ask(lambda work, sample: work.tasks.these(sample.id, sample.tasks)),
    "tasks with a tag": ask(lambda work, sample: work.tasks.with_tag(sample.id, sample.tag)),
    "tasks of an assignee": ask(lambda work, sample: work.tasks.assigned_to(sample.id, sample.viewer.user_id)),
    "the time of tasks": ask(
        lambda work, sample: work.tasks.with_time(work.tasks.these(sample.id, sample.tasks)),
    ),
    "the tags of a list": ask(lambda work, sample: work.lists.tags(sample.id)),
    "the people and roles of a list": ask(lambda work, sample: work.lists.roster(sample.id)),
    "a tag of a list": ask(lambda work, sample: work.lists.has_tag(sample.id, sample.tag)),
    "writing a task": lambda app, sample: app.perform(
        sample.admin, tasks.revise, list_id=sample.id, task_id=sample.tasks[1], fields={"unclear": True}
    ),
    "tagging a task": lambda app, sample: [
        app.perform(sample.admin, each, list_id=sample.id, task_id=sample.tasks[1], tag_id=sample.tag)
        for each in (tags.attach, tags.detach)
    ],
    "changing a role": lambda app, sample: [
        app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=sample.viewer.user_id, role=role)
        for role in (sample.role, "Viewer")
    ],
}


def add(app: Application, sample: Sample, **place: Any) -> Task:
    ways = {"list_id": sample.id, "section_id": sample.sections[0], **place}
    return app.look(sample.admin, tasks.add, fields=NAME, **ways)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_no_question_reads_a_whole_table(question: Question, large: Large) -> None:
    with overheard() as said:
        question(large.app, large.sample)
    plans = plans_of(large.url, said)
    assert plans
    assert not [plan for plan in plans if FULL_SCAN.search(plan)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT name FROM tasks WHERE name = 'x'",
        "SELECT body FROM log WHERE body = 'x'",
        "SELECT version FROM times WHERE version = 9",
        "SELECT color FROM tags WHERE color = 'x'",
        "SELECT description FROM roles WHERE description = 'x'",
    ],
)
def test_the_pattern_knows_a_full_scan(large: Large, text: str) -> None:
    assert FULL_SCAN.search("\n".join(plans_of(large.url, [(text, ())])))


LARGE_TABLES: Final = "tasks|log|log_pieces|times|task_tags|task_assignees|tags|roles"
FULL_SCAN: Final = re.compile(rf"^SCAN ({LARGE_TABLES})\b(?! USING INDEX)|^({LARGE_TABLES}) ALL", re.MULTILINE)


def plans_of(url: str, said: Sequence[tuple[str, tuple[Any, ...]]]) -> list[str]:
    """One line per table that a statement reads."""
    plans = []
    with connected(url) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        words = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        for text, arguments in said:
            if text.lstrip().startswith("INSERT"):
                continue
            found = connection.exec_driver_sql(words + text, arguments).mappings().all()
            plans += [row["detail"] if is_sqlite else f"{row['table']} {row['type']} {row['Extra']}" for row in found]
    return plans
