"""What every aggregate can do: record what happened to it, and to whom that is told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

import attrs

from tasktix.domain.facts import Fact
from tasktix.domain.ids import Id


@attrs.frozen
class Mark:
    """Who changed a field last: at which version of its thing, and when. Nobody, where the program did."""

    version: int
    user_id: Id | None
    at: datetime


@attrs.define(eq=False, kw_only=True)
class Entity:
    """A thing with an id. `version` counts its changes; `marks` tell of each field that was ever changed."""

    id: Id
    version: int = 0
    marks: Mapping[str, Mark] = attrs.field(factory=dict, repr=False)


@attrs.frozen
class Recorded:
    """A fact and the audience that reads it: a list's id, or a user's id for that user's own matters."""

    audience: Id
    fact: Fact


@attrs.define(eq=False, kw_only=True)
class Aggregate(Entity):
    """A thing that changes as a whole. `recorded` are the facts since it was loaded or made."""

    recorded: list[Recorded] = attrs.field(factory=list, init=False, repr=False)
    deleted: bool = attrs.field(default=False, init=False, repr=False)

    @property
    def audience(self) -> Id:
        return self.id

    def record(self, fact: Fact, to: Id | None = None) -> None:
        self.recorded.append(Recorded(to or self.audience, fact))

    def go_with(self, fact: Fact) -> None:
        """It is deleted because what it belongs to is: `fact` says why."""
        self.deleted = True
        self.record(fact)


@attrs.frozen
class Origin:
    """Who made a thing and from what, so that a repeated creation is told from an id used twice.

    `fingerprint` stands for the content of the creating request: equal content, equal fingerprint.
    """

    user_id: Id
    fingerprint: str

    @classmethod
    def of(cls, user_id: Id, *content: object) -> Origin:
        return cls(user_id, hashlib.sha256(repr(content).encode("utf-8", "backslashreplace")).hexdigest()[:32])
