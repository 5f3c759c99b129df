"""Reading the log back: from the JSON of an entry to what it did, in the words of the domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
import msgspec

from tasktix.adapters.codec import ATTRIBUTES, Image
from tasktix.domain.access import Member, Permission, Person, Role
from tasktix.domain.aggregate import Entity, Origin
from tasktix.domain.due import Due
from tasktix.domain.history import PastChange, PastEntry
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue
from tasktix.domain.lists import List
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.sections import Section
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task, TimeEntry
from tasktix.domain.words import Color, Priority, Status

_decode: Final = msgspec.json.Decoder().decode


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _person(image: Image) -> Person:
    return Person(**{**image, "color": Color(image["color"])})


_VALUES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "status": Status,
    "priority": Priority,
    "color": Color,
    "due": lambda text: None if text is None else Due(text),
    "timer_started_at": _instant,
    "created_at": _instant,
    "completed_at": _instant,
    "started_at": _instant,
    "ended_at": _instant,
    "tags": tuple,
    "assignees": tuple,
    "permissions": lambda names: frozenset(map(Permission, names)),
    "user": _person,
}
"""How a field's JSON becomes its value, by the field's name on the wire; the others are what they look like."""

_DERIVED: Final = frozenset({"elapsed", "issue", "version", "created_by", "fingerprint"})
"""Fields of images that are no attributes, or that no undo puts back: the issue that a task follows."""

_THINGS: Final[Mapping[str, type[Entity]]] = {
    "list": List,
    "section": Section,
    "tag": Tag,
    "member": Member,
    "role": Role,
    "task": Task,
    "filter": SavedFilter,
}


_FIELDS: Final = {make: attrs.fields_dict(make).keys() for make in _THINGS.values()}
"""A member has no origin, and only a list and a task a moment of creation."""


def past_entry(position: int, at: datetime, text: str, was: str) -> PastEntry:
    """`text` and `was` as the ledger wrote them."""
    body = _decode("{" + text)
    changes, actor = body["changes"], body["actor"]
    earlier = _decode(was)
    # Entries from before 0002 keep nothing that readers are not told.
    unkept = {"created_by": actor["user"] or "", "fingerprint": "", "created_at": body["at"]}
    found = {
        (change["kind"], change["id"]): PastChange(
            change["kind"],
            change["id"],
            *_sides(change["kind"], before, change.get("set")),
            # Of what went with an account nothing is kept.
            gone=_thing(change["kind"], {**unkept, **before}) if "gone" in change and before else None,
        )
        for change, before in zip(changes, earlier[: len(changes)], strict=True)
    }
    for more in earlier[len(changes) :]:
        _add_hidden(found, more)
    return PastEntry(position, at, actor["user"], actor["via"], body["key"], body["facts"], tuple(found.values()))


def _add_hidden(found: dict[tuple[str, Id], PastChange], more: Image) -> None:
    kind, thing_id, before, after = more["kind"], more["id"], more["before"], more["after"]
    known = found.get((kind, thing_id))
    if known is not None:
        earlier, later = _sides(kind, before, after)
        found[kind, thing_id] = attrs.evolve(
            known, before={**(known.before or {}), **(earlier or {})}, after={**(known.after or {}), **(later or {})}
        )
        return
    gone = _thing(kind, before) if after is None else None
    found[kind, thing_id] = PastChange(kind, thing_id, *_sides(kind, before, after), gone=gone, owner=more.get("owner"))


def _sides(kind: str, before: Image | None, after: Image | None) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    return (
        None if before is None else _attributes(kind, before),
        None if after is None else _attributes(kind, after),
    )


def _attributes(kind: str, image: Image) -> dict[str, Any]:
    if kind == "time":
        # Here `user` is who worked, everywhere else a person as others see them.
        image = {("user_id" if name == "user" else name): it for name, it in image.items()}
    return {
        ATTRIBUTES.get(name, name): _VALUES.get(name, _same)(it) for name, it in image.items() if name not in _DERIVED
    }


def _same(it: Any) -> Any:
    return it


def _thing(kind: str, image: Image) -> Entity | None:
    if kind == "time":
        return TimeEntry(id=image["id"], **{k: v for k, v in _attributes(kind, image).items() if k != "id"})
    make: Any = _THINGS.get(kind)
    if make is None:
        return None
    attributes = _attributes(kind, image)
    origin = Origin(image.get("created_by", ""), image.get("fingerprint", ""))
    attributes |= {"version": image["version"], "origin": origin}
    if kind == "filter":
        attributes["user_id"] = image["created_by"]
    elif kind == "task":
        attributes.setdefault("elapsed_ms", image["elapsed"] * 1000)
        attributes["issue"] = image["issue"] and Issue(**image["issue"])
    return make(**{name: it for name, it in attributes.items() if name in _FIELDS[make]})  # type: ignore[no-any-return]
