"""What surrounds every answer: security, caching (contract, section 1)."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.harness.server import RunningServer
from tests.http.client import API, PASSWORD, Answer, Client

ANSWERS = {
    "the API": ("GET", f"{API}/lists"),
    "an empty answer": ("DELETE", f"{API}/session"),
    "a refusal": ("GET", f"{API}/lists/{'0' * 16}"),
    "an unknown path": ("GET", "/api/nothing"),
    "a wrong method": ("PUT", f"{API}/lists"),
    "the page": ("GET", "/"),
    "a place in the page": ("GET", "/lists/anything"),
    "a missing asset": ("GET", "/assets/nothing.js"),
    "the documentation": ("GET", "/api/docs"),
    "its style": ("GET", "/api/docs.css"),
    "the document": ("GET", f"{API}/openapi.json"),
    "the live stream": ("GET", f"{API}/feed"),
    "health": ("GET", "/healthz"),
    "readiness": ("GET", "/readyz"),
}


@pytest.fixture
def guest(server: RunningServer, ann: Client) -> Client:
    """Ann at another machine, whom a test may sign out."""
    guest = Client(server.url)
    guest.keep_cookie(guest.post("/session", {"login": ann.user.username, "password": PASSWORD}))
    return guest


def head_of(client: Client, method: str, path: str) -> Answer:
    """Without the body: the live stream has no end."""
    connection = HTTPConnection(urlsplit(client.url).netloc, timeout=10)
    connection.request(method, path, headers={"Cookie": client.cookie})
    response = connection.getresponse()
    connection.close()
    return Answer(response.status, response.headers, b"")


@pytest.mark.parametrize(("method", "path"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_is_guarded(guest: Client, method: str, path: str) -> None:
    answer = head_of(guest, method, path)
    assert answer.status < 500
    policy = directives(answer.headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] in ("'self'", "'none'")
    assert not [value for value in policy.values() if "unsafe" in value or "*" in value]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer", "strict-origin")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not re.search(r"\d", answer.headers["Server"]), "no version"
    assert len(answer.headers.get_all("Content-Security-Policy") or []) == 1


def directives(policy: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in pairs}


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for method, path in ANSWERS.values() if path.startswith(API) and "openapi" not in path],
)
def test_the_api_is_not_stored(guest: Client, method: str, path: str) -> None:
    assert "no-store" in head_of(guest, method, path).headers["Cache-Control"]


def test_the_stream_is_not_changed_on_its_way(guest: Client) -> None:
    answer = head_of(guest, "GET", f"{API}/feed")
    assert answer.headers.get_content_type() == "text/event-stream"
    assert "no-transform" in answer.headers["Cache-Control"]
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in answer.headers


def test_the_page_is_asked_for_again_and_its_parts_are_kept(nobody: Client) -> None:
    page = nobody.send("GET", "/", None, {})
    assert page.headers.get_content_type() == "text/html"
    assert page.headers["Cache-Control"] == "no-cache"
    parts = re.findall(rb'(?:src|href)="(/assets/[^"]+)"', page.raw)
    assert parts
    for part in parts:
        answer = nobody.send("GET", part.decode(), None, {})
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
    again = nobody.send("GET", "/", None, {"If-None-Match": page.headers["ETag"]})
    assert (again.status, again.raw) == (304, b"")


def test_a_fault_shows_nothing_of_the_inside(nobody: Client) -> None:
    for path in ("/api/nothing", f"{API}/lists/{'0' * 16}", "/assets/../../etc/passwd", "/assets/%2e%2e/x"):
        raw = nobody.send("GET", path, None, {}).raw
        assert not re.search(rb"Traceback|\.py|aiohttp|site-packages|root:", raw)
