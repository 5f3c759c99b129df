"""Tasktix: people change a shared list, and everyone who looks at it sees the truth at once.

What a program needs that uses the tracker without its server (`docs/embedding.md`): `connect`, the use cases by noun,
and the values of the domain.
"""

from tasktix.application import (
    accounts,
    assignees,
    feed,
    history,
    lists,
    members,
    roles,
    saved_filters,
    search,
    sections,
    snapshots,
    tags,
    tasks,
    timers,
)
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.housekeeping import keep_house
from tasktix.application.ports import Bell, Chance, Clock, Outcome, OutcomeUnknown, Store, Unavailable
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain import errors
from tasktix.domain.access import PRESETS, Member, Permission, Role
from tasktix.domain.aggregate import Origin
from tasktix.domain.calendar import Calendar, zone_of
from tasktix.domain.calibration import Sample, calibrate, estimate, sample_of
from tasktix.domain.due import Due
from tasktix.domain.filters.matcher import matcher, matches
from tasktix.domain.filters.parser import FilterError, parse
from tasktix.domain.filters.subject import Context, Subject
from tasktix.domain.folding import fold
from tasktix.domain.lists import List
from tasktix.domain.ordering import ORDERS, automatic
from tasktix.domain.placement import between
from tasktix.domain.quick_add import Vocabulary, read
from tasktix.domain.sections import Section
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task
from tasktix.domain.users import User
from tasktix.domain.words import ABSENT, Color, Priority, Status
from tasktix.entrypoints.embedding import connect
from tasktix.entrypoints.parsing import WrongSetting

__all__ = [
    "ABSENT",
    "ORDERS",
    "PRESETS",
    "Actor",
    "Application",
    "Bell",
    "Calendar",
    "Chance",
    "Clock",
    "Color",
    "Context",
    "Due",
    "FilterError",
    "List",
    "Member",
    "Origin",
    "Outcome",
    "OutcomeUnknown",
    "Permission",
    "Priority",
    "Role",
    "Sample",
    "Section",
    "Status",
    "Store",
    "Subject",
    "Tag",
    "Task",
    "Unavailable",
    "UnitOfWork",
    "User",
    "Vocabulary",
    "WrongSetting",
    "accounts",
    "assignees",
    "automatic",
    "between",
    "calibrate",
    "connect",
    "errors",
    "estimate",
    "feed",
    "fold",
    "history",
    "keep_house",
    "lists",
    "matcher",
    "matches",
    "members",
    "parse",
    "read",
    "roles",
    "sample_of",
    "saved_filters",
    "search",
    "sections",
    "snapshots",
    "tags",
    "tasks",
    "timers",
    "zone_of",
]
