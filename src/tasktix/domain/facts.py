"""Facts: what happened, in the past tense. An aggregate records them; a write without one does not exist."""

from __future__ import annotations

from typing import ClassVar

import attrs

from tasktix.domain.ids import Id


@attrs.frozen
class Fact:
    """`type` is the fact's name on the wire, `noun.verb`. One that is `audited` leaves a note for its audience, a
    user."""

    type: ClassVar[str]
    audited: ClassVar[bool] = False


@attrs.frozen
class _TaskFact(Fact):
    task: Id


class TaskAdded(_TaskFact):
    type = "task.added"


class TaskRenamed(_TaskFact):
    type = "task.renamed"


class TaskDescribed(_TaskFact):
    type = "task.described"


class TaskPrioritized(_TaskFact):
    type = "task.prioritized"


class TaskScheduled(_TaskFact):
    """Its due was set, changed or cleared."""

    type = "task.scheduled"


class TaskEstimated(_TaskFact):
    """Its expected time was set, changed or cleared."""

    type = "task.estimated"


class TaskMarked(_TaskFact):
    """It was marked as unclear, or as clear again."""

    type = "task.marked"


class TaskPlaced(_TaskFact):
    type = "task.placed"


class TaskCompleted(_TaskFact):
    type = "task.completed"


class TaskReopened(_TaskFact):
    type = "task.reopened"


class TaskDeleted(_TaskFact):
    type = "task.deleted"


class TimerStarted(_TaskFact):
    type = "timer.started"


class TimerPaused(_TaskFact):
    type = "timer.paused"


class TimeReset(_TaskFact):
    """Its elapsed time was set to zero."""

    type = "time.reset"


@attrs.frozen
class TaskTagged(_TaskFact):
    type = "task.tagged"
    tag: Id


@attrs.frozen
class TaskUntagged(_TaskFact):
    type = "task.untagged"
    tag: Id


@attrs.frozen
class TaskAssigned(_TaskFact):
    type = "task.assigned"
    user: Id


@attrs.frozen
class TaskUnassigned(_TaskFact):
    type = "task.unassigned"
    user: Id


@attrs.frozen
class _ListFact(Fact):
    list: Id


class ListCreated(_ListFact):
    type = "list.created"


class ListRenamed(_ListFact):
    type = "list.renamed"


class ListRecolored(_ListFact):
    type = "list.recolored"


class ListDescribed(_ListFact):
    type = "list.described"


class ListConfigured(_ListFact):
    """One of its switches was turned: due dates, time tracking, automatic order."""

    type = "list.configured"


class ListDeleted(_ListFact):
    type = "list.deleted"


@attrs.frozen
class _SectionFact(Fact):
    section: Id


class SectionAdded(_SectionFact):
    type = "section.added"


class SectionRenamed(_SectionFact):
    type = "section.renamed"


class SectionPlaced(_SectionFact):
    type = "section.placed"


class SectionDeleted(_SectionFact):
    type = "section.deleted"


@attrs.frozen
class _TagFact(Fact):
    tag: Id


class TagAdded(_TagFact):
    type = "tag.added"


class TagRenamed(_TagFact):
    type = "tag.renamed"


class TagRecolored(_TagFact):
    type = "tag.recolored"


class TagDeleted(_TagFact):
    type = "tag.deleted"


@attrs.frozen
class _RoleFact(Fact):
    role: Id


class RoleAdded(_RoleFact):
    type = "role.added"


class RoleRevised(_RoleFact):
    type = "role.revised"


class RoleDeleted(_RoleFact):
    type = "role.deleted"


@attrs.frozen
class _MemberFact(Fact):
    member: Id


class MemberAdded(_MemberFact):
    type = "member.added"


class MemberRoleChanged(_MemberFact):
    type = "member.role_changed"


class MemberRevised(_MemberFact):
    """They are shown otherwise: their profile was changed."""

    type = "member.revised"


class MemberRemoved(_MemberFact):
    type = "member.removed"


class MemberLeft(_MemberFact):
    type = "member.left"


@attrs.frozen
class _MembershipFact(Fact):
    """Told to the user whose membership it is; the list's own audience hears of the member."""

    list: Id


class MembershipGained(_MembershipFact):
    type = "membership.gained"


class MembershipChanged(_MembershipFact):
    type = "membership.changed"
    audited = True


class MembershipLost(_MembershipFact):
    type = "membership.lost"


@attrs.frozen
class _FilterFact(Fact):
    filter: Id


class FilterSaved(_FilterFact):
    type = "filter.saved"


class FilterRevised(_FilterFact):
    type = "filter.revised"


class FilterDeleted(_FilterFact):
    type = "filter.deleted"


@attrs.frozen
class EntryUndone(Fact):
    """What the entry at `position` of the same audience had changed was put back."""

    type: ClassVar[str] = "entry.undone"
    position: int
