"""The session cookie, over http and behind a proxy that speaks https (contract, section 1)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasktix.adapters.http import shapes
from tests.harness.process import free_port, kill, spawn
from tests.harness.server import RunningServer
from tests.http.client import API, PASSWORD, Answer, Client

PUBLIC = "https://tasks.example.org"


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address behind the proxy; `RunningServer` would take the public one for it, which it prints."""
    port = free_port()
    environment = {**os.environ, "HOME": str(tmp_path_factory.mktemp("home")), "TASKTIX_BASE_URL": PUBLIC}
    command: list[str | Path] = [sys.executable, "-m", "tasktix", "serve", "--port", str(port)]
    process = spawn(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    try:
        assert process.stdout.readline() == f"Tasktix is at {PUBLIC}\n".encode()
        yield f"http://127.0.0.1:{port}"
    finally:
        kill(process)
        process.stdout.close()


def cookie_of(answer: Answer) -> dict[str, str]:
    """Its name and value under "name" and "value", its attributes in small letters."""
    first, *rest = (part.strip().partition("=") for part in answer.headers["Set-Cookie"].split(";"))
    return {"name": first[0], "value": first[2], **{name.lower(): value for name, _, value in rest}}


def sign_in(url: str, *, remember: bool) -> Answer:
    user = {"username": f"cookie_{remember}", "email": f"{remember}@example.org", "password": PASSWORD}
    Client(url).post("/users", user).shows(shapes.User, 201)
    login = {"login": user["username"], "password": PASSWORD, "remember": remember}
    return Client(url).post("/session", login)


@pytest.mark.parametrize("remember", [True, False])
def test_the_cookie_over_http(server: RunningServer, remember: bool) -> None:
    cookie = cookie_of(sign_in(server.url, remember=remember))
    assert (cookie["name"], cookie["path"], cookie["samesite"]) == ("tasktix", "/", "Lax")
    assert "httponly" in cookie
    assert "domain" not in cookie
    assert ("max-age" in cookie) is remember, "unremembered it goes with the browser"
    assert len(cookie["value"]) >= 43, "256 bits"


@pytest.mark.parametrize("remember", [True, False])
def test_the_cookie_over_https(secure: str, remember: bool) -> None:
    cookie = cookie_of(sign_in(secure, remember=remember))
    assert (cookie["name"], cookie["path"], cookie["samesite"]) == ("__Host-tasktix", "/", "Lax")
    assert {"httponly", "secure"} <= cookie.keys()
    assert "domain" not in cookie, "a __Host- cookie has none"
    assert ("max-age" in cookie) is remember


def test_over_https_only_the_host_cookie_counts(secure: str) -> None:
    """A subdomain may set `tasktix`; it cannot set `__Host-tasktix`."""
    person = Client.newcomer(secure)
    person.get("/me").shows(shapes.User)
    Client(secure, person.cookie.removeprefix("__Host-")).get("/me").refuses(401, "not_signed_in")


def test_over_https_browsers_are_told_to_stay(secure: str) -> None:
    assert "max-age=" in Client(secure).send("GET", "/", None, {}).headers["Strict-Transport-Security"]


def test_over_http_they_are_not(server: RunningServer) -> None:
    assert "Strict-Transport-Security" not in Client(server.url).send("GET", "/", None, {}).headers


def test_ones_own_page_is_the_public_address(secure: str) -> None:
    person = Client.newcomer(secure)
    json = {"Content-Type": "application/json"}
    body = b'{"name": "Mine"}'
    person.send("POST", f"{API}/lists", body, {**json, "Origin": PUBLIC}).shows(shapes.List, 201)
    other = {**json, "Origin": "https://other.example.org"}
    person.send("POST", f"{API}/lists", body, other).refuses(403, "cross_site")


def test_signing_out_takes_the_cookie_away(server: RunningServer, secure: str) -> None:
    for url in (server.url, secure):
        person = Client.newcomer(url)
        gone = cookie_of(person.delete("/session"))
        assert (gone["name"], gone["value"].strip('"')) == (person.cookie.partition("=")[0], "")
        assert gone["max-age"] == "0"
        assert ("secure" in gone) is (url == secure), "a browser ignores a __Host- cookie that is not"


def test_every_sign_in_is_a_session_of_its_own(server: RunningServer) -> None:
    first = Client.newcomer(server.url)
    second = Client(server.url)
    second.keep_cookie(second.post("/session", {"login": first.user.username, "password": PASSWORD}))
    assert second.cookie != first.cookie
    first.delete("/session").is_empty()
    second.get("/me").shows(shapes.User)


def test_a_sign_in_never_takes_over_a_given_cookie(server: RunningServer) -> None:
    """Session fixation: an attacker who planted a cookie must not find somebody signed in with it."""
    victim = Client.newcomer(server.url)
    planted = Client(server.url, "tasktix=planted")
    answer = planted.post("/session", {"login": victim.user.username, "password": PASSWORD})
    assert cookie_of(answer)["value"] != "planted"
    planted.get("/me").refuses(401, "not_signed_in")
