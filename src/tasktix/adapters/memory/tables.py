"""What the memory store holds, and the floor of its repositories."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

import attrs

from tasktix.adapters.ledger import Ledger
from tasktix.application.unit_of_work import Entry, Reply
from tasktix.domain.access import PRESETS, Member, Role, Standing
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.deliveries import Delivery, Report
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link
from tasktix.domain.linked import LinkedAccount
from tasktix.domain.lists import List
from tasktix.domain.mirrors import Mirror
from tasktix.domain.notes import Note
from tasktix.domain.passkeys import Passkey
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.second_factor import SecondFactor
from tasktix.domain.sections import Section
from tasktix.domain.sessions import Session
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task, TimeEntry
from tasktix.domain.tickets import Ticket
from tasktix.domain.tokens import Token
from tasktix.domain.users import Credential, User

A = TypeVar("A", bound=Aggregate)
P = TypeVar("P")


@attrs.frozen
class Kept:
    """An entry of the log, and the values before it as the ledger wrote them."""

    entry: Entry
    was: str


@attrs.define(eq=False)
class Tables:
    """Parts of a list are kept with its id, the log of an audience from its floor on. A task's `time` is apart from it,
    as only some ask for it."""

    users: dict[Id, User] = attrs.field(factory=dict)
    credentials: dict[Id, Credential] = attrs.field(factory=dict)
    sessions: dict[Id, Session] = attrs.field(factory=dict)
    tokens: dict[Id, Token] = attrs.field(factory=dict)
    second_factors: dict[Id, SecondFactor] = attrs.field(factory=dict)
    linked_accounts: dict[Id, LinkedAccount] = attrs.field(factory=dict)
    passkeys: dict[Id, Passkey] = attrs.field(factory=dict)
    tickets: dict[str, Ticket] = attrs.field(factory=dict)
    lists: dict[Id, List] = attrs.field(factory=dict)
    sections: dict[Id, tuple[Id, Section]] = attrs.field(factory=dict)
    tags: dict[Id, tuple[Id, Tag]] = attrs.field(factory=dict)
    roles: dict[Id, tuple[Id, Role]] = attrs.field(factory=dict)
    members: dict[tuple[Id, Id], Member] = attrs.field(factory=dict)
    tasks: dict[Id, Task] = attrs.field(factory=dict)
    times: dict[Id, dict[Id, TimeEntry]] = attrs.field(factory=dict)
    filters: dict[Id, SavedFilter] = attrs.field(factory=dict)
    mirrors: dict[Id, Mirror] = attrs.field(factory=dict)
    links: dict[tuple[Id, int], Link] = attrs.field(factory=dict)
    deliveries: dict[Id, Delivery] = attrs.field(factory=dict)
    reports: dict[Id, Report] = attrs.field(factory=dict)
    log: dict[Id, list[Kept]] = attrs.field(factory=dict)
    floors: dict[Id, int] = attrs.field(factory=dict)
    replies: dict[tuple[Id, str], Reply] = attrs.field(factory=dict)
    audit: list[Note] = attrs.field(factory=list)
    limits: dict[str, datetime] = attrs.field(factory=dict)

    def floor(self, audience: Id) -> int:
        """How many of its first entries are forgotten."""
        return self.floors.get(audience, 0)

    def position(self, audience: Id) -> int:
        return self.floor(audience) + len(self.log.get(audience, ()))

    def let_go(self, list_id: Id) -> None:
        """What follows a repository for a list goes with it."""
        self.mirrors.pop(list_id, None)
        self.links = {key: it for key, it in self.links.items() if it.list_id != list_id}
        self.reports = {key: it for key, it in self.reports.items() if it.list_id != list_id}

    def aggregates(self, kind: str) -> dict[Id, Any]:
        tables: dict[str, dict[Id, Any]] = {
            "user": self.users,
            "session": self.sessions,
            "token": self.tokens,
            "second_factor": self.second_factors,
            "account": self.linked_accounts,
            "passkey": self.passkeys,
            "list": self.lists,
            "task": self.tasks,
            "filter": self.filters,
            "mirror": self.mirrors,
        }
        return tables[kind]

    def parts(self, kind: str) -> dict[Id, tuple[Id, Any]]:
        tables: dict[str, dict[Id, tuple[Id, Any]]] = {
            "section": self.sections,
            "tag": self.tags,
            "role": self.roles,
        }
        return tables[kind]

    def standing(self, list_id: Id, user_id: Id) -> Standing | None:
        member = self.members.get((list_id, user_id))
        return Standing(list_id, user_id, self.role(member.role_id)) if member is not None else None

    def role(self, role_id: Id) -> Role:
        return PRESETS.get(role_id) or copy(self.roles[role_id][1])

    def forget_user(self, user_id: Id) -> None:
        """And what the foreign keys of a database would take along."""
        del self.users[user_id]
        del self.credentials[user_id]
        self.second_factors.pop(user_id, None)
        self.linked_accounts = {key: it for key, it in self.linked_accounts.items() if it.user_id != user_id}
        self.passkeys = {key: it for key, it in self.passkeys.items() if it.user_id != user_id}
        self.tickets = {key: it for key, it in self.tickets.items() if it.user_id != user_id}
        self.filters = {key: it for key, it in self.filters.items() if it.user_id != user_id}

    def tasks_of(self, list_id: Id) -> Iterator[Task]:
        return (task for task in self.tasks.values() if task.list_id == list_id)


@attrs.define(eq=False)
class Repository:
    tables: Tables
    ledger: Ledger


def copied(aggregate: A) -> A:
    its = copy(aggregate)
    its.recorded = []
    return its


def of_list(table: dict[Id, tuple[Id, P]], list_id: Id) -> dict[Id, P]:
    return {part_id: copy(part) for part_id, (owner, part) in table.items() if owner == list_id}
