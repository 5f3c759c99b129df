"""An undo under way: what it works on, and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Role
from tasktix.domain.aggregate import Entity
from tasktix.domain.errors import Clash
from tasktix.domain.facts import EntryUndone
from tasktix.domain.history import PastChange, PastEntry, put_back
from tasktix.domain.ids import Id

E = TypeVar("E", bound=Entity)


@attrs.define(eq=False)
class Reversal:
    """`role` is that of who undoes. `clashes` are collected: they are told together, and then nothing is written."""

    work: UnitOfWork
    list_id: Id
    role: Role
    past: PastEntry
    fact: EntryUndone
    clashes: dict[str, Clash] = attrs.field(factory=dict, init=False)

    def has(self, *kinds: str) -> bool:
        return any(change.kind in kinds for change in self.past.changes)

    def gone(self, kind: str, of: type[E]) -> dict[Id, E]:
        """The things of this kind that the entry deleted, as they were."""
        return {change.id: change.gone for change in self.past.of(kind) if isinstance(change.gone, of)}

    def is_free(self, change: PastChange, clashes: Mapping[str, Clash]) -> bool:
        """Whether nothing stands in the way; what does is kept. Of several things, a field goes by its thing's id too,
        where its name alone would not tell."""
        for field, clash in clashes.items():
            self.clashes[f"{change.id}.{field}" if field in self.clashes else field] = clash
        return not clashes

    def puts_back(self, thing: Entity, change: PastChange) -> bool:
        """Give the fields their earlier values; whether nothing stood in the way, and any of them was another."""
        fields = list(change.before or {})
        present = [getattr(thing, field) for field in fields]
        return self.is_free(change, put_back(thing, change)) and present != [getattr(thing, it) for it in fields]

    def is_there(self, change: PastChange, present: Entity | None) -> bool:
        """Whether what the entry changed is still there. What it made, and is gone, needs no undoing."""
        if present is None and not change.is_made:
            self.is_free(change, {"id": Clash(change.id, None)})
        return present is not None
