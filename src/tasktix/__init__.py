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
from tasktix.application.ports import Bell, Chance, Clock, Outcome, Store, Unavailable
from tasktix.domain import errors
from tasktix.domain.access import PRESETS, Member, Permission, Role
from tasktix.domain.calendar import Calendar, zone_of
from tasktix.domain.calibration import calibrate, estimate
from tasktix.domain.due import Due
from tasktix.domain.filters.matcher import matcher, matches
from tasktix.domain.filters.parser import FilterError, parse
from tasktix.domain.filters.subject import Context, Subject
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
    "Outcome",
    "Permission",
    "Priority",
    "Role",
    "Section",
    "Status",
    "Store",
    "Subject",
    "Tag",
    "Task",
    "Unavailable",
    "User",
    "Vocabulary",
    "accounts",
    "assignees",
    "automatic",
    "between",
    "calibrate",
    "connect",
    "errors",
    "estimate",
    "feed",
    "history",
    "lists",
    "matcher",
    "matches",
    "members",
    "parse",
    "read",
    "roles",
    "saved_filters",
    "search",
    "sections",
    "snapshots",
    "tags",
    "tasks",
    "timers",
    "zone_of",
]
