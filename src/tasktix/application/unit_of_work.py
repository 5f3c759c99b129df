"""What a use case sees of the store: repositories over one transaction.

What a repository hands out is tracked: if it records a fact, it is written at the end of the transaction, and the
log gets one entry per audience. What records no fact is not written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from tasktix.application.doors import (
    Audit,
    Limits,
    LinkedAccounts,
    Passkeys,
    SecondFactors,
    Sessions,
    Tickets,
    Tokens,
    Users,
)
from tasktix.application.following import Deliveries, Links, Mirrors, Reports
from tasktix.domain.access import Standing
from tasktix.domain.aggregate import Origin
from tasktix.domain.calibration import Sample
from tasktix.domain.filters.ast import Node
from tasktix.domain.filters.subject import Context
from tasktix.domain.history import PastEntry
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.ordering import KeyValue, Order
from tasktix.domain.roster import Roster
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.sections import Sections
from tasktix.domain.tags import Tags
from tasktix.domain.tasks import Task
from tasktix.domain.words import Absent, Color


@attrs.frozen
class Entry:
    """What one transaction meant to one audience.

    `text` is the JSON of the entry from `"at"` to its closing bracket: written once, sent as it is for ever.
    """

    audience: Id
    position: int
    at: datetime
    text: str


@attrs.frozen
class Reach:
    """The part of the log that an audience has: entries after `floor`, up to `position`."""

    position: int
    floor: int


@attrs.frozen
class Spot:
    """A place for a task: in `section_id` between two ranks; `section_id` is None where there is no such section.

    `after_found` is False where the task to come after is not in that section.
    """

    standing: Standing
    section_id: Id | None
    lower: str | None
    upper: str | None
    after_found: bool = True


@attrs.frozen
class Holder:
    """What an id belongs to: its kind, the list or user that it is part of (of a list, itself), and its origin."""

    kind: str
    owner_id: Id
    origin: Origin


@attrs.frozen
class Overview:
    """A list as the sidebar shows it."""

    id: Id
    name: str
    color: Color
    open_tasks: int
    role: Id
    position: int


@attrs.frozen
class Reply:
    """What a user's request with this key was answered; `text` is the adapter's own."""

    user_id: Id
    key: str
    fingerprint: str
    at: datetime
    text: str


@attrs.frozen
class Search:
    """Which tasks are looked for among those of the context's viewer. `after` are the values of the order's keys
    after which the page begins."""

    where: Node
    context: Context
    order: Order
    limit: int
    after: tuple[KeyValue, ...] | None = None


class Lists(Protocol):
    def add(self, made: List | Sections | Tags | Roster) -> None: ...
    def get(self, list_id: Id, viewer: Id) -> tuple[Standing, List] | None:
        """The list and the viewer's standing in it; None where they are no member.

        Its row is locked until the transaction ends: whoever changes a list, or what it has beside tasks, is alone.
        """

    def standing(self, list_id: Id, user_id: Id) -> Standing | None: ...
    def sections(self, list_id: Id) -> Sections: ...
    def tags(self, list_id: Id) -> Tags: ...
    def roster(self, list_id: Id) -> Roster: ...
    def has_tag(self, list_id: Id, tag_id: Id) -> bool: ...
    def of(self, user_id: Id) -> Sequence[Id]:
        """The lists that the user is a member of, in no order."""

    def overviews(self, user_id: Id) -> Sequence[Overview]:
        """The user's lists, in no order."""


class Tasks(Protocol):
    """Tasks come without their `time`, but for those of `with_time`."""

    def add(self, task: Task) -> None: ...
    def get(self, list_id: Id, task_id: Id, viewer: Id) -> tuple[Standing | None, Task | None]:
        """The viewer's standing in the list and the task in it, in one read."""

    def these(self, list_id: Id, task_ids: Collection[Id]) -> Sequence[Task]:
        """Those of them that are in the list, locked."""

    def spot(
        self,
        list_id: Id,
        viewer: Id,
        section_id: Id | None,
        after: Id | Absent | None,
        moving: Id | None = None,
    ) -> Spot | None:
        """Where a task would come, in one read; None where the viewer is no member.

        No section is the first one. `after` None is the top, absent the end. `moving` does not count as a neighbour.
        """

    def in_section(self, list_id: Id, section_id: Id) -> Sequence[Task]:
        """Locked."""

    def with_tag(self, list_id: Id, tag_id: Id) -> Sequence[Task]:
        """Locked."""

    def assigned_to(self, list_id: Id, user_id: Id) -> Sequence[Task]:
        """Locked."""

    def with_issue(self, list_id: Id) -> Sequence[Task]:
        """Those that follow one, locked."""

    def in_list(self, list_id: Id, completed: bool) -> Sequence[Task]:
        """By age; without the completed ones where `completed` is False. To look at, not to change."""

    def all_of(self, list_id: Id) -> Sequence[Task]:
        """Every task of the list, locked."""

    def find(self, wanted: Search) -> Sequence[Task]:
        """Of all lists of the viewer, in order. To look at, not to change."""

    def samples(self, where: Node, context: Context) -> Sequence[Sample]:
        """Of the viewer's completed tasks that match, those with an expected and an elapsed time."""

    def with_time(self, tasks: Sequence[Task]) -> Sequence[Task]:
        """The same tasks, which now have their time entries."""


class Filters(Protocol):
    def add(self, saved: SavedFilter) -> None: ...
    def get(self, user_id: Id, filter_id: Id) -> SavedFilter | None: ...
    def of(self, user_id: Id) -> Sequence[SavedFilter]:
        """In no order."""


class Log(Protocol):
    def reach(self, audiences: Collection[Id]) -> Mapping[Id, Reach]:
        """Of those audiences that exist."""

    def reach_of(self, user_id: Id) -> Mapping[Id, Reach]:
        """Of the user's own matters and of all their lists."""

    def after(self, audience: Id, position: int, limit: int) -> Sequence[Entry]: ...
    def position_before(self, audience: Id, moment: datetime) -> int:
        """The position of the last entry earlier than `moment`, or the floor."""

    def past(self, audience: Id, position: int) -> PastEntry | None: ...
    def before(self, audience: Id, position: int, limit: int, thing: Id | None = None) -> Sequence[PastEntry]:
        """The last entries before a position, newest first; only those that changed `thing`."""

    def longer_than(self, entries: int) -> Sequence[Id]:
        """The audiences that have more entries than that."""

    def forget(self, audience: Id) -> None:
        """All entries so far; the one that this transaction makes stays, for whoever reads along."""

    def trim(self, audience: Id, *, keep: int, before: datetime, at_most: int) -> int:
        """Forget the oldest entries that are earlier than `before`, but not of the last `keep`; how many it were."""


class Replies(Protocol):
    def find(self, user_id: Id, key: str) -> Reply | None: ...
    def keep(self, reply: Reply) -> None:
        """Raises `TryAgain` where this user's key has a reply already."""

    def forget_before(self, moment: datetime) -> None: ...
    def forget_of(self, user_id: Id) -> None: ...


class UnitOfWork(Protocol):
    """`now` is the one moment at which all of this transaction happens."""

    @property
    def now(self) -> datetime: ...
    @property
    def users(self) -> Users: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def second_factors(self) -> SecondFactors: ...
    @property
    def linked_accounts(self) -> LinkedAccounts: ...
    @property
    def passkeys(self) -> Passkeys: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def filters(self) -> Filters: ...
    @property
    def mirrors(self) -> Mirrors: ...
    @property
    def links(self) -> Links: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def log(self) -> Log: ...
    @property
    def replies(self) -> Replies: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def limits(self) -> Limits: ...
    def new_id(self) -> Id: ...
    def chance(self, below: int) -> int:
        """A random number, 0 ≤ n < below."""

    def holder_of(self, used_id: Id) -> Holder | None:
        """What has this id, among lists and what is in them, saved filters, and audiences: users and deleted lists
        have logs, and what reads one of them must never read another's."""
