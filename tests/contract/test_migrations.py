"""The schema: made, found current, and brought there after anything that can happen to a start."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from tasktix.adapters.host.chance import SystemChance
from tasktix.adapters.host.clock import SystemClock
from tasktix.adapters.mysql.store import MySqlStore
from tasktix.adapters.sql.migrations import HEAD
from tasktix.adapters.sql.tables import METADATA
from tests.builders import new_application, new_sample
from tests.contract.databases import connected, differences, migrate, open_unmigrated, starts_until_done
from tests.contract.threads import together


@pytest.fixture
def url(sql_kind: str, empty_database: Callable[[str], str]) -> str:
    """A database without tables."""
    return empty_database(sql_kind)


def test_a_fresh_database_reaches_the_newest_schema(url: str) -> None:
    assert migrate(url) is None
    assert differences(url) == []


def test_before_that_the_fault_is_named(url: str) -> None:
    store = open_unmigrated(url)
    try:
        assert HEAD in (store.schema_fault() or "")
    finally:
        store.close()


def test_migrating_again_changes_nothing(url: str) -> None:
    assert [migrate(url), migrate(url)] == [None, None]
    assert differences(url) == []


def test_the_schema_of_a_newer_program_is_a_fault(url: str) -> None:
    migrate(url)
    with connected(url) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    store = open_unmigrated(url)
    try:
        assert "9999" in (store.schema_fault() or "")
    finally:
        store.close()


def test_a_database_that_does_not_answer_is_a_fault() -> None:
    store = MySqlStore("mysql://nobody@127.0.0.1:1/nothing", SystemClock(), SystemChance())
    try:
        assert store.schema_fault() == "the database does not answer"
    finally:
        store.close()


def test_threads_that_start_at_once_all_succeed(url: str) -> None:
    assert together([partial(migrate, url)] * 4) == [None] * 4
    assert differences(url) == []


def test_a_start_waits_for_another_that_holds_the_new_file(empty_database: Callable[[str], str]) -> None:
    """SQLite's busy time-out does not cover the change to WAL, which the first start of all makes."""
    url = empty_database("sqlite")
    holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, holder.rollback)
    release.start()
    try:
        assert migrate(url) is None
    finally:
        release.join()
        holder.close()


def test_processes_that_start_at_once_all_succeed(url: str) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(migrate, [url] * 3) == [None] * 3


def test_the_newest_schema_is_that_of_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", "tasktix.adapters.sql:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_start_that_was_killed_anywhere_goes_on(url: str) -> None:
    """MySQL commits each statement of DDL by itself, so the next start finds some of them done."""
    assert starts_until_done(url) > len(METADATA.tables)
    assert differences(url) == []
    store = open_unmigrated(url)
    try:
        new_sample(new_application(store))
    finally:
        store.close()
