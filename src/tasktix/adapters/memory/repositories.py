"""Repositories over dicts. They hand out copies, so that an abandoned transaction leaves no trace."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

import attrs

from tasktix.adapters.ledger import Ledger
from tasktix.application.ports import Clock, TryAgain
from tasktix.application.unit_of_work import Entry, Overview, Reach, Reply, Spot
from tasktix.domain.access import PRESETS, Member, Person, Standing
from tasktix.domain.ids import Id
from tasktix.domain.lists import List, Section
from tasktix.domain.sessions import ABSOLUTE, IDLE, Session
from tasktix.domain.tasks import Task
from tasktix.domain.users import Credential, User, login_key
from tasktix.domain.words import ABSENT, Absent, Status


@attrs.define(eq=False)
class Tables:
    users: dict[Id, User] = attrs.field(factory=dict)
    credentials: dict[Id, str] = attrs.field(factory=dict)
    sessions: dict[Id, Session] = attrs.field(factory=dict)
    lists: dict[Id, List] = attrs.field(factory=dict)
    sections: dict[Id, tuple[Id, Section]] = attrs.field(factory=dict)
    members: dict[tuple[Id, Id], Member] = attrs.field(factory=dict)
    tasks: dict[Id, Task] = attrs.field(factory=dict)
    log: dict[Id, list[Entry]] = attrs.field(factory=dict)
    replies: dict[tuple[Id, str], Reply] = attrs.field(factory=dict)

    def of_kind(self, kind: str) -> dict[Id, Any]:
        tables: dict[str, dict[Id, Any]] = {
            "user": self.users,
            "session": self.sessions,
            "list": self.lists,
            "task": self.tasks,
        }
        return tables[kind]

    def drop_tasks_of(self, list_id: Id) -> None:
        for task_id in [task.id for task in self.tasks.values() if task.list_id == list_id]:
            del self.tasks[task_id]

    def member_of(self, list_id: Id, user_id: Id) -> Member | None:
        return self.members.get((list_id, user_id))

    def standing(self, list_id: Id, user_id: Id) -> Standing | None:
        member = self.member_of(list_id, user_id)
        return Standing(list_id, user_id, PRESETS[member.role_id]) if member is not None else None

    def sections_of(self, list_id: Id) -> Iterator[Section]:
        return (section for owner, section in self.sections.values() if owner == list_id)


def _copy(aggregate: Any) -> Any:
    copied = copy(aggregate)
    copied.recorded = []
    return copied


@attrs.define(eq=False)
class Repository:
    tables: Tables
    ledger: Ledger


@attrs.define(eq=False)
class Users(Repository):
    credentials: dict[Id, str]

    def add(self, user: User, credential: Credential) -> None:
        self.ledger.add(user)
        self.credentials[credential.user_id] = credential.password_hash

    def get(self, user_id: Id) -> User | None:
        user = self.tables.users.get(user_id)
        return self.ledger.track(_copy(user)) if user is not None else None

    def person_with(self, login: str) -> Person | None:
        user = self._with(login)
        return user.as_person() if user is not None else None

    def credential_of(self, login: str) -> Credential | None:
        user = self._with(login)
        return Credential(user.id, self.tables.credentials[user.id]) if user is not None else None

    def taken(self, username: str, email: str) -> str | None:
        for user in self.tables.users.values():
            if login_key(user.username) == login_key(username):
                return "username"
        for user in self.tables.users.values():
            if login_key(user.email) == login_key(email):
                return "email"
        return None

    def _with(self, login: str) -> User | None:
        key = login_key(login)
        for user in self.tables.users.values():
            if key in (login_key(user.username), login_key(user.email)):
                return user
        return None


@attrs.define(eq=False)
class Sessions(Repository):
    clock: Clock
    touched: dict[Id, datetime] = attrs.field(factory=dict)

    def add(self, session: Session) -> None:
        self.ledger.add(session)

    def with_token(self, token_hash: str) -> Session | None:
        now = self.clock.now()
        for session in self.tables.sessions.values():
            if session.token_hash == token_hash:
                alive = session.seen_at > now - IDLE and session.created_at > now - ABSOLUTE
                return self._tracked(session) if alive else None
        return None

    def get(self, user_id: Id, session_id: Id) -> Session | None:
        session = self.tables.sessions.get(session_id)
        return self._tracked(session) if session and session.user_id == user_id else None

    def touch(self, session_id: Id, seen_at: datetime) -> None:
        self.touched[session_id] = seen_at

    def write_touches(self) -> None:
        for session_id, seen_at in self.touched.items():
            session = self.tables.sessions.get(session_id)
            if session and session.seen_at < seen_at:
                session.seen_at = seen_at

    def _tracked(self, session: Session) -> Session:
        copied: Session = self.ledger.track(_copy(session))
        return copied


@attrs.define(eq=False)
class Lists(Repository):
    def add(self, created: List) -> None:
        self.ledger.add(created)

    def get(self, list_id: Id) -> List | None:
        kept = self.tables.lists.get(list_id)
        if kept is None:
            return None
        whole: List = _copy(kept)
        whole.sections = {section.id: copy(section) for section in self.tables.sections_of(list_id)}
        whole.members = {
            user_id: copy(member) for (owner, user_id), member in self.tables.members.items() if owner == list_id
        }
        return self.ledger.track(whole)

    def standing(self, list_id: Id, user_id: Id) -> Standing | None:
        return self.tables.standing(list_id, user_id)

    def of(self, user_id: Id) -> Sequence[Id]:
        return [list_id for list_id, member_id in self.tables.members if member_id == user_id]

    def overviews(self, user_id: Id) -> Sequence[Overview]:
        return [self._overview(list_id, user_id) for list_id in self.of(user_id)]

    def _overview(self, list_id: Id, user_id: Id) -> Overview:
        whole = self.tables.lists[list_id]
        tasks = (task for task in self.tables.tasks.values() if task.list_id == list_id)
        return Overview(
            list_id,
            whole.name,
            whole.color,
            sum(task.status is not Status.COMPLETED for task in tasks),
            self.tables.members[list_id, user_id].role_id,
            len(self.tables.log[list_id]),
        )


@attrs.define(eq=False)
class Tasks(Repository):
    def add(self, task: Task) -> None:
        self.ledger.add(task)

    def get(self, list_id: Id, task_id: Id, viewer: Id) -> tuple[Standing | None, Task | None]:
        task = self.tables.tasks.get(task_id)
        mine = task is not None and task.list_id == list_id
        return self.tables.standing(list_id, viewer), self.ledger.track(_copy(task)) if mine else None

    def spot(
        self,
        list_id: Id,
        viewer: Id,
        section_id: Id | None,
        after: Id | Absent | None,
        moving: Id | None = None,
    ) -> Spot | None:
        standing = self.tables.standing(list_id, viewer)
        if standing is None:
            return None
        sections = sorted(self.tables.sections_of(list_id), key=lambda section: (section.rank, section.id))
        found = [section.id for section in sections if section_id in (None, section.id)]
        if not found:
            return Spot(standing, None, None, None, after_found=not isinstance(after, str))
        tasks = [task for task in self.tables.tasks.values() if task.section_id == found[0] and task.id != moving]
        ranks = sorted(task.rank for task in tasks)
        if after is ABSENT:
            return Spot(standing, found[0], ranks[-1] if ranks else None, None)
        if after is None:
            return Spot(standing, found[0], None, ranks[0] if ranks else None)
        lower = next((task.rank for task in tasks if task.id == after), None)
        upper = next((rank for rank in ranks if lower is not None and rank > lower), None)
        return Spot(standing, found[0], lower, upper, after_found=lower is not None)

    def in_section(self, list_id: Id, section_id: Id) -> Sequence[Task]:
        tasks = [task for task in self.tables.tasks.values() if task.section_id == section_id]
        return [self.ledger.track(_copy(task)) for task in sorted(tasks, key=lambda task: task.id)]

    def in_list(self, list_id: Id, completed: bool) -> Sequence[Task]:
        tasks = [
            task
            for task in self.tables.tasks.values()
            if task.list_id == list_id and (completed or task.status is not Status.COMPLETED)
        ]
        return [_copy(task) for task in sorted(tasks, key=lambda task: task.id)]


@attrs.define(eq=False)
class Log:
    tables: Tables

    def reach(self, audiences: Collection[Id]) -> Mapping[Id, Reach]:
        return {
            audience: Reach(len(self.tables.log[audience]), 0) for audience in audiences if audience in self.tables.log
        }

    def after(self, audience: Id, position: int, limit: int) -> Sequence[Entry]:
        start = max(position, 0)
        return self.tables.log.get(audience, [])[start : start + limit]

    def position_before(self, audience: Id, moment: datetime) -> int:
        earlier = [entry.position for entry in self.tables.log.get(audience, []) if entry.at < moment]
        return max(earlier, default=0)


@attrs.define(eq=False)
class Replies:
    tables: Tables
    new: list[Reply] = attrs.field(factory=list)
    forgotten: list[tuple[Id, str]] = attrs.field(factory=list)

    def find(self, user_id: Id, key: str) -> Reply | None:
        return self.tables.replies.get((user_id, key))

    def keep(self, reply: Reply) -> None:
        if (reply.user_id, reply.key) in self.tables.replies:
            raise TryAgain
        self.new.append(reply)

    def forget_before(self, moment: datetime) -> None:
        self.forgotten += [key for key, reply in self.tables.replies.items() if reply.at < moment]

    def write(self) -> None:
        self.tables.replies.update({(reply.user_id, reply.key): reply for reply in self.new})
        for key in self.forgotten:
            del self.tables.replies[key]
