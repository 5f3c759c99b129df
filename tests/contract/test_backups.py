"""A backup has everything, from any database into any; one that is not whole changes nothing."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tasktix.adapters.sql import dump
from tasktix.adapters.sql.tables import METADATA
from tasktix.application import tags, tasks
from tasktix.domain.errors import Refused
from tasktix.entrypoints import backup
from tasktix.entrypoints.settings import Unusable
from tasktix.entrypoints.sql_stores import SqlStore, as_it_is
from tests.builders import Sample, new_application, new_sample
from tests.catalogue import WRITING
from tests.contract import old_rows
from tests.contract.conftest import SQL_KINDS
from tests.contract.databases import connected, differences, upgrade_to
from tests.contract.view import entries_after
from tests.fakes import FakeClock, SeededChance

Opened = Callable[[str], SqlStore]


@pytest.fixture
def opened(clock: FakeClock, chance: SeededChance) -> Iterator[Opened]:
    with ExitStack() as held:

        def open_one(url: str) -> SqlStore:
            return held.enter_context(closing(as_it_is(url, clock, chance)))

        yield open_one


def fill(store: SqlStore) -> Sample:
    """Rows in every table, and pages of them in some."""
    store.migrate()
    app = new_application(store)
    for row in WRITING:
        with suppress(Refused):
            row.commit(app, new_sample(app))
    sample = new_sample(app)
    for number in range(2 * dump.PAGE + 1):
        app.perform(sample.admin, tasks.add, list_id=sample.id, fields={"name": f"{number} ✓"})
    tag = app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": "ß", "color": "red"})
    app.perform(sample.admin, tags.attach, list_id=sample.id, task_id=sample.tasks[0], tag_id=tag.id)
    return sample


def rows_of(url: str) -> dict[str, list[Any]]:
    """Read by the tables' own description."""
    with connected(url) as connection:
        return {
            table.name: [tuple(it) for it in connection.execute(sa.select(table).order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
        }


@pytest.mark.parametrize("source", SQL_KINDS)
@pytest.mark.parametrize("target", SQL_KINDS)
def test_everything_is_there_again(
    opened: Opened, empty_database: Callable[[str], str], clock: FakeClock, tmp_path: Path, source: str, target: str
) -> None:
    here, there = empty_database(source), empty_database(target)
    sample = fill(opened(here))
    written = backup.write(opened(here), clock, tmp_path / "all")

    assert backup.read(opened(there), tmp_path / "all") == written

    rows = rows_of(there)
    assert rows == rows_of(here)
    assert {name for name, found in rows.items() if not found} <= {
        "log_pieces",
        "credentials",
        "sessions",
        "replies",
        "tokens",
        "audit",
        "limits",
        "issue_links",
        "deliveries",
        "reports",
    }
    assert written.tail.rows == {name: len(found) for name, found in rows.items()}
    assert differences(there) == []
    logs = [entries_after(new_application(opened(url)), sample.id) for url in (here, there)]
    assert logs[0] == logs[1]
    assert (tmp_path / "all").stat().st_mode & 0o777 == 0o600
    assert [it.name for it in tmp_path.iterdir()] == ["all"]


def test_it_is_of_one_moment(
    opened: Opened, empty_database: Callable[[str], str], sql_kind: str, tmp_path: Path
) -> None:
    """People are at work while it is written."""
    url = empty_database(sql_kind)
    store = opened(url)
    sample = fill(store)
    before = rows_of(url)
    lines: list[bytes] = []

    def out(line: bytes) -> None:
        if len(lines) in (5, 500):
            new_application(opened(url)).perform(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Later"})
        lines.append(line)

    with store.moment() as connection:
        written = dump.write(connection, "now", out)
    assert dump.check(lines) == written
    assert written.tail.rows == {name: len(rows) for name, rows in before.items()}
    assert len(rows_of(url)["tasks"]) == len(before["tasks"]) + 2


def test_one_of_an_older_schema_is_brought_up_to_date(
    opened: Opened, empty_database: Callable[[str], str], sql_kind: str, tmp_path: Path
) -> None:
    old, new = empty_database("sqlite"), empty_database(sql_kind)
    upgrade_to(old, "0001")
    path = tmp_path / "old"
    with connected(old) as connection:
        old_rows.insert(connection)
        inspector = sa.inspect(connection)
        names = [it for it in inspector.get_sorted_table_and_fkc_names() if it[0] not in (None, "alembic_version")]
        shapes = [
            dump.Shape(
                str(name),
                [column["name"] for column in inspector.get_columns(str(name))],
                inspector.get_pk_constraint(str(name))["constrained_columns"],
            )
            for name, _ in names
        ]
        lines: list[bytes] = []
        tail = dump.write_rows(connection, shapes, lines.append)
    head = dump.Head(dump.FORMAT, "0001", "then", shapes)
    path.write_bytes(gzip.compress(dump.line(head) + b"".join(lines) + dump.line(tail)))

    backup.read(opened(new), path)
    assert differences(new) == []
    found = {row[0]: row for row in rows_of(new)["tasks"]}
    assert len(found) == 2 + old_rows.MANY
    assert found[old_rows.DIG][3] == "Straße"


@pytest.fixture(scope="module")
def whole(empty_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The text of a good one."""
    path = tmp_path_factory.mktemp("backup") / "good"
    with closing(as_it_is(empty_database("sqlite"), FakeClock(), SeededChance())) as store:
        fill(store)
        backup.write(store, FakeClock(), path)
    return gzip.decompress(path.read_bytes())


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing in it": (lambda _: gzip.compress(b""), "first line"),
    "something else": (lambda _: b"PNG", "not a backup"),
    "a letter": (lambda text: gzip.compress(text.replace(b"Garden", b"Gardem", 1)), "not those that were written"),
    "a row less": (lambda text: gzip.compress(_without(text, 7)), "not those that were written"),
    "a row twice": (lambda text: gzip.compress(_twice(text, 7)), "not those that were written"),
    "no end": (lambda text: gzip.compress(_without(text, -1)), "cut off"),
    "half a file": (lambda text: gzip.compress(text)[:-1000], "cut off"),
    "a line that is no JSON": (lambda text: gzip.compress(text.replace(b"\n[", b"\n{", 1)), "cannot be read"),
    "a table that is none": (lambda text: gzip.compress(text.replace(b'"users"\n', b'"user"\n', 1)), "neither a table"),
    "another format": (lambda text: gzip.compress(text.replace(b'_backup":1', b'_backup":9', 1)), "its format is 9"),
    "bytes in the middle": (lambda text: _spoilt(gzip.compress(text)), "damaged|cut off|not a backup"),
}


def _without(text: bytes, place: int) -> bytes:
    lines = text.splitlines(keepends=True)
    del lines[place]
    return b"".join(lines)


def _twice(text: bytes, place: int) -> bytes:
    lines = text.splitlines(keepends=True)
    lines.insert(place, lines[place])
    return b"".join(lines)


def _spoilt(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes(8) + packed[middle + 8 :]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_what_is_not_whole_changes_nothing(
    opened: Opened,
    empty_database: Callable[[str], str],
    whole: bytes,
    tmp_path: Path,
    damage: tuple[Callable[[bytes], bytes], str],
) -> None:
    spoil, words = damage
    path = tmp_path / "bad"
    path.write_bytes(spoil(whole))
    url = empty_database("sqlite")
    with pytest.raises(Unusable, match=words):
        backup.read(opened(url), path)
    with connected(url) as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_it_is_not_restored_over_anything(
    opened: Opened, empty_database: Callable[[str], str], sql_kind: str, clock: FakeClock, tmp_path: Path
) -> None:
    url = empty_database(sql_kind)
    fill(opened(url))
    backup.write(opened(url), clock, tmp_path / "all")
    before = rows_of(url)
    with pytest.raises(Unusable, match="not empty"):
        backup.read(opened(url), tmp_path / "all")
    assert rows_of(url) == before


def test_it_never_takes_the_place_of_another_file(
    opened: Opened, empty_database: Callable[[str], str], clock: FakeClock, tmp_path: Path
) -> None:
    store = opened(empty_database("sqlite"))
    store.migrate()
    path = tmp_path / "all"
    path.write_text("dear to somebody")
    with pytest.raises(Unusable, match="exists already"):
        backup.write(store, clock, path)
    assert path.read_text() == "dear to somebody"
    with pytest.raises(Unusable, match="No such file or directory"):
        backup.write(store, clock, tmp_path / "nowhere" / "all")


def test_a_schema_that_is_not_current_is_not_backed_up(
    opened: Opened, empty_database: Callable[[str], str], clock: FakeClock, tmp_path: Path
) -> None:
    url = empty_database("sqlite")
    upgrade_to(url, "0001")
    with pytest.raises(Unusable, match="tasktix migrate"):
        backup.write(opened(url), clock, tmp_path / "all")
    assert list(tmp_path.iterdir()) == []
