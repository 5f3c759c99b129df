"""Starting the program on a machine that has never seen it (contract, section 9)."""

from __future__ import annotations

import json
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tasktix.adapters.http import shapes
from tests.harness.mariadb import MariaDB
from tests.harness.process import free_port
from tests.harness.server import ROOT, RunningServer
from tests.http.client import Client
from tests.process.program import is_one_line, tasktix

Serve = Callable[..., RunningServer]

SERVE: dict[str, tuple[str | Path, ...]] = {
    "python -m tasktix": (sys.executable, "-m", "tasktix", "serve"),
    # Its first run makes .venv and builds the page, which takes minutes; where the tests run it is made.
    "bin/serve": (ROOT / "bin" / "serve",),
}


@pytest.mark.parametrize("command", SERVE.values(), ids=SERVE.keys())
def test_one_command_on_an_empty_home_is_everything(serve: Serve, command: tuple[str | Path, ...]) -> None:
    server = serve(command=command, patience=600)
    assert [line for line in server.output if line] == [f"Tasktix is at {server.url}"]
    assert server.url.startswith("http://127.0.0.1:")
    nobody = Client(server.url)
    for path in ("/healthz", "/readyz"):
        assert nobody.send("GET", path, None, {}).status == 200
    page = nobody.send("GET", "/", None, {})
    assert (page.status, page.headers.get_content_type()) == (200, "text/html")
    [script] = re.findall(rb'<script type="module"[^>]* src="([^"]+)"', page.raw)
    assert nobody.send("GET", script.decode(), None, {}).headers.get_content_type() == "text/javascript"
    person = Client.newcomer(server.url)
    person.new_task(person.new_list().id)
    assert server.stop(patience=10) == 0
    server.start()
    assert [line.open_tasks for line in person.get("/lists").shows(list[shapes.Overview])] == [1]


def test_what_it_keeps_is_its_owners_alone(serve: Serve) -> None:
    server = serve()
    Client.newcomer(server.url)
    kept = [path for path in server.home.rglob("*") if "tasktix.db" in path.name]
    assert kept
    for path in kept:
        modes = [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path)]
        assert any(not mode & 0o077 for mode in modes), f"{path} can be read by others"


def test_a_database_in_a_folder_of_all_is_still_its_owners_alone(serve: Serve, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    server = serve(environment={"TASKTIX_DATABASE_URL": f"sqlite:///{tmp_path}/tasktix.db"})
    Client.newcomer(server.url)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("tasktix.db*")}
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.parametrize("soft", [256, 1024])
def test_it_takes_as_many_connections_as_it_is_allowed(serve: Serve, soft: int) -> None:
    """A tracker that ends at the usual soft limit has room for a thousand open pages."""
    command = ("/bin/sh", "-c", f'ulimit -S -n {soft} && exec "$0" "$@"', *SERVE["python -m tasktix"])
    limits = Path(f"/proc/{serve(command=command).pid}/limits").read_text()
    [(its_soft, its_hard)] = re.findall(r"Max open files +(\d+) +(\d+)", limits)
    assert its_soft == its_hard


def test_a_port_in_use_is_one_line(serve: Serve, tmp_path: Path) -> None:
    port = serve().url.rpartition(":")[2]
    done = tasktix("serve", "--port", port, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert is_one_line(done.stderr)
    assert port in done.stderr


def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    url = f"mysql://ann:hunter2@127.0.0.1:{free_port()}/tasktix"
    done = tasktix("serve", "--database", url, home=tmp_path)
    assert done.returncode != 0
    assert is_one_line(done.stderr), done.stderr
    assert "hunter2" not in done.stdout + done.stderr


def test_openapi_prints_the_document(tmp_path: Path, serve: Serve) -> None:
    done = tasktix("openapi", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == Client(serve().url).get("/openapi.json").json()
    assert list(tmp_path.iterdir()) == [], "it needs no database"


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
def test_migrate_makes_a_database_that_serve_takes(
    kind: str, tmp_path: Path, serve: Serve, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    if kind == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        url = mariadb.new_database("migrate")
    for _ in range(2):
        done = tasktix("migrate", "--database", url, home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "current" in done.stdout
    assert Client.newcomer(serve("--database", url).url).get("/me").status == 200


def test_help_and_version(tmp_path: Path) -> None:
    for arguments in (["--help"], ["serve", "--help"], ["--version"]):
        done = tasktix(*arguments, home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout
    assert list(tmp_path.iterdir()) == []
