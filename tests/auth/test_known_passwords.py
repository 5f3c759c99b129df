"""Passwords that attackers know: the list, and a site that answers as Have I Been Pwned says it does."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Final

import pytest

from tasktix.adapters.auth.known_passwords import BreachedPasswords, CommonPasswords, NoPasswords
from tasktix.application.ports import KnownPasswords
from tasktix.domain.users import PASSWORD_LENGTH
from tests.fakes import FakeKnownPasswords

BREACHED: Final = "a horse that was stolen"
PADDED: Final = "a horse of straw"
GOOD: Final = "a sturdy horse on a roof ⚡"


def digest(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


class Ranges(BaseHTTPRequestHandler):
    """Knows two passwords, of which one is padding."""

    asked: ClassVar[list[tuple[str, str | None]]] = []
    answer: ClassVar[tuple[int, bytes] | None] = None

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Add-Padding"]))
        prefix = self.path.rpartition("/")[2]
        known = {digest(BREACHED): 3, digest(PADDED): 0, digest("another"): 7}
        lines = [f"{it[5:]}:{count}" for it, count in known.items() if it.startswith(prefix)]
        status, body = self.answer or (200, "\r\n".join(lines).encode())
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def ranges() -> Iterator[str]:
    Ranges.asked.clear()
    Ranges.answer = None
    site = ThreadingHTTPServer(("127.0.0.1", 0), Ranges)
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{site.server_port}/range"
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


@pytest.mark.parametrize("known", [CommonPasswords(), FakeKnownPasswords()], ids=["list", "fake"])
def test_who_knows_passwords_knows_some_and_not_others(known: KnownPasswords) -> None:
    assert known.has("password123")
    assert not known.has(GOOD)


@pytest.mark.parametrize("password", ["PassWord123", "qwertyuiop", "1234567890", "aaaaaaaaaa", "ababababababab"])
def test_the_list_has_them_in_any_case(password: str) -> None:
    assert CommonPasswords().has(password)


def test_the_list_has_only_what_one_could_choose() -> None:
    from tasktix.adapters.auth.known_passwords import _common

    assert len(_common()) > 2000
    assert min(map(len, _common())) >= PASSWORD_LENGTH.start
    assert all(it == it.casefold() for it in _common())


def test_who_asks_nobody_knows_nothing() -> None:
    assert not NoPasswords().has("password123")


def test_a_breach_is_asked_for_by_a_prefix_alone_and_with_padding(ranges: str) -> None:
    assert BreachedPasswords(ranges).has(BREACHED)
    assert Ranges.asked == [(f"/range/{digest(BREACHED)[:5]}", "true")]


def test_padding_is_no_breach(ranges: str) -> None:
    known = BreachedPasswords(ranges)
    assert not known.has(PADDED)
    assert not known.has(GOOD)


def test_what_is_on_the_list_is_not_asked_for(ranges: str) -> None:
    assert BreachedPasswords(ranges).has("password123")
    assert Ranges.asked == []


@pytest.mark.parametrize(
    "answer", [(503, b""), (302, b""), (200, b"\xff\xfe"), (200, b"nonsense"), (200, b"")], ids=str
)
def test_a_site_that_fails_keeps_nobody_out(ranges: str, answer: tuple[int, bytes]) -> None:
    Ranges.answer = answer
    assert not BreachedPasswords(ranges).has(BREACHED)
    assert len(Ranges.asked) == 1, "no redirect is followed"


def test_a_site_that_is_not_there_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert not BreachedPasswords("http://127.0.0.1:1/range").has(BREACHED)
    assert "breached passwords" in caplog.text
    assert BREACHED not in caplog.text
