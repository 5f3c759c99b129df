"""What may not be tried too often, and what does not get past that (issue 5; ASVS 6.3.1)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tasktix.application.limits import PER_ACCOUNT, PER_ADDRESS
from tests.harness.server import RunningServer
from tests.http.client import API, PASSWORD, Answer, Client

ENOUGH = PER_ADDRESS.burst * 2
"""Tries after which an address must have been stopped, however slow the machine."""

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module", params=[{}, {"TASKTIX_TRUSTED_PROXIES": "127.0.0.0/8"}], ids=["direct", "proxy"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    """It counts; in the second form it believes us what we say of where a request comes from."""
    with RunningServer(environment={"TASKTIX_RATE_LIMITS": "on", **request.param}) as running:
        running.is_behind_proxy = bool(request.param)  # type: ignore[attr-defined]
        yield running
        assert "Traceback" not in running.errors(), running.errors()


def believes(server: RunningServer) -> bool:
    return bool(server.is_behind_proxy)  # type: ignore[attr-defined]


@pytest.fixture
def address(server: RunningServer) -> str:
    """One that no other test has come from, if the server can be told so."""
    return new_address()


def new_address() -> str:
    number = next(_NUMBERS)
    return f"198.{18 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"


def sign_in(url: str, login: str, address: str, password: str = "x" * 10, path: str = "/session") -> Answer:
    return Client(url).ask("POST", path, {"login": login, "password": password}, headers={"X-Forwarded-For": address})


def is_stopped(answer: Answer) -> bool:
    if answer.status != 429:
        return False
    answer.refuses(429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) >= 1
    return True


def new_login() -> str:
    return f"nobody_{next(_NUMBERS)}"


def test_an_address_has_a_burst_and_then_waits(server: RunningServer, address: str) -> None:
    assert any(is_stopped(sign_in(server.url, new_login(), address)) for _ in range(ENOUGH))


def test_other_addresses_are_let_in_where_a_proxy_is_believed(server: RunningServer, address: str) -> None:
    while not is_stopped(sign_in(server.url, new_login(), address)):
        pass
    other = sign_in(server.url, new_login(), new_address())
    assert is_stopped(other) is not believes(server), "who is not believed has one address, whatever they write"


def test_what_stands_left_of_the_last_stranger_is_not_believed(server: RunningServer, address: str) -> None:
    """An attacker writes the header; the proxy appends whom it saw."""
    forged = (f"10.0.{number}.1, {address}" for number in range(ENOUGH))
    assert any(is_stopped(sign_in(server.url, new_login(), it)) for it in forged)


def test_a_whole_64_network_is_one_address(server: RunningServer) -> None:
    hosts = (f"2001:db8:0:7:{number:x}::1" for number in range(ENOUGH))
    assert any(is_stopped(sign_in(server.url, new_login(), it)) for it in hosts)


def test_sign_up_and_proofs_are_counted_too(server: RunningServer) -> None:
    if not believes(server):
        pytest.skip("its one address is used up")
    body = {"username": "short", "email": "short@example.org", "password": PASSWORD}
    here = {"X-Forwarded-For": new_address()}
    answers = [Client(server.url).ask("POST", "/users", body, headers=here) for _ in range(ENOUGH)]
    assert answers[0].status == 201
    assert is_stopped(answers[-1])
    person = Client(server.url)
    person.keep_cookie(answers[0])
    for path, proof in (
        ("/session/fresh", {"password": "x" * 10}),
        ("/me/password", {"current": "x" * 10, "new": "y" * 10}),
    ):
        anywhere = [{"X-Forwarded-For": new_address()} for _ in range(PER_ACCOUNT.burst * 2)]
        assert any(is_stopped(person.ask("PUT", path, proof, headers=it)) for it in anywhere), path


def test_an_account_is_guessed_at_from_many_addresses_in_vain(server: RunningServer) -> None:
    """A known login and an unknown one are stopped alike."""
    if not believes(server):
        pytest.skip("its one address is used up")
    person = Client(server.url)
    body = {"username": "guessed", "email": "guessed@example.org", "password": PASSWORD}
    person.ask("POST", "/users", body, headers={"X-Forwarded-For": new_address()})
    stops = {}
    for login in ("guessed", "unguessed"):
        tries = (sign_in(server.url, login, new_address()) for _ in range(PER_ACCOUNT.burst * 2))
        stops[login] = next(number for number, answer in enumerate(tries) if is_stopped(answer))
    assert set(stops.values()) == {PER_ACCOUNT.burst}
    assert is_stopped(sign_in(server.url, "GUESSED ", new_address(), PASSWORD)), "however it is spelt, before the hash"


@pytest.mark.parametrize("path", ["//session", "/session/", "/Session", "/%73ession", "/./session", "/session%2f"])
def test_no_other_spelling_of_the_path_gets_past(server: RunningServer, address: str, path: str) -> None:
    """It is the same call, which counts, or none at all."""
    answers = [sign_in(server.url, new_login(), address, path=path) for _ in range(ENOUGH)]
    assert is_stopped(answers[-1]) or {it.status for it in answers} <= {400, 404, 405}


def test_reading_is_not_limited(server: RunningServer) -> None:
    stranger = Client(server.url)
    assert {stranger.send("GET", f"{API}/openapi.json", None, {}).status for _ in range(ENOUGH)} == {200}
