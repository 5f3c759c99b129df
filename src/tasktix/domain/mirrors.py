"""A mirror: a list that follows a repository. Which fields go which way, and who is right where both sides changed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.domain import errors
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.errors import checked
from tasktix.domain.fields import flag
from tasktix.domain.ids import Id
from tasktix.domain.merging import merge
from tasktix.domain.mirror_facts import MirrorImported, MirrorLinked, MirrorRevised, MirrorUnlinked


class Direction(enum.StrEnum):
    """`in` is from the tracker to us."""

    IN = "in"
    OUT = "out"
    BOTH = "both"
    OFF = "off"

    @property
    def comes_in(self) -> bool:
        return self in (Direction.IN, Direction.BOTH)

    @property
    def goes_out(self) -> bool:
        return self in (Direction.OUT, Direction.BOTH)


class Rule(enum.StrEnum):
    """Whose value counts where both sides changed a field since they last agreed."""

    NEWEST = "newest"
    OURS = "ours"
    THEIRS = "theirs"


USUAL: Final[Mapping[str, Direction]] = {
    "tasks": Direction.IN,
    "name": Direction.BOTH,
    "description": Direction.BOTH,
    "status": Direction.BOTH,
    "tags": Direction.BOTH,
    "assignees": Direction.IN,
    "due": Direction.IN,
}
"""What can go some way, and which way it goes unless somebody says otherwise. `tasks`: new issues become tasks, new
tasks become issues."""

_ONLY_IN: Final = frozenset({"assignees", "due"})
"""A day is no milestone, and who is a member here need not be one there."""


def _directions(value: Mapping[str, str]) -> dict[str, Direction]:
    if value.keys() - USUAL.keys():
        raise ValueError("must name only " + ", ".join(USUAL))
    found: dict[str, Direction] = {}
    for field, way in value.items():
        words = [Direction.IN, Direction.OFF] if field in _ONLY_IN else list(Direction)
        if way not in words:
            raise ValueError(f"{field} must be one of " + ", ".join(words))
        found[field] = Direction(way)
    return {**USUAL, **found}


def _rule(value: str) -> Rule:
    try:
        return Rule(value)
    except ValueError:
        raise ValueError("must be one of " + ", ".join(Rule)) from None


RULES: Final[Mapping[str, errors.Rule]] = {"directions": _directions, "conflicts": _rule, "is_importing": flag}


@attrs.frozen
class Repository:
    """`name` is the full one, with its owner; it may change, `id` never does. `installation_id` is that of
    our app there."""

    id: int
    name: str
    description: str = ""
    is_private: bool = False
    installation_id: int | None = None


@attrs.define(eq=False, kw_only=True)
class Mirror(Aggregate):
    """Its id is the list's. What comes in is done for `linked_by`, who may no more in the list than they may.

    `section_id` is where new tasks go, None for the first section. `halted` says in words why nothing comes or goes.
    `relayed` is the position up to which the list's log has been looked through for what goes out,
    `swept_at` when everything there was looked at last, `checked_at` when it was asked last whether `linked_by` reaches
    the repository. `is_importing`: open issues from before become tasks, too.
    """

    repository_id: int
    repository: str
    installation_id: int | None = None
    section_id: Id | None = None
    directions: Mapping[str, Direction] = attrs.field(factory=lambda: dict(USUAL))
    conflicts: Rule = Rule.NEWEST
    linked_by: Id
    linked_at: datetime
    halted: str | None = None
    relayed: int = 0
    swept_at: datetime | None = None
    is_importing: bool = False
    checked_at: datetime | None = None

    @classmethod
    def link(
        cls,
        list_id: Id,
        repository: Repository,
        *,
        section_id: Id | None,
        by: Id,
        now: datetime,
        fields: Mapping[str, Any],
        position: int = 0,
    ) -> Mirror:
        """`fields` as in `RULES`, `position` as `relayed`. Raises `Invalid`."""
        mirror = cls(
            id=list_id,
            repository_id=repository.id,
            repository=repository.name,
            installation_id=repository.installation_id,
            section_id=section_id,
            linked_by=by,
            linked_at=now,
            relayed=position,
            checked_at=now,
            **checked(RULES, fields),
        )
        mirror.record(MirrorLinked(list_id))
        return mirror

    def relink(
        self,
        repository: Repository,
        *,
        section_id: Id | None,
        by: Id,
        now: datetime,
        fields: Mapping[str, Any],
        position: int = 0,
    ) -> None:
        """Told anew, perhaps to another repository: what is not given is as usual. Raises `Invalid`."""
        usual = {"directions": dict(USUAL), "conflicts": Rule.NEWEST}
        where = {
            "repository_id": repository.id,
            "repository": repository.name,
            "installation_id": repository.installation_id,
            "section_id": section_id,
        }
        since = {} if repository.id == self.repository_id else {"linked_at": now, "relayed": position, "swept_at": None}
        self._revise({**usual, **checked(RULES, fields), **where, **since, "linked_by": by, "halted": None})

    @property
    def place(self) -> Repository:
        """Where it is asked and written."""
        return Repository(self.repository_id, self.repository, installation_id=self.installation_id)

    @property
    def goes_out(self) -> bool:
        return any(way.goes_out for way in self.directions.values())

    def reach(self, repository: Repository) -> None:
        """Who linked it reaches the repository, under this name and through this installation: it goes on."""
        self._revise({"repository": repository.name, "installation_id": repository.installation_id, "halted": None})

    def rename(self, repository: str) -> None:
        self._revise({"repository": repository})

    def tell_import(self, done: int, of: int) -> None:
        if self.is_importing:
            self.record(MirrorImported(self.id, done, of))

    def finish_import(self) -> None:
        self._revise({"is_importing": False})

    def halt(self, reason: str | None) -> None:
        """None: it goes on."""
        self._revise({"halted": reason})

    def unlink(self) -> None:
        self.go_with(MirrorUnlinked(self.id))

    def _revise(self, values: Mapping[str, Any]) -> None:
        if merge(self, values):
            self.record(MirrorRevised(self.id))
