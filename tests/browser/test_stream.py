"""The page's stream through what happens to servers and laptops: it ends up showing what is stored, without reload."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from playwright.sync_api import expect

from tasktix import Actor, connect, tasks
from tests.browser.window import GONE, Window
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Client

MANY = 500
"""Lists: more than have room in the address of a stream."""

AWAY = (*GONE, "status of 503")


def by_api(server: RunningServer, username: str) -> Client:
    """The same person at a program, in a session of its own."""
    program = Client(server.url)
    program.keep_cookie(program.post("/session", {"login": username, "password": PASSWORD}))
    return program


def test_somebody_with_hundreds_of_lists_sees_everything_after_a_restart(
    server: RunningServer, sit_down: Callable[..., Window]
) -> None:
    ann = sit_down("Ann", ignoring=AWAY)
    program = by_api(server, "Ann")
    with ThreadPoolExecutor(4) as pool:
        pool.map(program.new_list, (f"List {number:03}" for number in range(MANY)))
    ann.open_list("List 123")
    groceries = ann.page.url.rpartition("/")[2]
    # The page begins anew and knows all of them from its start.
    ann.page.reload()
    ann.add_task("Apples")
    ann.is_in_step()
    for number in range(2):
        server.kill()
        ann.add_task(f"While it was away {number}")
        server.start()
        program.new_task(groceries, f"Just after its start {number}")
        expect(ann.row(f"Just after its start {number}")).to_be_visible(timeout=60_000)
        ann.is_in_step()
        program.new_task(groceries, f"Later {number}")
        expect(ann.row(f"Later {number}")).to_be_visible()
        # Of a list that nobody looks at: its name, on the left.
        other = next(it["id"] for it in program.get("/lists").json() if it["name"] == f"List {number:03}")
        program.patch(f"/lists/{other}", {"name": f"Renamed {number}"})
        navigation = ann.page.get_by_role("navigation", name="Lists")
        expect(navigation.get_by_role("link", name=f"Renamed {number}")).to_be_visible(timeout=20_000)
    names = [task.name for task in program.snapshot(groceries).tasks]
    assert sorted(names) == sorted({*names}), "nothing that was done while it was away is done twice"
    assert len(names) == 7


def test_what_the_log_no_longer_has_is_fetched(server: RunningServer, sit_down: Callable[..., Window]) -> None:
    """As after a laptop has slept for weeks."""
    ann = sit_down("Ann", ignoring=AWAY)
    ann.create_list("Groceries")
    ann.add_task("Apples")
    ann.is_in_step()
    program = by_api(server, "Ann")
    groceries = ann.page.url.rpartition("/")[2]
    user = program.get("/me").json()["id"]
    server.kill()
    database = next(server.home.rglob("tasktix.db"))
    with closing(connect(f"sqlite:///{database}")) as app:
        for name in ("Bread", "Milk"):
            app.perform(Actor(user), tasks.add, list_id=groceries, fields={"name": name})
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE audiences SET floor = position")
        connection.execute("DELETE FROM log")
        connection.commit()
    server.start()
    for name in ("Bread", "Milk"):
        expect(ann.row(name)).to_be_visible(timeout=60_000)
    ann.is_in_step()
    program.new_task(groceries, "Eggs")
    expect(ann.row("Eggs")).to_be_visible()


def test_a_session_that_has_ended_leads_to_the_door(server: RunningServer, sit_down: Callable[..., Window]) -> None:
    ann = sit_down("Ann", ignoring=AWAY)
    ann.create_list("Groceries")
    ann.is_in_step()
    [cookie] = [it for it in ann.page.context.cookies() if "tasktix" in it["name"]]
    Client(server.url, f"{cookie['name']}={cookie['value']}").delete("/session").is_empty()
    expect(ann.heading("Sign in")).to_be_visible(timeout=30_000)
