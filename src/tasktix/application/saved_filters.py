"""Use cases: saved filters, one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import NotFound
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.saved_filters import SavedFilter


def own(work: UnitOfWork, actor: Actor) -> Sequence[SavedFilter]:
    """One's own, by name."""
    guards.reads_own(actor)
    return sorted(work.filters.of(actor.user_id), key=lambda saved: (fold(saved.name), saved.id))


def save(work: UnitOfWork, actor: Actor, *, fields: Mapping[str, Any], filter_id: Id | None = None) -> SavedFilter:
    """For everybody signed in. A text that does not parse is refused, with the place of the fault."""
    guards.writes_own(actor)
    guards.user(work, actor)
    origin = Origin.of(actor.user_id, sorted(fields.items()))
    if filter_id is not None and guards.is_repeat(work, "filter", filter_id, actor.user_id, origin):
        return _own(work, actor, filter_id)
    saved = SavedFilter.save(filter_id or work.new_id(), user_id=actor.user_id, origin=origin, fields=fields)
    work.filters.add(saved)
    return saved


def revise(
    work: UnitOfWork, actor: Actor, *, filter_id: Id, fields: Mapping[str, Any], seen: int | None = None
) -> SavedFilter:
    """One's own. All fields are applied or none."""
    guards.writes_own(actor)
    saved = _own(work, actor, filter_id)
    saved.revise(fields, guards.basis(actor, seen))
    return saved


def delete(work: UnitOfWork, actor: Actor, *, filter_id: Id) -> None:
    """One's own."""
    guards.writes_own(actor)
    _own(work, actor, filter_id).delete()


def _own(work: UnitOfWork, actor: Actor, filter_id: Id) -> SavedFilter:
    found = work.filters.get(actor.user_id, filter_id)
    if found is None:
        raise NotFound
    return found
