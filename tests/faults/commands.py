"""Every kind of command, as a request somebody might send now: the counterparts of `tests/catalogue.py`."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs

from tasktix.client import Replica

COLORS: Final = ("pink", "red", "amber", "lime", "cyan", "violet")
ROLES: Final = ("Viewer", "Collaborator", "Manager", "Stakeholder")
DUES: Final = (None, "2026-11-30", "2026-12-01T08:00:00Z")
_LETTERS: Final = string.ascii_letters + string.digits


@attrs.frozen
class Request:
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    seen: int | None = None


@attrs.frozen
class Scene:
    """A list as somebody knows it, perhaps no longer true; `guests` are usernames of those who come and go."""

    chance: random.Random
    known: Replica
    guests: Mapping[str, str]
    own: Replica
    short_lived: Sequence[str] = ()
    """Lists that were made to be deleted."""

    @property
    def path(self) -> str:
        return f"/lists/{self.known.audience}"

    def one(self, kind: str) -> dict[str, Any]:
        """Raises `IndexError` where there is none."""
        return self.chance.choice(self.known.all(kind))

    def some(self, kind: str) -> list[str]:
        ids = [it["id"] for it in self.known.all(kind)]
        return self.chance.sample(ids, min(len(ids), self.chance.randrange(3)))

    def word(self) -> str:
        return f"w{self.chance.randrange(10**9)}"

    def new_id(self) -> str:
        return "".join(self.chance.choices(_LETTERS, k=16))

    def task(self) -> str:
        return f"{self.path}/tasks/{self.one('task')['id']}"

    def guest(self) -> str:
        return self.chance.choice(list(self.guests))


Command = Callable[[Scene], Request]


def _add_task(it: Scene) -> Request:
    rich = {
        "section": it.one("section")["id"],
        "description": it.word() * it.chance.choice((1, 1, 200)),
        "priority": it.chance.choice(("low", "medium", "high")),
        "due": it.chance.choice(DUES),
        "expected": it.chance.randrange(10_000),
        "tags": it.some("tag"),
        "assignees": it.some("member"),
    }
    fields = {name: value for name, value in rich.items() if it.chance.random() < 0.5}
    return Request("POST", f"{it.path}/tasks", {"id": it.new_id(), "name": it.word(), **fields})


def _quick(it: Scene) -> Request:
    return Request("POST", f"{it.path}/tasks", {"id": it.new_id(), "quick": f"{it.word()} !high ~2h due:2026-12-24"})


def _change_task(it: Scene) -> Request:
    task = it.one("task")
    fields = {
        "name": it.word(),
        "description": it.word(),
        "due": it.chance.choice(DUES),
        "expected": 60,
        "unclear": True,
    }
    chosen = dict(it.chance.sample(list(fields.items()), it.chance.randint(1, 3)))
    seen = task["version"] if it.chance.random() < 0.5 else None
    return Request("PATCH", f"{it.path}/tasks/{task['id']}", chosen, seen)


def _place_task(it: Scene) -> Request:
    after = it.chance.choice([{}, {"after": None}, {"after": it.one("task")["id"]}])
    return Request("PUT", f"{it.task()}/place", {"section": it.one("section")["id"], **after})


def _change_member(it: Scene) -> Request:
    who = it.guests[it.guest()]
    return Request("PATCH", f"{it.path}/members/{who}", {"role": it.chance.choice(ROLES)})


def _add_role(it: Scene) -> Request:
    body = {"id": it.new_id(), "name": it.word(), "permissions": ["tasks:add", "tasks:complete"]}
    return Request("POST", f"{it.path}/roles", body)


def _own_role(it: Scene) -> str:
    return f"{it.path}/roles/{it.chance.choice([role for role in it.known.all('role') if not role['preset']])['id']}"


def _own_filter(it: Scene) -> str:
    return f"/filters/{it.chance.choice(it.own.all('filter'))['id']}"


def _undo(it: Scene) -> Request:
    return Request("POST", f"{it.path}/undo", {"position": max(1, it.known.position - it.chance.randrange(12))})


COMMANDS: Final[Mapping[str, tuple[int, Command]]] = {
    "add a task": (12, _add_task),
    "add a task, quickly": (3, _quick),
    "change a task": (14, _change_task),
    "place a task": (8, _place_task),
    "delete a task": (4, lambda it: Request("DELETE", it.task())),
    "complete": (5, lambda it: Request("PUT", f"{it.task()}/completion")),
    "reopen": (3, lambda it: Request("DELETE", f"{it.task()}/completion")),
    "start a timer": (4, lambda it: Request("PUT", f"{it.task()}/timer")),
    "pause a timer": (4, lambda it: Request("DELETE", f"{it.task()}/timer")),
    "reset a time": (2, lambda it: Request("DELETE", f"{it.task()}/time")),
    "add a tag": (
        3,
        lambda it: Request("POST", f"{it.path}/tags", {"id": it.new_id(), "name": it.word(), "color": "red"}),
    ),
    "change a tag": (
        2,
        lambda it: Request(
            "PATCH", f"{it.path}/tags/{it.one('tag')['id']}", {"name": it.word(), "color": it.chance.choice(COLORS)}
        ),
    ),
    "delete a tag": (2, lambda it: Request("DELETE", f"{it.path}/tags/{it.one('tag')['id']}")),
    "attach a tag": (4, lambda it: Request("PUT", f"{it.task()}/tags/{it.one('tag')['id']}")),
    "detach a tag": (3, lambda it: Request("DELETE", f"{it.task()}/tags/{it.one('tag')['id']}")),
    "assign": (4, lambda it: Request("PUT", f"{it.task()}/assignees/{it.one('member')['id']}")),
    "unassign": (3, lambda it: Request("DELETE", f"{it.task()}/assignees/{it.one('member')['id']}")),
    "add a section": (2, lambda it: Request("POST", f"{it.path}/sections", {"id": it.new_id(), "name": it.word()})),
    "change a section": (
        2,
        lambda it: Request("PATCH", f"{it.path}/sections/{it.one('section')['id']}", {"name": it.word()}),
    ),
    "place a section": (
        2,
        lambda it: Request("PUT", f"{it.path}/sections/{it.one('section')['id']}/place", {"after": None}),
    ),
    "delete a section": (1, lambda it: Request("DELETE", f"{it.path}/sections/{it.one('section')['id']}")),
    "add a member": (
        3,
        lambda it: Request("POST", f"{it.path}/members", {"username": it.guest(), "role": it.chance.choice(ROLES)}),
    ),
    "change a member": (2, _change_member),
    "remove a member": (3, lambda it: Request("DELETE", f"{it.path}/members/{it.guests[it.guest()]}")),
    "add a role": (1, _add_role),
    "change a role": (1, lambda it: Request("PATCH", _own_role(it), {"description": it.word()})),
    "delete a role": (1, lambda it: Request("DELETE", _own_role(it))),
    "change a list": (3, lambda it: Request("PATCH", it.path, {"name": it.word(), "color": it.chance.choice(COLORS)})),
    "undo": (5, _undo),
    "make a list": (1, lambda it: Request("POST", "/lists", {"id": it.new_id(), "name": f"Short-lived {it.word()}"})),
    "delete a list": (1, lambda it: Request("DELETE", f"/lists/{it.chance.choice(it.short_lived)}")),
    "save a filter": (1, lambda it: Request("POST", "/filters", {"id": it.new_id(), "name": it.word(), "text": "@me"})),
    "change a filter": (1, lambda it: Request("PATCH", _own_filter(it), {"name": it.word()})),
    "delete a filter": (1, lambda it: Request("DELETE", _own_filter(it))),
    "change one's profile": (1, lambda it: Request("PATCH", "/me", {"color": it.chance.choice(COLORS)})),
}
"""By name, with how often each is sent in comparison with the others."""


def next_request(scene: Scene) -> tuple[str, Request]:
    """A random one that the scene has what it takes for."""
    names, weights = list(COMMANDS), [weight for weight, _ in COMMANDS.values()]
    while True:
        [name] = scene.chance.choices(names, weights)
        try:
            return name, COMMANDS[name][1](scene)
        except IndexError:
            continue
