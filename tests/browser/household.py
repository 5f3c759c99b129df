"""Lists that look as if people had lived in them: for pictures, and for whoever wants to see every page filled."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import attrs
from playwright.sync_api import Page

from tasktix.adapters.http import shapes
from tests.browser.followed import follow
from tests.http.client import PASSWORD, Client

Fields = dict[str, Any]

PEOPLE: Final = {"ann": "violet", "ben": "emerald", "chloe": "orange", "dimitri": "blue"}

_LAUNCH: Final[dict[str, tuple[str, Sequence[Fields]]]] = {
    "Website relaunch": (
        "blue",
        (
            {
                "in": "This week",
                "name": "Fix the login on Safari",
                "priority": "high",
                "due": 0,
                "tags": ["bug"],
                "for": ["ben"],
                "expected": 5400,
                "runs": True,
            },
            {
                "in": "This week",
                "name": "Write the copy for the pricing page",
                "priority": "medium",
                "due": 1,
                "tags": ["text"],
                "for": ["ann", "chloe"],
                "expected": 7200,
                "description": "Three plans, one sentence each.\n\n- what it costs\n- whom it is for",
            },
            {
                "in": "This week",
                "name": "Move images to the new storage",
                "due": -2,
                "priority": "high",
                "tags": ["infra"],
                "for": ["dimitri"],
                "expected": 3600,
            },
            {"in": "This week", "name": "Ask Lena for the brand colours", "due": 0, "for": ["ann"]},
            {"in": "This week", "name": "Redirect the old addresses", "tags": ["infra"], "done": True},
            {"in": "Next", "name": "Contrast of the footer links", "tags": ["bug", "design"], "priority": "medium"},
            {"in": "Next", "name": "Newsletter sign-up", "due": 6, "for": ["chloe"], "expected": 10800},
            {"in": "Next", "name": "Photographs of the team", "due": 9, "tags": ["design"]},
            {"in": "Some day", "name": "A page about our history", "tags": ["text"]},
            {"in": "Some day", "name": "Try a darker dark theme", "tags": ["design"]},
        ),
    ),
    "Flat on Lindenstraße": (
        "emerald",
        (
            {"in": "Kitchen", "name": "Descale the kettle", "due": 0},
            {"in": "Kitchen", "name": "Order a new filter for the hood", "due": 4, "priority": "medium"},
            {"in": "Kitchen", "name": "Fix the drawer", "done": True},
            {"in": "Balcony", "name": "Bring the lemon tree inside", "priority": "high", "for": ["ann"]},
            {"in": "Balcony", "name": "Repair the lamp", "due": 12},
        ),
    ),
    "Semester 4": (
        "amber",
        (
            {"in": "Statistics", "name": "Exercise sheet 6", "due": 2, "expected": 9000, "for": ["ann"]},
            {"in": "Statistics", "name": "Read chapter 9", "expected": 3600, "due": -1, "priority": "medium"},
            {"in": "Thesis", "name": "Outline of the method", "priority": "high", "expected": 14400, "due": 5},
            {"in": "Thesis", "name": "Mail to the second reader", "due": 0, "priority": "medium"},
        ),
    ),
    "Weekend in the Alps": (
        "cyan",
        (
            {"in": "Before", "name": "Book the hut", "due": 3, "priority": "high", "for": ["ben"]},
            {"in": "Before", "name": "Wax the skis", "for": ["chloe"]},
            {"in": "To pack", "name": "Head torch"},
            {"in": "To pack", "name": "First-aid kit"},
        ),
    ),
}
_TAGS: Final = {"bug": "red", "infra": "violet", "design": "pink", "text": "amber"}
_FILTERS: Final = {"Mine, this week": "@me status:open due<=+1w", "Bugs": "#bug status:open"}

_TAKEN: Final = {
    "Website relaunch": (
        ("Set up the staging server", "infra", 7200, 1.7),
        ("Certificates", "infra", 900, 1.1),
        ("Move the mail records", "infra", 1800, 1.6),
        ("Backups every night", "infra", 14400, 2.4),
        ("Log rotation", "infra", 3600, 1.9),
        ("Sketch the start page", "design", 7200, 1.3),
        ("Icons", "design", 3600, 0.7),
        ("Choose the typeface", "design", 14400, 1.2),
        ("Empty states", "design", 5400, 1.1),
        ("Type sizes on phones", "design", 1800, 0.9),
        ("Imprint", "text", 900, 0.8),
        ("About us", "text", 3600, 1.2),
        ("Headlines", "text", 1800, 1.3),
    ),
    "Semester 4": (
        ("Exercise sheet 1", "", 7200, 1.6),
        ("Exercise sheet 2", "", 7200, 1.0),
        ("Exercise sheet 3", "", 9000, 2.2),
        ("Exercise sheet 4", "", 9000, 1.5),
        ("Read chapters 1 to 3", "", 14400, 3.1),
        ("Read chapters 4 and 5", "", 14400, 1.8),
        ("Proposal", "", 28800, 2.0),
        ("Look for literature", "", 28800, 1.4),
    ),
    "Flat on Lindenstraße": (
        ("Put up the shelf", "", 3600, 1.4),
        ("Take down the curtain", "", 900, 0.5),
        ("Seal the bath", "", 1800, 1.2),
        ("Call the landlord", "", 900, 1.0),
        ("Oil the worktop", "", 3600, 1.0),
    ),
}
"""Completed tasks: their tag, the seconds they were expected to take, and what share of that they took."""


@attrs.frozen
class Household:
    """`ann` is who looks, `ben` who does something meanwhile; `lists` are ids by name."""

    ann: Client
    ben: Client
    lists: dict[str, str]

    def seat(self, page: Page) -> None:
        """From now on it is Ann who looks at the page."""
        sign_in(page, self.ann)

    def prove_again(self, page: Page) -> None:
        """Dangerous things are open to her again, however long ago she moved in."""
        self.ann.keep_cookie(self.ann.put("/session/fresh", {"password": PASSWORD}))
        self.seat(page)


def move_in(url: str, database: Path) -> Household:
    """Through the API, but for time that was spent: that takes time, and is put into the SQLite file at once."""
    people = {name: _sign_up(url, name, color) for name, color in PEOPLE.items()}
    ann = people["ann"]
    home = Household(ann, people["ben"], {})
    for name, (color, tasks) in _LAUNCH.items():
        list_id = ann.post("/lists", {"name": name, "color": color}).json()["id"]
        home.lists[name] = list_id
        wanted = {who for task in tasks for who in task.get("for", ())} - {"ann"}
        for who in sorted(wanted):
            ann.add_member(list_id, people[who])
        _furnish(home, people, list_id, tasks)
    _look_back(home, database)
    follow(ann, home.lists["Website relaunch"], database)
    for name, text in _FILTERS.items():
        ann.new_filter(name, text)
    return home


def sign_in(page: Page, client: Client) -> None:
    """The page's browser gets the client's session."""
    name, _, value = client.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": client.url}])


def _sign_up(url: str, name: str, color: str) -> Client:
    body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "color": color}
    answer = Client(url).post("/users", body)
    client = Client(url, user=answer.shows(shapes.User, 201))
    client.keep_cookie(answer)
    return client


def _furnish(home: Household, people: dict[str, Client], list_id: str, tasks: Sequence[Fields]) -> None:
    ann = home.ann
    used = {tag for task in tasks for tag in task.get("tags", ())}
    tags = {tag: ann.new_tag(list_id, tag, _TAGS[tag]).id for tag in _TAGS if tag in used}
    sections = {name: ann.new_section(list_id, name).id for name in dict.fromkeys(task["in"] for task in tasks)}
    for task in tasks:
        fields: Fields = {key: task[key] for key in ("priority", "expected", "description") if key in task}
        if "due" in task:
            fields["due"] = (datetime.now(UTC) + timedelta(days=task["due"])).date().isoformat()
        fields["tags"] = [tags[tag] for tag in task.get("tags", ())]
        fields["assignees"] = [people[who].user.id for who in task.get("for", ())]
        made = ann.new_task(list_id, task["name"], section=sections[task["in"]], **fields)
        if task.get("done"):
            ann.put(f"/lists/{list_id}/tasks/{made.id}/completion")
        if task.get("runs"):
            ann.put(f"/lists/{list_id}/tasks/{made.id}/timer")


def _look_back(home: Household, database: Path) -> None:
    ann = home.ann
    spent: dict[str, int] = {}
    for name, tasks in _TAKEN.items():
        list_id = home.lists[name]
        done = ann.new_section(list_id, "Done").id
        tags = {tag["name"]: tag["id"] for tag in ann.get(f"/lists/{list_id}").json()["tags"]}
        for task, tag, expected, share in tasks:
            made = ann.new_task(list_id, task, section=done, expected=expected, tags=[tags[tag]] if tag else [])
            ann.put(f"/lists/{list_id}/tasks/{made.id}/completion")
            spent[made.id] = round(expected * share)
    with sqlite3.connect(database, timeout=30) as connection:
        connection.executemany(
            "UPDATE tasks SET elapsed_ms = ? WHERE id = ?",
            [(seconds * 1000, task_id) for task_id, seconds in spent.items()],
        )
