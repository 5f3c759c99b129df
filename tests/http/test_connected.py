"""Who has linked an account at GitHub lets lists follow what it reaches (contract, section 7), and is known there."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tasktix.adapters.http import key_shapes, mirror_shapes
from tests.harness.github import GitHub
from tests.harness.mariadb import MariaDB
from tests.harness.octokit import SECRET, examples
from tests.harness.server import RunningServer
from tests.http.browser import Browser
from tests.http.client import Client
from tests.http.test_webhooks import eventually, send
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

EIGHT_HOURS: Final = 28800
NUMBERS: Final = itertools.count(7001)


@pytest.fixture(scope="module")
def github() -> Iterator[GitHub]:
    with GitHub() as github:
        github.expires_in = EIGHT_HOURS
        yield github


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, github: GitHub) -> Iterator[RunningServer]:
    environment = {**github.settings(), "TASKTIX_GITHUB_WEBHOOK_SECRET": SECRET}
    if request.param == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("connected")
    with RunningServer(environment=environment) as running:
        yield running
        assert "Traceback" not in running.errors(), running.errors()


@pytest.fixture
def number(github: GitHub) -> int:
    """Of the account at GitHub of who is in front of it, which reaches two repositories."""
    number = next(NUMBERS)
    github.instead, github.expires_in = None, EIGHT_HOURS
    github.signs_in(number, f"ann{number}", "Ann")
    github.repositories = {3: [repository(number, "ann/garden", private=True)], 4: [repository(1, "org/field")]}
    return number


@pytest.fixture
def ann(server: RunningServer, github: GitHub, number: int) -> Browser:
    browser = Browser(server.url, provider="github")
    assert browser.go(github) == "/"
    return browser


def repository(number: int, name: str, *, private: bool = False) -> dict[str, Any]:
    return {"id": number, "full_name": name, "description": None, "private": private}


def reached(person: Client) -> list[mirror_shapes.Repository]:
    return person.get("/github/repositories").shows(list[mirror_shapes.Repository])


def test_who_signed_in_by_github_links_what_they_reach(ann: Browser, number: int) -> None:
    garden = mirror_shapes.Repository(number, "ann/garden", description="", is_private=True)
    assert reached(ann) == [garden, mirror_shapes.Repository(1, "org/field", description="", is_private=False)]
    list_id = ann.new_list("Garden").id
    mirror = ann.put(f"/lists/{list_id}/mirror", {"repository_id": number}).shows(mirror_shapes.Mirror)
    assert (mirror.repository, mirror.linked_by) == ("ann/garden", ann.me().id)
    ann.put(f"/lists/{list_id}/mirror", {"repository_id": 2}).refuses_field("repository_id")
    importing = {"repository_id": number, "is_importing": True}
    ann.put(f"/lists/{list_id}/mirror", importing).refuses_field("is_importing")


def test_who_linked_an_account_later_does_as_well(server: RunningServer, github: GitHub, number: int) -> None:
    local = Client.newcomer(server.url, "Local")
    local.get("/github/repositories").refuses(409, "not_connected")
    browser = Browser(server.url, local.cookie, provider="github")
    browser.go(github)
    assert [it.id for it in reached(browser)] == [number, 1]
    [account] = browser.get("/me/accounts").shows(list[key_shapes.LinkedAccount])
    browser.delete(f"/me/accounts/{account.id}").is_empty()
    browser.get("/github/repositories").refuses(409, "not_connected")


def test_tokens_that_end_are_followed_by_others(server: RunningServer, github: GitHub, number: int) -> None:
    github.expires_in = 60
    browser = Browser(server.url, provider="github")
    browser.go(github)
    first, github.expires_in = github.access, EIGHT_HOURS
    assert [it.id for it in reached(browser)] == [number, 1]
    second = github.access
    assert first != second
    reached(browser)
    assert github.access == second


def test_one_that_github_knows_no_more_is_followed_by_another(ann: Browser, github: GitHub, number: int) -> None:
    github.access = "another"
    assert [it.id for it in reached(ann)] == [number, 1]


def test_who_took_it_back_there_is_told_to_come_again(ann: Browser, github: GitHub, number: int) -> None:
    github.give()
    ann.get("/github/repositories").refuses(409, "not_connected")
    assert ann.go(github) == "/"
    assert [it.id for it in reached(ann)] == [number, 1]


def test_while_github_does_not_answer_it_is_not_our_fault(ann: Browser, github: GitHub) -> None:
    github.access = "another"
    github.instead = (500, {"message": "x"})
    ann.get("/github/repositories").refuses(502, "tracker_failed")


def test_who_is_assigned_there_is_assigned_here(ann: Browser, number: int) -> None:
    list_id = ann.new_list("Garden").id
    ann.put(f"/lists/{list_id}/mirror", {"repository_id": number}).shows(mirror_shapes.Mirror)
    opened = next(it for it in examples("issues") if it.action == "opened").payload
    for second, people, wanted in ((1, [number, 99], [ann.me().id]), (2, [99], [])):
        opened["repository"]["id"] = number
        opened["issue"] |= {"updated_at": f"2026-11-23T08:00:0{second}Z", "assignees": [{"id": it} for it in people]}
        send(ann, _raw(opened))
        eventually(lambda: [it.assignees for it in ann.snapshot(list_id).tasks], [wanted])


def _raw(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload).encode()
