"""The commands that look after the whole: backup, restore, doctor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tasktix.adapters.http import shapes
from tests.contract.databases import connected
from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client
from tests.process.program import is_one_line, tasktix

OUR_KEY = {"TASKTIX_SECRET_KEY": "of the tests"}


@pytest.fixture
def ann(serve: Callable[..., RunningServer], tmp_path: Path) -> Client:
    ann = Client.newcomer(serve("--database", f"sqlite:///{tmp_path}/a.db").url, "Ann")
    ann.new_task(ann.new_list("Garden").id, "Dig")
    return ann


def test_a_backup_of_a_running_server_comes_back_elsewhere(
    ann: Client, serve: Callable[..., RunningServer], mariadb: MariaDB, tmp_path: Path
) -> None:
    done = tasktix("backup", tmp_path / "all", "--database", f"sqlite:///{tmp_path}/a.db", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 users, 1 lists, 1 tasks" in done.stdout

    url = mariadb.new_database("restored")
    done = tasktix("restore", tmp_path / "all", "--database", url, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "restored and compared" in done.stdout

    again = Client(serve("--database", url).url)
    again.keep_cookie(again.post("/session", {"login": ann.user.username, "password": PASSWORD}))
    assert [it.name for it in again.get("/lists").shows(list[shapes.Overview])] == ["Garden"]
    done = tasktix("restore", tmp_path / "all", "--database", url, home=tmp_path)
    assert done.returncode == 1
    assert is_one_line(done.stderr)
    assert "not empty" in done.stderr


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    for command in (["backup", "all"], ["doctor"]):
        done = tasktix(*command, "--database", f"sqlite:///{tmp_path}/none.db", home=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert is_one_line(done.stderr)
    done = tasktix("restore", "all", "--database", f"sqlite:///{tmp_path}/none.db", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert is_one_line(done.stderr)
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_knows_whether_the_key_is_the_right_one(ann: Client, tmp_path: Path) -> None:
    ann.post("/me/second-factor", None)
    asked = ("doctor", "--database", f"sqlite:///{tmp_path}/a.db")
    right = tasktix(*asked, home=tmp_path, environment=OUR_KEY)
    assert right.returncode == 0
    assert "opens 1 of 1 second factors" in right.stdout
    for wrong in ({"TASKTIX_SECRET_KEY": "another"}, {}):
        done = tasktix(*asked, home=tmp_path, environment=wrong)
        assert done.returncode == 1
        assert "WRONG  secret key: opens 0 of 1" in done.stdout
    assert not list(tmp_path.rglob("secret.key"))


def test_the_doctor_finds_nothing_wrong(ann: Client, tmp_path: Path) -> None:
    done = tasktix("doctor", "--database", f"sqlite:///{tmp_path}/a.db", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not [line for line in done.stdout.splitlines() if not line.startswith(("ok ", "think "))]


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("DELETE FROM log WHERE position = 1", "the log has gaps"),
        ("UPDATE audiences SET position = position + 1", "the log has gaps"),
        ("DELETE FROM audiences", "belong to no audience"),
        ("UPDATE alembic_version SET version_num = '0001'", "the schema is at 0001"),
    ],
)
def test_the_doctor_finds_what_is_wrong(
    serve: Callable[..., RunningServer],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    kind: str,
    harm: str,
    words: str,
) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    if kind == "mariadb":
        url = request.getfixturevalue("mariadb").new_database("sick")
    server = serve("--database", url)
    Client.newcomer(server.url, "Ann")
    server.stop()
    with connected(url) as connection:
        connection.exec_driver_sql(harm)
        connection.commit()
    done = tasktix("doctor", "--database", url, home=tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("WRONG") and words in line]


def test_the_doctor_knows_what_mariadb_needs_to_be_durable(mariadb: MariaDB, tmp_path: Path) -> None:
    """The servers of tests have no binary log, as MariaDB has none by itself (docs/decisions/0028)."""
    url = mariadb.new_database("doctor")
    tasktix("migrate", "--database", url, home=tmp_path)
    done = tasktix("doctor", "--database", url, home=tmp_path)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("think") and "log_bin is off" in line]


def test_the_doctor_finds_nothing_to_think_about_where_it_has_it(own_mariadb: MariaDB, tmp_path: Path) -> None:
    url = own_mariadb.new_database("doctor")
    tasktix("migrate", "--database", url, home=tmp_path)
    assert "log_bin" not in tasktix("doctor", "--database", url, home=tmp_path).stdout
    own_mariadb.execute("SET GLOBAL sync_binlog = 0")
    done = tasktix("doctor", "--database", url, home=tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("WRONG") and "sync_binlog is 0" in line]


def test_the_doctor_finds_a_file_that_others_may_read(ann: Client, tmp_path: Path) -> None:
    (tmp_path / "a.db").chmod(0o644)
    done = tasktix("doctor", "--database", f"sqlite:///{tmp_path}/a.db", home=tmp_path)
    assert done.returncode == 1
    assert "WRONG  file: others may read it (644)" in done.stdout
