"""From facts and images to writes and entries: what every store has in common.

An aggregate is photographed when a repository hands it out. At the end of the transaction, each one that recorded a
fact is photographed again; the differences are what the store writes and what the log says. A member of a list is
told of their own membership too, in their own audience.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import attrs

from tasktix.adapters import codec
from tasktix.adapters.codec import Image
from tasktix.application.actor import Actor
from tasktix.domain.access import Member
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.due import rfc3339
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.sessions import Session
from tasktix.domain.tasks import Task
from tasktix.domain.users import User

A = TypeVar("A", bound=Aggregate)

UNSEEN: Final = frozenset({"session"})
"""Kinds that are stored but never in an entry's changes."""


class Act(enum.Enum):
    MADE = "made"
    CHANGED = "changed"
    GONE = "gone"


@attrs.frozen
class Change:
    """One row to write: `thing` as it now is, or as it was where it is gone. `owner` is the aggregate it is part of."""

    kind: str
    act: Act
    id: Id
    thing: Any
    owner: Aggregate
    before: Image | None
    after: Image | None


@attrs.frozen
class Draft:
    """An entry without its position. `was` is the JSON of the values before, in the order of the changes."""

    audience: Id
    text: str
    was: str


@attrs.frozen
class Settled:
    changes: Sequence[Change]
    drafts: Sequence[Draft]


@attrs.define(eq=False)
class _Photograph:
    aggregate: Aggregate
    parts: dict[tuple[str, Id], tuple[Any, Image]]


@attrs.define(eq=False)
class Ledger:
    _photographs: dict[tuple[type, Id], _Photograph] = attrs.field(factory=dict, init=False)

    def track(self, loaded: A) -> A:
        """The aggregate to hand out: this one, or the one handed out before with the same id."""
        known = self._photographs.get((type(loaded), loaded.id))
        if known is not None:
            assert isinstance(known.aggregate, type(loaded))
            return known.aggregate
        parts = {key: (thing, codec.image(thing)) for key, thing in _parts(loaded)}
        self._photographs[type(loaded), loaded.id] = _Photograph(loaded, parts)
        return loaded

    def add(self, made: Aggregate) -> None:
        self._photographs[type(made), made.id] = _Photograph(made, {})

    def settle(self, now: datetime, actor: Actor) -> Settled:
        """Everything that changed, with new versions set. Audiences in the order of their ids, so that no two
        transactions wait for each other's."""
        changes: list[Change] = []
        facts: dict[Id, list[Image]] = {}
        for photograph in self._photographs.values():
            if photograph.aggregate.recorded:
                changes += _differences(photograph)
                for recorded in photograph.aggregate.recorded:
                    facts.setdefault(recorded.audience, []).append(codec.fact(recorded.fact))
        told: dict[Id, list[tuple[Image, Image | None]]] = {audience: [] for audience in facts}
        for change in changes:
            for audience, wire, was in _told(change):
                told[audience].append((wire, was))
        head = f'"at":"{rfc3339(now)}",'
        by = codec.encode({"user": actor.user, "via": actor.via}).decode()
        key = codec.encode(actor.key).decode()
        drafts = [
            Draft(
                audience,
                f'{head}"actor":{by},"key":{key},'
                f'"facts":{codec.encode(facts[audience]).decode()},'
                f'"changes":{codec.encode([wire for wire, _ in told[audience]]).decode()}}}',
                codec.encode([was for _, was in told[audience]]).decode(),
            )
            for audience in sorted(facts)
        ]
        return Settled(changes, drafts)


def _parts(aggregate: Aggregate) -> Iterator[tuple[tuple[str, Id], Any]]:
    """The rows that an aggregate is made of, its own row first."""
    match aggregate:
        case Task():
            yield ("task", aggregate.id), aggregate
        case List():
            yield ("list", aggregate.id), aggregate
            for section in aggregate.sections.values():
                yield ("section", section.id), section
            for member in aggregate.members.values():
                yield ("member", member.id), member
        case User():
            yield ("user", aggregate.id), aggregate
        case Session():
            yield ("session", aggregate.id), aggregate
        case _:
            raise TypeError(type(aggregate))


def _differences(photograph: _Photograph) -> Iterator[Change]:
    owner = photograph.aggregate
    now = {} if owner.deleted else dict(_parts(owner))
    for key, (thing, before) in photograph.parts.items():
        if key not in now:
            yield Change(key[0], Act.GONE, key[1], thing, owner, before, None)
    for key, thing in now.items():
        earlier = photograph.parts.get(key)
        if earlier is None:
            thing.version = 1
            yield Change(key[0], Act.MADE, key[1], thing, owner, None, codec.image(thing))
        elif codec.image(thing) != earlier[1]:
            thing.version += 1
            yield Change(key[0], Act.CHANGED, key[1], thing, owner, earlier[1], codec.image(thing))


def _told(change: Change) -> Iterator[tuple[Id, Image, Image | None]]:
    """For each audience that hears of the change: the change as it goes over the wire, and the values before."""
    if change.kind in UNSEEN:
        return
    owner = change.owner
    if not (isinstance(owner, List) and owner.deleted and change.kind != "list"):
        yield owner.audience, *_wire(change.kind, change.id, change.before, change.after)
    if isinstance(change.thing, Member):
        after = codec.membership(owner.id, change.thing) if change.after is not None else None
        before = {"id": owner.id, "role": change.before["role"]} if change.before is not None else None
        yield change.thing.id, *_wire("membership", owner.id, before, after)


def _wire(kind: str, thing_id: Id, before: Image | None, after: Image | None) -> tuple[Image, Image | None]:
    if after is None:
        return {"kind": kind, "id": thing_id, "gone": True}, before
    if before is None:
        return {"kind": kind, "id": thing_id, "set": after}, None
    changed = [field for field, value in after.items() if before[field] != value]
    return (
        {"kind": kind, "id": thing_id, "set": {field: after[field] for field in changed}},
        {field: before[field] for field in changed},
    )
