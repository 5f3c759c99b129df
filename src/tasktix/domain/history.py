"""The past of a thing: what one entry of the log did to it, and how that is put back.

Undoing an entry makes a new one. A field goes back to what it was unless somebody has changed it since; sets (tags,
assignees) lose what was added and regain what was taken, whatever else was done to them meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.domain.access import Permission
from tasktix.domain.aggregate import Entity
from tasktix.domain.errors import Clash
from tasktix.domain.ids import Id

Values = Mapping[str, Any]

SETS: Final = frozenset({"tags", "assignees"})

_WORK: Final = frozenset({"status", "completed_at", "elapsed_ms", "timer_started_at", "timer_started_by"})
"""What completing and the timer write into a task."""


@attrs.frozen
class PastChange:
    """What an entry did to one thing: `before` and `after` have the fields that changed, or are None where the thing
    was not there. `gone` is the thing as it was when it was deleted; `owner` is what it was part of, if anything."""

    kind: str
    id: Id
    before: Values | None
    after: Values | None
    gone: Entity | None = None
    owner: Id | None = None

    @property
    def is_made(self) -> bool:
        return self.before is None

    @property
    def is_gone(self) -> bool:
        return self.after is None


@attrs.frozen
class PastEntry:
    """An entry as history shows it. `facts` are as they are told; `changes` include what readers are not told."""

    position: int
    at: datetime
    user_id: Id | None
    via: str
    key: str | None
    facts: Sequence[Values]
    changes: Sequence[PastChange]

    def of(self, kind: str) -> list[PastChange]:
        return [change for change in self.changes if change.kind == kind]


def put_back(thing: Entity, change: PastChange) -> dict[str, Clash]:
    """Give the fields their earlier values, where nobody has changed them since; the others, each with its clash."""
    before, after = change.before or {}, change.after or {}
    clashes = {}
    for field, earlier in before.items():
        now = getattr(thing, field)
        if field in SETS:
            setattr(thing, field, _without(now, added=after[field], earlier=earlier))
        elif now not in (earlier, after[field]):
            clashes[field] = clash(thing, field, earlier)
        else:
            setattr(thing, field, earlier)
    return clashes


def changed_since(thing: Entity, change: PastChange) -> dict[str, Clash]:
    """What is no longer as the entry left it. Ranks do not count: others' moves change them."""
    return {
        field: clash(thing, field, value)
        for field, value in (change.after or {}).items()
        if field != "rank" and getattr(thing, field) != value
    }


def clash(thing: Entity, field: str, yours: Any) -> Clash:
    mark = thing.marks.get(field)
    return Clash(yours, getattr(thing, field), mark.user_id if mark else None, mark.at if mark else None)


def needed(changes: Iterable[PastChange]) -> list[Permission]:
    """What the inverse of an entry needs. What came along with a larger thing (the tasks of a section, the links of a
    tag, the assignments of a member) comes back along with it."""
    changes = list(changes)
    rank = min((_RANKS.index(change.kind) for change in changes if change.kind in _RANKS), default=len(_RANKS))
    wanted = {_needed(change) for change in changes if change.kind in _RANKS and _RANKS.index(change.kind) == rank}
    return [permission for permission in Permission if permission in wanted]


_RANKS: Final = ("list", "member", "role", "section", "tag", "task")
_PARTS: Final = {
    "section": Permission.UPDATE_LIST,
    "tag": Permission.MANAGE_TAGS,
    "member": Permission.MANAGE_MEMBERS,
    "role": Permission.MANAGE_MEMBERS,
}


def _needed(change: PastChange) -> Permission:
    if change.kind == "list":
        return Permission.DELETE_LIST if change.is_made or change.is_gone else Permission.UPDATE_LIST
    if change.kind != "task":
        return _PARTS[change.kind]
    if change.is_made:
        return Permission.DELETE_TASKS
    if change.is_gone:
        return Permission.ADD_TASKS
    assert change.before is not None
    if "assignees" in change.before:
        return Permission.MANAGE_ASSIGNEES
    return Permission.COMPLETE_TASKS if _WORK & change.before.keys() else Permission.UPDATE_TASKS


def _without(now: tuple[Id, ...], *, added: tuple[Id, ...], earlier: tuple[Id, ...]) -> tuple[Id, ...]:
    taken = set(earlier) - set(added)
    return tuple(sorted((set(now) | taken) - (set(added) - set(earlier))))
