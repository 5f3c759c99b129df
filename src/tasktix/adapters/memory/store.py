"""The whole store in dicts: what embedding programs start with, and the fake that tests use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

import attrs

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.ledger.settled import Act, Change
from tasktix.adapters.memory.lists import Lists
from tasktix.adapters.memory.mirrors import Deliveries, Links, Mirrors, Reports
from tasktix.adapters.memory.proofs import LinkedAccounts, Passkeys, SecondFactors, Tickets
from tasktix.adapters.memory.repositories import Audit, Filters, Limits, Log, Replies, Sessions, Users
from tasktix.adapters.memory.tables import Kept, Tables
from tasktix.adapters.memory.tasks import Tasks
from tasktix.adapters.memory.tokens import Tokens
from tasktix.application.actor import Actor
from tasktix.application.ports import Chance, Clock, Outcome, Seal
from tasktix.application.unit_of_work import Entry, Holder, UnitOfWork
from tasktix.domain import ids
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task
from tasktix.domain.users import Credential

T = TypeVar("T")


@attrs.define(eq=False)
class MemoryUnitOfWork:
    now: datetime
    users: Users
    sessions: Sessions
    tokens: Tokens
    second_factors: SecondFactors
    linked_accounts: LinkedAccounts
    passkeys: Passkeys
    tickets: Tickets
    lists: Lists
    tasks: Tasks
    filters: Filters
    mirrors: Mirrors
    links: Links
    deliveries: Deliveries
    reports: Reports
    log: Log
    replies: Replies
    audit: Audit
    limits: Limits
    _tables: Tables
    _chance: Chance

    def new_id(self) -> Id:
        return ids.compose(round(self.now.timestamp() * 1000), self._chance.below(ids.CHANCES))

    def chance(self, below: int) -> int:
        return self._chance.below(below)

    def holder_of(self, used_id: Id) -> Holder | None:
        tables = self._tables
        if used_id in tables.lists:
            return Holder("list", used_id, tables.lists[used_id].origin)
        if used_id in tables.tasks:
            task = tables.tasks[used_id]
            return Holder("task", task.list_id, task.origin)
        if used_id in tables.filters:
            saved = tables.filters[used_id]
            return Holder("filter", saved.user_id, saved.origin)
        for kind in ("section", "tag", "role"):
            if used_id in tables.parts(kind):
                list_id, part = tables.parts(kind)[used_id]
                return Holder(kind, list_id, part.origin)
        return Holder("audience", used_id, Origin("", "")) if used_id in tables.log else None


class MemoryStore:
    """One transaction at a time. A transaction's writes are applied only when its use case has ended well."""

    def __init__(self, clock: Clock, chance: Chance) -> None:
        self._clock = clock
        self._chance = chance
        self._tables = Tables()
        self._lock = threading.RLock()

    def write(self, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None = None) -> Outcome[T]:
        with self._lock:
            work, ledger, credentials = self._begin()
            answer = body(work)
            settled = ledger.settle(work.now, actor)
            log = self._tables.log
            positions = {it.audience: self._tables.position(it.audience) + 1 for it in settled.drafts}
            outcome = Outcome(answer, positions)
            if seal is not None:
                seal(work, actor, outcome)
            self._tables.credentials.update(credentials)
            for change in settled.changes:
                self._apply(change)
            work.sessions.write_touches()
            work.tokens.write_touches()
            for written in (work.tickets, work.mirrors, work.links, work.deliveries, work.reports, work.replies):
                written.write()
            work.audit.new += settled.notes(work.new_id, work.now, actor)
            work.audit.write()
            work.log.write()
            for draft in settled.drafts:
                entry = Entry(draft.audience, positions[draft.audience], work.now, draft.text)
                log.setdefault(draft.audience, []).append(Kept(entry, draft.was))
            return outcome

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        with self._lock:
            work, _, _ = self._begin()
            return body(work)

    def schema_fault(self) -> str | None:
        return None

    def close(self) -> None:
        pass

    def _begin(self) -> tuple[MemoryUnitOfWork, Ledger, dict[Id, Credential]]:
        ledger, tables = Ledger(), self._tables
        credentials: dict[Id, Credential] = {}
        now = self._clock.now()
        work = MemoryUnitOfWork(
            now,
            Users(tables, ledger, credentials),
            Sessions(tables, ledger, self._clock),
            Tokens(tables, ledger, now),
            SecondFactors(tables, ledger),
            LinkedAccounts(tables, ledger),
            Passkeys(tables, ledger),
            Tickets(tables, now),
            Lists(tables, ledger),
            Tasks(tables, ledger),
            Filters(tables, ledger),
            Mirrors(tables, ledger),
            Links(tables),
            Deliveries(tables),
            Reports(tables),
            Log(tables),
            Replies(tables),
            Audit(tables),
            Limits(tables, now),
            tables,
            self._chance,
        )
        return work, ledger, credentials

    def _apply(self, change: Change) -> None:
        tables, gone = self._tables, change.act is Act.GONE
        match change.kind:
            case "member":
                _set(tables.members, (change.owner.id, change.id), None if gone else copy(change.thing))
            case "time":
                times = tables.times.setdefault(change.owner.id, {})
                _set(times, change.id, None if gone else copy(change.thing))
            case "section" | "tag" | "role":
                part = None if gone else (change.owner.id, copy(change.thing))
                _set(tables.parts(change.kind), change.id, part)
            case "user" if gone:
                tables.forget_user(change.id)
            case "list" if gone:
                del tables.lists[change.id]
                tables.let_go(change.id)
            case _:
                _set(tables.aggregates(change.kind), change.id, None if gone else _kept(change.thing))


def _set(table: dict[Any, Any], key: Any, thing: Any) -> None:
    if thing is None:
        table.pop(key, None)
    else:
        table[key] = thing


def _kept(thing: Any) -> Any:
    kept = copy(thing)
    kept.recorded = []
    if isinstance(kept, Task):
        kept.time = {}
    return kept
