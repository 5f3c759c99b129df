"""What tests stand on, tested: above all that each part can fail, and says why."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.harness.chromium import People
from tests.harness.mariadb import MariaDB
from tests.harness.process import wait_until
from tests.harness.server import ROOT, RunningServer

Serve = Callable[..., RunningServer]

PROGRAM = """
import http.server, os, sys
port = int(sys.argv[sys.argv.index("--port") + 1])
if complaint := os.environ.get("TASKTIX_COMPLAINT"):
    sys.exit(complaint)
if "deaf" in sys.argv:
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler)
if "mute" not in sys.argv:
    print(f"Tasktix is at http://127.0.0.1:{server.server_port}")
server.serve_forever()
"""
COMMAND = (sys.executable, "-c", PROGRAM)


def test_a_child_dies_with_its_parent() -> None:
    parent = (
        "import time; from tests.harness.process import spawn; "
        "print(spawn(['/bin/sleep', '60']).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        child = Path("/proc", process.stdout.readline().decode().strip())
        wait_until(lambda: b"sleep" in _command_of(child), patience=5, what=lambda: "no child")
        process.kill()
    wait_until(lambda: b"sleep" not in _command_of(child), patience=5, what=lambda: "the child lives")


def _command_of(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes().partition(b"\0")[0]
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_server_comes_back_where_it_was(serve: Serve) -> None:
    server = serve(command=COMMAND)
    address = server.url
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
    assert server.stop() == -15
    assert not server.is_running()
    server.start()
    assert server.url == address
    assert "GET / " in server.errors()


def test_server_that_ends_says_why(serve: Serve) -> None:
    with pytest.raises(RuntimeError, match="the database is away"):
        serve(command=COMMAND, environment={"TASKTIX_COMPLAINT": "the database is away"})


def test_server_that_never_comes_up_is_given_up(serve: Serve) -> None:
    with pytest.raises(TimeoutError, match="did not come up"):
        serve("mute", command=COMMAND, patience=0.3)


def test_server_that_does_not_stop_is_seen(serve: Serve) -> None:
    server = serve("deaf", command=COMMAND)
    with pytest.raises(TimeoutError, match="did not stop"):
        server.stop(patience=0.3)
    assert not server.is_running()


def test_settings_of_this_shell_do_not_reach_the_server(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TASKTIX_COMPLAINT", "somebody's own settings")
    assert serve(command=COMMAND).is_running()


def test_each_database_is_empty_and_holds_every_sign(mariadb: MariaDB) -> None:
    first, second = (mariadb.new_database().rpartition("/")[2] for _ in range(2))
    mariadb.execute("CREATE TABLE t (word VARCHAR(10))", first)
    mariadb.execute("INSERT INTO t VALUES ('é😀')", first)
    assert mariadb.execute("SELECT word FROM t", first) == [("é😀",)]
    assert mariadb.execute("SHOW TABLES", second) == []


def test_database_keeps_what_it_promised_when_killed(mariadb: MariaDB) -> None:
    own = MariaDB()
    try:
        name = own.start().new_database().rpartition("/")[2]
        own.execute("CREATE TABLE t (number INT)", name)
        own.execute("INSERT INTO t VALUES (7)", name)
        own.kill()
        own.start()
        assert own.execute("SELECT number FROM t", name) == [(7,)]
        assert own.port != mariadb.port
    finally:
        own.remove()
    assert not own.folder.exists()


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("<script>console.error('oh no')</script>", "oh no"),
        ("<script>throw new Error('boom')</script>", "boom"),
        ("<script>Promise.reject(new Error('later'))</script>", "later"),
    ],
)
def test_complaints_of_a_page_are_heard(browser: Browser, page: str, complaint: str) -> None:
    people = People(browser)
    try:
        someone = people(f"data:text/html,{page}")

        def heard() -> bool:
            someone.wait_for_timeout(10)  # lets Playwright hand over what came
            return bool(people.complaints())

        wait_until(heard, patience=5, what=lambda: "nothing was heard")
        assert [complaint in words for words in people.complaints()] == [True]
        people(f"data:text/html,{page}", ignoring=[complaint]).wait_for_timeout(50)
        assert len(people.complaints()) == 1
    finally:
        people.leave()


def test_people_share_nothing(people: People, serve: Serve) -> None:
    address = serve(command=COMMAND).url
    ada, bea = (people(address, ignoring=["favicon"]) for _ in range(2))
    ada.evaluate("document.cookie = 'who=ada'; localStorage.who = 'ada'")
    bea.reload()
    assert bea.evaluate("document.cookie + localStorage.length") == "0"
