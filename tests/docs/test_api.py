"""The answers that docs/api.md shows are answers that a server gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.docs.pages import ROOT, chapter, shown
from tests.harness.server import RunningServer
from tests.http.client import Client

PAGE: Final = ROOT / "docs" / "api.md"
VARYING: Final = {"by", "at"}
"""Fields that are others in every run."""


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with RunningServer() as running:
        yield running


@pytest.fixture(scope="module")
def ann(server: RunningServer) -> Client:
    return Client.newcomer(server.url, "Ann")


@pytest.fixture(scope="module")
def bob(server: RunningServer) -> Client:
    return Client.newcomer(server.url, "Bob")


def same_but_for(varying: set[str], answer: Any) -> Any:
    """With the kinds of what varies in place of the values."""
    match answer:
        case dict():
            return {
                field: type(it).__name__ if field in varying else same_but_for(varying, it)
                for field, it in answer.items()
            }
        case list():
            return [same_but_for(varying, it) for it in answer]
        case _:
            return answer


def test_the_conflict_is_one(ann: Client, bob: Client) -> None:
    home = ann.new_list("Home").id
    ann.add_member(home, bob)
    bread = ann.new_task(home, "Bake bread")
    path = f"/lists/{home}/tasks/{bread.id}"
    assert ann.patch(path, {"name": "Bake a cake"}).status == 200
    assert bob.patch(path, {"priority": "high"}, seen=bread.version).status == 200

    answer = bob.patch(path, {"name": "Buy bread"}, seen=bread.version)

    (told,) = shown(chapter(PAGE, "Two people, one thing"))
    assert same_but_for(VARYING, answer.json()) == same_but_for(VARYING, told)
    assert answer.json()["conflicts"]["name"]["by"] == ann.user.id


def test_the_reading_is_one(ann: Client) -> None:
    home = ann.new_list("Home").id
    garden = ann.new_tag(home, "garden", "green").id
    text = "Mow the lawn #garden #weekend ~1h30m due:2026-11-30"
    page = chapter(PAGE, "Quick add")
    assert text in page

    answer = ann.post(f"/lists/{home}/quick", {"text": text}).raw.decode()

    (told,) = shown(page)
    assert json.loads(answer.replace(garden, told["tags"][0])) == told


def test_an_undo_as_the_page_tells_it(ann: Client) -> None:
    home = ann.new_list("Home").id
    task = ann.new_task(home, "Bake bread")
    path = f"/lists/{home}/tasks/{task.id}"
    done = ann.put(f"{path}/completion")
    assert done.made.keys() == {home}

    undone = ann.undo(home, done.made[home]).json()
    assert ann.task(home, task.id).status == "unstarted"
    redone = ann.undo(home, undone["position"]).json()
    assert ann.task(home, task.id).status == "completed"
    assert redone["position"] == undone["position"] + 1 == done.made[home] + 2
    assert ann.undo(home, undone["position"]).json() == {"position": None}


def test_a_header_that_names_two_audiences_names_the_list_to_undo(ann: Client) -> None:
    created = ann.post("/lists", {"name": "Home"})
    (home,) = created.made.keys() - {"me"}
    assert "me" in created.made
    ann.post("/me/undo", {"position": created.made["me"]}).refuses(409, "cannot_undo")
    assert ann.undo(home, created.made[home]).status == 200


def test_a_deleted_list_comes_back(ann: Client) -> None:
    home = ann.new_list("Home").id
    deleted = ann.delete(f"/lists/{home}")
    assert ann.get(f"/lists/{home}").status == 404
    assert ann.undo(home, deleted.made[home]).status == 200
    assert ann.snapshot(home).list.name == "Home"


def test_ones_own_matters_are_undone_apart(ann: Client) -> None:
    saved = ann.post("/filters", {"name": "Soon", "text": "due<tomorrow"})
    assert saved.made.keys() == {"me"}
    assert ann.post("/me/undo", {"position": saved.made["me"]}).status == 200
    changed = ann.patch("/me", {"timezone": "Europe/Berlin"})
    assert changed.made.keys() == {"me"}
    assert ann.post("/me/undo", {"position": changed.made["me"]}).status == 200


def test_every_answer_tells_the_time_of_the_server(ann: Client) -> None:
    assert ann.get("/lists").headers["Date"]
