"""A database that is in use reaches the newest schema with all that is in it, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from tasktix.application import history, lists, snapshots, tags, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import ADMIN, VIEWER
from tasktix.domain.errors import NotFound
from tasktix.domain.folding import fold
from tasktix.domain.words import Status
from tests.builders import new_application
from tests.contract import old_rows as old
from tests.contract.databases import connected, differences, migrate, open_unmigrated, starts_until_done, upgrade_to
from tests.contract.view import entries_after, view_of_list
from tests.contract.view import fold as folded

ANN, BEN = Actor(user=old.ANN, via="test"), Actor(user=old.BEN, via="test")


def at_revision_0001(url: str) -> str:
    upgrade_to(url, "0001")
    with connected(url) as connection:
        old.insert(connection)
    return url


@contextmanager
def opened(url: str) -> Iterator[Application]:
    store = open_unmigrated(url)
    try:
        yield new_application(store)
    finally:
        store.close()


@pytest.fixture(scope="module")
def upgraded(sql_kind: str, empty_database: Callable[[str], str]) -> str:
    """Only looked at."""
    url = at_revision_0001(empty_database(sql_kind))
    assert migrate(url) is None
    return url


@pytest.fixture
def url(sql_kind: str, empty_database: Callable[[str], str]) -> str:
    return at_revision_0001(empty_database(sql_kind))


def assert_all_is_there(url: str) -> None:
    with opened(url) as app:
        found = app.look(ANN, snapshots.of_list, list_id=old.LIST)
    assert (found.list.name, found.position, len(found.tasks)) == ("Garden", len(old.PAST), 2 + old.MANY)
    assert {member.id: member.role_id for member in found.members} == {old.ANN: ADMIN.id, old.BEN: VIEWER.id}
    assert [section.id for section in found.sections] == [old.BEDS]
    by_id = {task.id: task for task in found.tasks}
    dig, sow = by_id[old.DIG], by_id[old.SOW]
    assert (dig.name, dig.description, dig.status, dig.version) == ("Straße", "É\nx", Status.PAUSED, 2)
    assert (dig.elapsed_ms, dig.elapsed) == (old.DIG_SECONDS * 1000, old.DIG_SECONDS)
    assert (sow.elapsed_ms, sow.elapsed) == (old.LONGEST * 1000, old.LONGEST)
    assert {task.elapsed_ms for task in found.tasks if task.id not in {old.DIG, old.SOW}} == {0}
    assert_all_can_be_found(url)


def assert_all_can_be_found(url: str) -> None:
    with connected(url) as connection:
        rows = connection.exec_driver_sql("SELECT name, description, search FROM tasks").all()
    assert len(rows) == 2 + old.MANY
    assert not [row for row in rows if row[2] != f"{fold(row[0])}\n{fold(row[1])}"]


def test_all_rows_are_there_afterwards(upgraded: str) -> None:
    assert_all_is_there(upgraded)
    assert differences(upgraded) == []


def test_the_log_still_tells_all_that_happened(upgraded: str) -> None:
    with opened(upgraded) as app:
        things = folded({}, entries_after(app, old.LIST))
        assert things["list", old.LIST] == view_of_list(app, ANN, old.LIST).things["list", old.LIST]
        assert things["task", old.DIG]["name"] == "Straße"


def test_history_reads_entries_from_before(upgraded: str) -> None:
    with opened(upgraded) as app:
        page = app.look(BEN, history.of_list, list_id=old.LIST, limit=50)
    assert [entry.position for entry in page.entries] == list(range(len(old.PAST), 0, -1))
    rename = page.entries[-6]
    assert rename.position == 6
    assert [(change.before, change.after) for change in rename.changes] == [({"name": "Dig"}, {"name": "Straße"})]
    assert (rename.user_id, rename.via) == (old.ANN, "web")


def test_the_history_of_a_task_has_its_entries_from_before(upgraded: str) -> None:
    with opened(upgraded) as app:
        page = app.look(ANN, history.of_list, list_id=old.LIST, limit=50, task_id=old.DIG)
        assert [entry.position for entry in page.entries] == [6, 5]
        page = app.look(ANN, history.of_list, list_id=old.LIST, limit=50, task_id=old.FELLED)
        assert [entry.position for entry in page.entries] == [10, 7]


def test_ones_own_history_has_its_entries_from_before(upgraded: str) -> None:
    with opened(upgraded) as app:
        assert [entry.position for entry in app.look(ANN, history.own, limit=50).entries] == [2, 1]


def test_what_was_done_before_can_be_undone(url: str) -> None:
    migrate(url)
    with opened(url) as app:
        for position in (10, 9, 6):
            app.perform(ANN, history.undo, list_id=old.LIST, position=position)
        shown = {
            task_id: app.look(ANN, tasks.show, list_id=old.LIST, task_id=task_id)
            for task_id in (old.DIG, old.GONE, old.FELLED)
        }
    assert shown[old.DIG].name == "Dig"
    assert (shown[old.GONE].name, shown[old.GONE].elapsed) == ("Rake", 60)
    assert shown[old.FELLED].section_id == old.TREES


def test_work_goes_on_with_what_was_there_before(url: str) -> None:
    migrate(url)
    ways: dict[str, Any] = {"list_id": old.LIST, "task_id": old.DIG}
    with opened(url) as app:
        tag = app.perform(ANN, tags.add, list_id=old.LIST, fields={"name": "Urgent", "color": "red"})
        app.perform(ANN, tags.attach, tag_id=tag.id, **ways)
        app.perform(ANN, timers.start, **ways)
        app.perform(ANN, tasks.revise, fields={"name": "Dig"}, seen=2, **ways)
        assert app.perform(ANN, tasks.complete, **ways).version == 6
        app.perform(ANN, lists.delete, list_id=old.LIST)
        with pytest.raises(NotFound):
            app.look(ANN, snapshots.of_list, list_id=old.LIST)


def test_an_upgrade_that_was_killed_anywhere_goes_on(url: str) -> None:
    assert starts_until_done(url) > 10
    assert differences(url) == []
    assert_all_is_there(url)


PIECES = {
    "the new column of elapsed time": ["ALTER TABLE tasks ADD COLUMN elapsed_ms BIGINT NOT NULL DEFAULT 0"],
    "elapsed time that was carried over": [
        "ALTER TABLE tasks ADD COLUMN elapsed_ms BIGINT NOT NULL DEFAULT 0",
        "UPDATE tasks SET elapsed_ms = elapsed * 1000",
    ],
    "marks of users alone": ["ALTER TABLE users ADD COLUMN marks TEXT"],
    "some folded texts": [
        "ALTER TABLE tasks ADD COLUMN search {long}",
        f"UPDATE tasks SET search = 'sow\n' WHERE id = '{old.SOW}'",
    ],
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=list(PIECES))
def test_an_upgrade_goes_on_after(url: str, piece: list[str]) -> None:
    long = "TEXT" if url.startswith("sqlite") else "LONGTEXT"
    with connected(url) as connection:
        for statement in piece:
            connection.exec_driver_sql(statement.format(long=long))
        connection.commit()
    assert migrate(url) is None
    assert differences(url) == []
    assert_all_is_there(url)


def test_texts_are_folded_in_batches(url: str) -> None:
    """A million tasks would not fit into one."""
    sizes = []

    def count(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("UPDATE tasks SET search"):
            sizes.append(len(parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        migrate(url)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    assert sizes == [1000, 2 + old.MANY - 1000]
