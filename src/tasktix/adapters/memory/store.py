"""The whole store in dicts: what embedding programs start with, and the fake that tests use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import TypeVar

import attrs

from tasktix.adapters.ledger import Act, Change, Ledger
from tasktix.adapters.memory.repositories import Lists, Log, Replies, Sessions, Tables, Tasks, Users
from tasktix.application.actor import Actor
from tasktix.application.ports import Chance, Clock, Outcome, Seal
from tasktix.application.unit_of_work import Entry, Holder, UnitOfWork
from tasktix.domain import ids
from tasktix.domain.ids import Id
from tasktix.domain.lists import List

T = TypeVar("T")


@attrs.define(eq=False)
class MemoryUnitOfWork:
    now: datetime
    users: Users
    sessions: Sessions
    lists: Lists
    tasks: Tasks
    log: Log
    replies: Replies
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
        if used_id in tables.sections:
            list_id, section = tables.sections[used_id]
            return Holder("section", list_id, section.origin)
        if used_id in tables.tasks:
            task = tables.tasks[used_id]
            return Holder("task", task.list_id, task.origin)
        return None


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
            positions = {it.audience: len(log.get(it.audience, ())) + 1 for it in settled.drafts}
            outcome = Outcome(answer, positions)
            if seal is not None:
                seal(work, actor, outcome)
            self._tables.credentials.update(credentials)
            for change in settled.changes:
                self._apply(change)
            work.sessions.write_touches()
            work.replies.write()
            for draft in settled.drafts:
                entry = Entry(draft.audience, positions[draft.audience], work.now, draft.text)
                log.setdefault(draft.audience, []).append(entry)
            return outcome

    def read(self, body: Callable[[UnitOfWork], T]) -> T:
        with self._lock:
            work, _, _ = self._begin()
            return body(work)

    def schema_fault(self) -> str | None:
        return None

    def close(self) -> None:
        pass

    def _begin(self) -> tuple[MemoryUnitOfWork, Ledger, dict[Id, str]]:
        ledger, tables = Ledger(), self._tables
        credentials: dict[Id, str] = {}
        work = MemoryUnitOfWork(
            self._clock.now(),
            Users(tables, ledger, credentials),
            Sessions(tables, ledger, self._clock),
            Lists(tables, ledger),
            Tasks(tables, ledger),
            Log(tables),
            Replies(tables),
            tables,
            self._chance,
        )
        return work, ledger, credentials

    def _apply(self, change: Change) -> None:
        tables, gone = self._tables, change.act is Act.GONE
        match change.kind:
            case "member":
                key = (change.owner.id, change.id)
                tables.members.pop(key, None) if gone else tables.members.update({key: copy(change.thing)})
            case "section":
                kept = (change.owner.id, copy(change.thing))
                tables.sections.pop(change.id, None) if gone else tables.sections.update({change.id: kept})
            case "list" if gone:
                del tables.lists[change.id]
                tables.drop_tasks_of(change.id)
            case _:
                table = tables.of_kind(change.kind)
                table.pop(change.id, None) if gone else table.update({change.id: _kept(change.thing)})


def _kept(thing: object) -> object:
    kept = copy(thing)
    kept.recorded = []  # type: ignore[attr-defined]
    if isinstance(kept, List):
        kept.sections, kept.members = {}, {}
    return kept
