"""What every aggregate can do: record what happened to it, and to whom that is told."""

from __future__ import annotations

import hashlib

import attrs

from tasktix.domain.facts import Fact
from tasktix.domain.ids import Id


@attrs.frozen
class Recorded:
    """A fact and the audience that reads it: a list's id, or a user's id for that user's own matters."""

    audience: Id
    fact: Fact


@attrs.define(eq=False, kw_only=True)
class Aggregate:
    """A thing that changes as a whole. `recorded` are the facts since it was loaded or made."""

    id: Id
    recorded: list[Recorded] = attrs.field(factory=list, init=False, repr=False)
    deleted: bool = attrs.field(default=False, init=False, repr=False)

    @property
    def audience(self) -> Id:
        return self.id

    def record(self, fact: Fact, to: Id | None = None) -> None:
        self.recorded.append(Recorded(to or self.audience, fact))


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
