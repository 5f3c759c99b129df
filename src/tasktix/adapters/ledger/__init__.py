"""From facts and images to writes and entries: what every store has in common.

An aggregate is photographed when a repository hands it out. At the end of the transaction, each one that recorded a
fact is photographed again; the differences are what the store writes and what the log says. A member of a list is
told of their own membership too, in their own audience.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, TypeVar

import attrs

from tasktix.adapters import codec
from tasktix.adapters.codec import Image
from tasktix.adapters.ledger.settled import Act, Change, Draft, Settled
from tasktix.application.actor import Actor
from tasktix.domain.access import Member
from tasktix.domain.aggregate import Aggregate, Entity, Mark
from tasktix.domain.due import rfc3339
from tasktix.domain.ids import Id
from tasktix.domain.linked import LinkedAccount
from tasktix.domain.lists import List
from tasktix.domain.mirrors import Mirror
from tasktix.domain.passkeys import Passkey
from tasktix.domain.roster import Roster
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.second_factor import SecondFactor
from tasktix.domain.sections import Sections
from tasktix.domain.sessions import Session
from tasktix.domain.tags import Tags
from tasktix.domain.tasks import Task
from tasktix.domain.tokens import Token
from tasktix.domain.users import User

A = TypeVar("A", bound=Aggregate)

SECRET: Final = frozenset({"session", "token", "second_factor", "account", "passkey", "mirror"})
"""Kinds of which not even the log keeps anything: a secret, or what no undo puts back."""

UNSEEN: Final = SECRET | {"time"}
"""Kinds that are stored but never told."""


@attrs.define(eq=False)
class _Photograph:
    aggregate: Aggregate
    parts: dict[tuple[str, Id], tuple[Any, Image]]


@attrs.define(eq=False)
class _Telling:
    """What one audience is told, and what is only kept."""

    wires: list[Image] = attrs.field(factory=list)
    was: list[Image | None] = attrs.field(factory=list)
    kept: list[Image] = attrs.field(factory=list)

    def forget(self) -> None:
        self.was = [None if it is None else {} for it in self.was]
        self.kept.clear()

    def draft(self, audience: Id, head: str, facts: Iterable[Image]) -> Draft:
        things = {(it["kind"], it["id"]) for it in (*self.wires, *self.kept) if it["kind"] not in UNSEEN}
        text = f'{head}"facts":{codec.encode(list(facts)).decode()},"changes":{codec.encode(self.wires).decode()}}}'
        thing = next(iter(things))[1] if len(things) == 1 else None
        return Draft(audience, text, codec.encode([*self.was, *self.kept]).decode(), thing)


@attrs.define(eq=False)
class Ledger:
    _photographs: dict[tuple[type, Id], _Photograph] = attrs.field(factory=dict, init=False)

    def track(self, loaded: A) -> A:
        """The aggregate to hand out: this one, or the one handed out before with the same id."""
        known = self._photographs.get((type(loaded), loaded.id))
        if known is not None:
            assert isinstance(known.aggregate, type(loaded))
            return known.aggregate
        parts = {key: (thing, _image(thing)) for key, thing in _parts(loaded)}
        self._photographs[type(loaded), loaded.id] = _Photograph(loaded, parts)
        return loaded

    def look_again(self, loaded: Aggregate) -> None:
        """It has been handed out before, and now more of it was read."""
        parts = self._photographs[type(loaded), loaded.id].parts
        for key, thing in _parts(loaded):
            parts.setdefault(key, (thing, _image(thing)))

    def add(self, made: Aggregate) -> None:
        self._photographs[type(made), made.id] = _Photograph(made, {})

    def settle(self, now: datetime, actor: Actor) -> Settled:
        """Everything that changed, with new versions and marks set. Audiences in the order of their ids, so that no
        two transactions wait for each other's."""
        changes: list[Change] = []
        # A fact that many aggregates record (they go with their list) is told once.
        facts: dict[Id, dict[Any, Image]] = {}
        for photograph in self._photographs.values():
            if photograph.aggregate.recorded:
                changes += _differences(photograph, actor, now)
                for recorded in photograph.aggregate.recorded:
                    facts.setdefault(recorded.audience, {})[recorded.fact] = codec.fact(recorded.fact)
        gone = {change.id for change in changes if change.kind == "list" and change.act is Act.GONE}
        tellings = {audience: _Telling() for audience in facts}
        for change in changes:
            _tell(change, tellings, is_swallowed=change.owner.audience in gone and change.kind != "list")
        if any(change.kind == "user" and change.act is Act.GONE for change in changes):
            # An account is deleted: of what goes with it nothing is kept.
            for audience in gone | {change.id for change in changes if change.kind == "user"}:
                tellings[audience].forget()
        by = codec.encode({"user": actor.user, "via": actor.via}).decode()
        head = f'"at":"{rfc3339(now)}","actor":{by},"key":{codec.encode(actor.key).decode()},'
        drafts = [tellings[audience].draft(audience, head, facts[audience].values()) for audience in sorted(facts)]
        deleted = {change.id for change in changes if change.kind == "user" and change.act is Act.GONE}
        audited = [
            it
            for photograph in self._photographs.values()
            for it in photograph.aggregate.recorded
            if it.fact.audited and it.audience not in deleted
        ]
        return Settled(changes, drafts, audited)


_OF_ONE_ROW: Final[dict[type, str]] = {
    List: "list",
    SavedFilter: "filter",
    User: "user",
    Session: "session",
    Token: "token",
    SecondFactor: "second_factor",
    LinkedAccount: "account",
    Passkey: "passkey",
    Mirror: "mirror",
}


def _parts(aggregate: Aggregate) -> Iterator[tuple[tuple[str, Id], Entity]]:
    """The rows that an aggregate is made of, its own row first."""
    match aggregate:
        case Task():
            yield ("task", aggregate.id), aggregate
            for entry in aggregate.time.values():
                yield ("time", entry.id), entry
        case Sections():
            for section in aggregate.by_id.values():
                yield ("section", section.id), section
        case Tags():
            for tag in aggregate.by_id.values():
                yield ("tag", tag.id), tag
        case Roster():
            for role in aggregate.own_roles.values():
                yield ("role", role.id), role
            for member in aggregate.members.values():
                yield ("member", member.id), member
        case _:
            yield (_OF_ONE_ROW[type(aggregate)], aggregate.id), aggregate


def _image(thing: Entity) -> Image:
    return {**codec.image(thing), **codec.hidden(thing)}


def _differences(photograph: _Photograph, actor: Actor, now: datetime) -> Iterator[Change]:
    owner = photograph.aggregate
    present = {} if owner.deleted else dict(_parts(owner))
    for key, (thing, before) in photograph.parts.items():
        if key not in present:
            yield Change(key[0], Act.GONE, key[1], thing, owner, before, None)
    for key, thing in present.items():
        earlier = photograph.parts.get(key)
        if earlier is None:
            thing.version += 1
            yield Change(key[0], Act.MADE, key[1], thing, owner, None, _image(thing))
        elif (after := _image(thing)) != earlier[1]:
            before = earlier[1]
            fields = [field for field, value in after.items() if before[field] != value]
            thing.version += 1
            mark = Mark(thing.version, actor.user, now)
            thing.marks = {**thing.marks, **{codec.ATTRIBUTES.get(field, field): mark for field in fields}}
            after["version"] = thing.version
            yield Change(key[0], Act.CHANGED, key[1], thing, owner, before, after, [*fields, "version"])


def _tell(change: Change, tellings: dict[Id, _Telling], *, is_swallowed: bool) -> None:
    """`is_swallowed`: its list is gone, and everything in it without a word of its own; it is kept for an undo."""
    if change.kind in SECRET:
        return
    owner, hidden = change.owner, codec.hidden(change.thing).keys()
    telling = tellings[owner.audience]
    if change.kind in UNSEEN or is_swallowed:
        telling.kept.append(_kept(change, change.before, change.after))
    else:
        wire, was = _wire(change, hidden)
        telling.wires.append(wire)
        telling.was.append(was)
        if change.act is Act.CHANGED and (fields := [field for field in change.changed if field in hidden]):
            assert change.before is not None
            assert change.after is not None
            before, after = ({field: image[field] for field in fields} for image in (change.before, change.after))
            telling.kept.append(_kept(change, before, after))
    if isinstance(change.thing, Member):
        _tell_member(change, tellings)


def _wire(change: Change, hidden: Iterable[str]) -> tuple[Image, Image | None]:
    """The change as it goes over the wire, and the values before."""
    head: Image = {"kind": change.kind, "id": change.id}
    if change.after is None:
        return {**head, "gone": True}, change.before
    if change.before is None:
        return {**head, "set": {field: it for field, it in change.after.items() if field not in hidden}}, None
    changed = [field for field in change.changed if field not in hidden]
    return (
        {**head, "set": {field: change.after[field] for field in changed}},
        {field: change.before[field] for field in changed},
    )


def _kept(change: Change, before: Image | None, after: Image | None) -> Image:
    return {"kind": change.kind, "id": change.id, "owner": change.owner.id, "before": before, "after": after}


def _tell_member(change: Change, tellings: dict[Id, _Telling]) -> None:
    """Their membership, in their own audience."""
    list_id = change.owner.id
    if change.before is not None and change.after is not None and change.before["role"] == change.after["role"]:
        return
    telling = tellings[change.id]
    if change.after is None:
        telling.wires.append({"kind": "membership", "id": list_id, "gone": True})
        telling.was.append({"id": list_id, "role": change.before and change.before["role"]})
    elif change.before is None:
        telling.wires.append({"kind": "membership", "id": list_id, "set": codec.membership(list_id, change.thing)})
        telling.was.append(None)
    else:
        telling.wires.append({"kind": "membership", "id": list_id, "set": {"role": change.after["role"]}})
        telling.was.append({"role": change.before["role"]})
