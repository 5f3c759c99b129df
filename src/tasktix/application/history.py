"""Use cases: what happened, and undoing it. An undo is an entry like any other: undoing it is the redo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from tasktix.application import guards, profiles, undoing
from tasktix.application.actor import Actor
from tasktix.application.undoing.reversal import Reversal
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain import history
from tasktix.domain.access import PRESETS, Member, Permission, Person, Role
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.errors import CannotUndo, Clash, Conflicting, NotFound
from tasktix.domain.facts import EntryUndone
from tasktix.domain.history import PastChange, PastEntry
from tasktix.domain.ids import Id
from tasktix.domain.saved_filters import SavedFilter


@attrs.frozen
class Page:
    """Entries, newest first, and who made them; those `before` the last of them come next, if there are any."""

    entries: Sequence[PastEntry]
    people: Mapping[Id, Person]
    before: int | None


PAGE = 50
"""Entries on a page, unless told."""

NEWEST = 2**62
"""Before this position is everything."""


def of_list(
    work: UnitOfWork, actor: Actor, *, list_id: Id, limit: int = PAGE, before: int = NEWEST, task_id: Id | None = None
) -> Page:
    """For members: the entries of the list's log with the values before and after, newest first."""
    guards.standing(work, actor, list_id)
    return _page(work, list_id, limit, before, task_id)


def own(work: UnitOfWork, actor: Actor, *, limit: int = PAGE, before: int = NEWEST) -> Page:
    """One's own matters: the entries of their log, newest first."""
    guards.reads_own(actor)
    guards.user(work, actor)
    return _page(work, actor.user_id, limit, before, None)


def undo(work: UnitOfWork, actor: Actor, *, list_id: Id, position: int) -> None:
    """For members who may do the inverse. As a new entry; what was changed since stands in the way."""
    guards.writes(actor, list_id)
    found = work.lists.get(list_id, actor.user_id)
    past = work.log.past(list_id, position)
    if found is None and _has_come_back(work, list_id, past):
        # By a rival's undo of the same deletion, since the first look.
        found = work.lists.get(list_id, actor.user_id)
    role = found[0].role if found is not None else _role_in_deleted(work, actor, list_id, past)
    if past is None or role is None:
        raise NotFound
    if not past.changes:
        # A mirror was linked or unlinked: the repository must be reached anew for it, not only named.
        raise CannotUndo
    for permission in history.needed(past.changes):
        role.require(permission)
    reversal = Reversal(work, list_id, role, past, EntryUndone(position))
    if found is not None:
        undoing.undo_in(reversal, found[1])
    else:
        undoing.restore_list(reversal)
    _require_no(reversal.clashes)


def undo_own(work: UnitOfWork, actor: Actor, *, position: int) -> None:
    """One's own saved filters and profile. As a new entry; what was changed since stands in the way."""
    guards.writes_own(actor)
    past = work.log.past(actor.user_id, position)
    if past is None:
        raise NotFound
    for change in past.changes:
        match change.kind:
            case "filter":
                _undo_filter(work, actor, change, EntryUndone(position))
            case "user" if not change.is_made:
                _undo_profile(work, actor, change, EntryUndone(position))
            case _:
                raise CannotUndo


def _undo_filter(work: UnitOfWork, actor: Actor, change: PastChange, fact: EntryUndone) -> None:
    saved = work.filters.get(actor.user_id, change.id)
    if isinstance(change.gone, SavedFilter):
        if saved is None:
            change.gone.record(fact)
            work.filters.add(change.gone)
    elif saved is None:
        if not change.is_made:
            raise Conflicting({"id": Clash(change.id, None)})
    elif change.is_made:
        _require_no(history.changed_since(saved, change))
        saved.go_with(fact)
    else:
        _put_back(saved, change, fact)


def _undo_profile(work: UnitOfWork, actor: Actor, change: PastChange, fact: EntryUndone) -> None:
    user = guards.user_alone(work, actor)
    before, address = user.as_person(), user.email
    _put_back(user, change, fact)
    if user.email != address:
        guards.fresh(work, actor)
    if user.recorded:
        profiles.publish(work, user, before)


def _put_back(thing: Aggregate, change: PastChange, fact: EntryUndone) -> None:
    fields = list(change.before or {})
    present = [getattr(thing, field) for field in fields]
    _require_no(history.put_back(thing, change))
    if present != [getattr(thing, field) for field in fields]:
        thing.record(fact)


def _require_no(clashes: Mapping[str, Clash]) -> None:
    if clashes:
        raise Conflicting(clashes)


def _page(work: UnitOfWork, audience: Id, limit: int, before: int, thing: Id | None) -> Page:
    found = work.log.before(audience, before, limit + 1, thing)
    people = work.users.people({entry.user_id for entry in found if entry.user_id is not None})
    return Page(found[:limit], people, found[limit - 1].position if len(found) > limit else None)


def _role_in_deleted(work: UnitOfWork, actor: Actor, list_id: Id, past: PastEntry | None) -> Role | None:
    """The role that somebody had in a list which the entry deleted, if they might have deleted it themselves."""
    if past is None or not _deletes_list(past) or _has_come_back(work, list_id, past):
        # Where it came back, they may be no member of it any more.
        return None
    members = {change.id: change.gone for change in past.of("member")}
    roles = {change.id: change.gone for change in past.of("role")}
    member = members.get(actor.user_id)
    if not isinstance(member, Member):
        return None
    role = PRESETS.get(member.role_id) or roles.get(member.role_id)
    return role if isinstance(role, Role) and Permission.DELETE_LIST in role.permissions else None


def _deletes_list(past: PastEntry) -> bool:
    return any(change.is_gone for change in past.of("list"))


def _has_come_back(work: UnitOfWork, list_id: Id, past: PastEntry | None) -> bool:
    """Whether the list that the entry deleted is there again, or was."""
    if past is None or not _deletes_list(past):
        return False
    return work.log.reach([list_id])[list_id].position != past.position
