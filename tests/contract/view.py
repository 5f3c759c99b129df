"""What the readers of an audience see: its snapshot, and what its entries make of an older one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import attrs

from tasktix.adapters import codec
from tasktix.adapters.http.lists import image as image_of_snapshot
from tasktix.application import accounts, feed, lists, saved_filters, snapshots
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import Entry, UnitOfWork
from tasktix.domain.errors import NotFound, NotSignedIn
from tasktix.domain.ids import Id

Things = dict[tuple[str, Id], dict[str, Any]]
"""Images by kind and id. Preset roles are left out: they are the same in every list, for ever."""

_PARTS = {"sections": "section", "tasks": "task", "tags": "tag", "members": "member", "roles": "role"}


@attrs.frozen
class View:
    things: Things
    position: int


def view_of_list(app: Application, viewer: Actor, list_id: Id) -> View:
    """The snapshot as a client gets it; empty where the viewer may not see the list."""
    try:
        snapshot = image_of_snapshot(app.look(viewer, snapshots.of_list, list_id=list_id))
    except NotFound:
        return View({}, 0)
    things = {(kind, it["id"]): it for part, kind in _PARTS.items() for it in snapshot[part] if not it.get("preset")}
    return View({("list", list_id): snapshot["list"], **things}, snapshot["position"])


def view_of_me(app: Application, user_id: Id) -> View:
    """One's own profile and memberships; empty where there is no such user."""

    def look(work: UnitOfWork, actor: Actor) -> View:
        user = accounts.me(work, actor)
        memberships = ({"id": line.id, "role": line.role} for line in lists.overviews(work, actor))
        things = {("membership", it["id"]): it for it in memberships}
        things |= {("filter", it.id): codec.image(it) for it in saved_filters.own(work, actor)}
        return View({("user", user.id): codec.image(user), **things}, work.log.reach([user.id])[user.id].position)

    try:
        return app.look(Actor(user=user_id), look)
    except NotSignedIn:
        return View({}, 0)


def entries_after(app: Application, audience: Id, position: int = 0) -> list[Entry]:
    return list(app.look(Actor(), feed.entries, after={audience: position})[audience])


def wire(entry: Entry) -> dict[str, Any]:
    """The entry as its readers parse it."""
    parsed: dict[str, Any] = json.loads(codec.entry_json(entry.audience, entry.position, entry.text))
    return parsed


def fold(things: Things, entries: Iterable[Entry]) -> Things:
    """The client's whole logic (contract, section 5): `set` merges, `gone` removes, and a list takes all with it."""
    folded = deepcopy(things)
    for entry in entries:
        for change in wire(entry)["changes"]:
            key = change["kind"], change["id"]
            if not change.get("gone"):
                folded.setdefault(key, {}).update(change["set"])
            elif change["kind"] == "list":
                folded.clear()
            else:
                del folded[key]
    return folded
