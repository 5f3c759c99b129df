"""A list of the household follows a repository: through the application, for GitHub has no part in the pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from tasktix import connect
from tasktix.application import converging, mirrors, relaying
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.relaying import Errand
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Edit
from tasktix.domain.deliveries import Outcome, Way
from tasktix.domain.issues import CLOSED, OPEN, Issue, Sighting, Values
from tasktix.domain.mirrors import Repository
from tests.fakes import FakeAccounts
from tests.http.client import Client

REPOSITORY: Final = Repository(7, "ann/website", "What everybody sees of us", installation_id=3)
OTHERS: Final = (
    {"id": 8, "name": "ann/notes", "description": "", "is_private": True},
    {"id": 9, "name": "lindenstrasse/flat", "description": "Who buys the coffee, and other laws", "is_private": True},
    {"id": 10, "name": "semester-four/statistics", "description": "Exercises and their ends", "is_private": False},
    {"id": 11, "name": "semester-four/thesis", "description": "It is nearly done", "is_private": True},
)

_ISSUES: Final = {
    41: "Contrast of the footer links",
    38: "Redirect the old addresses",
    44: "Fix the login on Safari",
}
"""Of tasks that are there already, by number."""

_CAME: Final[Sequence[tuple[str, str, Outcome, int | None, str]]] = (
    ("repository", "renamed", Outcome.CHANGED, None, "ann/website"),
    ("issues", "assigned", Outcome.REFUSED, 40, "assignees:manage is missing"),
    ("issues", "edited", Outcome.UNCHANGED, 38, ""),
    ("issues", "pinned", Outcome.IGNORED, 41, ""),
    ("issues", "edited", Outcome.CONFLICT, 44, "name: theirs 'Login on Safari', ours 'Fix the login'; ours counts"),
)


def follow(ann: Client, list_id: str, database: Path) -> None:
    """With a ledger that has each kind of line."""
    application = connect(f"sqlite:///{database}")
    try:
        _link(application, Actor(user=ann.user.id), list_id, ann.get(f"/lists/{list_id}").json())
    finally:
        application.close()


def offer_repositories(page: Page) -> None:
    """As if the account of whoever looks reached some."""
    own = {"id": REPOSITORY.id, "name": REPOSITORY.name, "description": REPOSITORY.description, "is_private": False}
    page.route("**/api/v1/github/repositories", lambda route: route.fulfill(json=[own, *OTHERS]))


def _link(application: Application, ann: Actor, list_id: str, shown: Mapping[str, Any]) -> None:
    section = next(it["id"] for it in shown["sections"] if it["name"] == "Next")
    application.perform(ann, mirrors.link, list_id=list_id, repository=REPOSITORY, fields={}, section_id=section)
    tasks = {it["name"]: it for it in shown["tasks"]}
    tags = {it["id"]: it["name"] for it in shown["tags"]}
    for issue, name in _ISSUES.items():
        seen = _sighting(issue, tasks[name], tags)
        cause = Cause(None, "issues", "opened")
        _perform(
            application,
            ann,
            converging.converge,
            list_id=list_id,
            sighting=seen,
            people=FakeAccounts().users,
            cause=cause,
        )
    for event, action, outcome, number, detail in _CAME:
        cause = Cause(None, event, action)
        ways: dict[str, Any] = {"outcome": outcome, "number": number, "detail": detail, "cause": cause}
        _perform(application, SYSTEM, converging.note, list_id=list_id, **ways)
    for outcome, edit, detail in (
        (Outcome.FAILED, Edit(description=""), "the line was cut"),
        (Outcome.CHANGED, Edit(name="", labels_added=("bug",)), ""),
    ):
        task = tasks["Fix the login on Safari"]
        errand = Errand(task["id"], 44, edit, datetime.now(UTC))
        cause = Cause(None, "issue", "write", Way.OUT)
        ways = {"errand": errand, "outcome": outcome, "detail": detail, "cause": cause}
        _perform(application, SYSTEM, relaying.conclude, list_id=list_id, **ways)


def _perform(application: Application, actor: Actor, use_case: Callable[..., object], **ways: Any) -> None:
    """A moment after the one before: lines of one millisecond are in no order, and each picture would be another."""
    time.sleep(0.005)
    application.perform(actor, use_case, **ways)


def _sighting(number: int, task: Mapping[str, Any], tags: Mapping[str, str]) -> Sighting:
    """Made from the task, and so as the task is."""
    is_closed = task["status"] == "completed"
    now = datetime.now(UTC)
    labels = tuple(tags[it] for it in task["tags"])
    return Sighting(
        repository_id=REPOSITORY.id,
        id=1000 + number,
        issue=Issue(
            f"https://github.com/{REPOSITORY.name}/issues/{number}",
            number,
            REPOSITORY.name,
            CLOSED if is_closed else OPEN,
        ),
        values=Values(task["name"], task["description"], is_closed, labels, due=task["due"]),
        created_at=now - timedelta(days=1),
        updated_at=now,
        marker=task["id"],
    )
