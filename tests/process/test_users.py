"""`tasktix user …`, beside a running server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.feed.stream import Stream
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client
from tests.http.test_second_factor import turn_on
from tests.process.program import PATIENCE, is_one_line


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with RunningServer(environment={"TASKTIX_SIGN_UP": "closed"}) as running:
        yield running


def user(server: RunningServer, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TASKTIX_", "XDG_"))}
    return subprocess.run(
        [sys.executable, "-m", "tasktix", "user", *arguments, "--database", server.database_url],
        env={**clean, "HOME": str(server.home), "PYTHONPATH": os.environ.get("PYTHONPATH", "src")},
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def signs_in(server: RunningServer, login: str, password: str) -> bool:
    return Client(server.url).post("/session", {"login": login, "password": password}).status == 200


def in_a_browser(server: RunningServer, login: str, password: str = PASSWORD) -> Client:
    client = Client(server.url)
    client.keep_cookie(client.post("/session", {"login": login, "password": password}))
    return client


def added(server: RunningServer, name: str) -> str:
    done = user(server, "add", name, f"{name}@example.org", typed=f"{PASSWORD}\n")
    assert (done.returncode, done.stderr) == (0, ""), done
    return name


def test_who_is_added_signs_in_where_sign_up_is_closed(server: RunningServer) -> None:
    name = added(server, "added")
    assert signs_in(server, name, PASSWORD)
    again = user(server, "add", name, "another@example.org", typed=PASSWORD)
    assert again.returncode == 3
    assert is_one_line(again.stderr)


@pytest.mark.parametrize("password", ["", "short", "password123", "careless99"])
def test_an_easy_password_is_refused_here_too(server: RunningServer, password: str) -> None:
    refused = user(server, "add", "careless99", "careless@example.org", typed=password)
    assert refused.returncode == 3
    assert is_one_line(refused.stderr)
    assert password == "" or password not in refused.stderr.replace("careless99", "")
    assert not signs_in(server, "careless99", password)


def test_a_password_is_thought_up_and_printed_once(server: RunningServer) -> None:
    done = user(server, "add", "generated", "generated@example.org", "--generate")
    password = done.stdout.split("Password: ")[1].strip()
    assert signs_in(server, "generated", password)
    again = user(server, "reset-password", "generated", "--generate")
    assert not signs_in(server, "generated", password)
    assert signs_in(server, "generated", again.stdout.split("Password: ")[1].strip())


def test_a_reset_ends_sessions_and_their_streams(server: RunningServer) -> None:
    name = added(server, "reset")
    browser = in_a_browser(server, name)
    stream = Stream(browser)
    try:
        assert user(server, "reset-password", f"{name}@example.org", typed="another horse\n").returncode == 0
        stream.rest()
        assert stream.ended_cleanly
    finally:
        stream.close()
    browser.get("/session").refuses(401, "not_signed_in")
    assert signs_in(server, name, "another horse")


def test_who_is_shut_out_is_out_at_once_and_stays_out(server: RunningServer) -> None:
    name = added(server, "disabled")
    browser = in_a_browser(server, name)
    _, program = browser.new_token("write")
    streams = [Stream(browser), Stream(program)]
    try:
        assert user(server, "disable", name).returncode == 0
        for stream in streams:
            stream.rest()
            assert stream.ended_cleanly
    finally:
        for stream in streams:
            stream.close()
    browser.get("/session").refuses(401, "not_signed_in")
    wrong = Client(server.url).post("/session", {"login": name, "password": "x" * 10})
    right = Client(server.url).post("/session", {"login": name, "password": PASSWORD})
    right.refuses(401, "bad_credentials")
    assert right.raw == wrong.raw
    assert user(server, "enable", name).returncode == 0
    assert signs_in(server, name, PASSWORD)
    browser.get("/session").refuses(401, "not_signed_in")


def test_who_lost_phone_and_backup_codes_gets_in_again(server: RunningServer) -> None:
    name = added(server, "forgetful")
    person = in_a_browser(server, name)
    turn_on(person)
    half = {"second_factor": True}
    assert Client(server.url).post("/session", {"login": name, "password": PASSWORD}).json() == half
    assert user(server, "reset-second-factor", name).returncode == 0
    person.get("/me").refuses(401, "not_signed_in")
    assert in_a_browser(server, name).get("/me").status == 200


@pytest.mark.parametrize("action", ["disable", "enable", "reset-password", "reset-second-factor"])
def test_nobody_is_one_line(server: RunningServer, action: str) -> None:
    refused = user(server, action, "nobody_at_all", typed=PASSWORD)
    assert refused.returncode == 3
    assert is_one_line(refused.stderr)
