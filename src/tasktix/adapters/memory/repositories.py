"""Repositories over dicts. They hand out copies, so that an abandoned transaction leaves no trace."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from tasktix.adapters.codec.past import past_entry
from tasktix.adapters.memory.tables import Kept, Repository, Tables, copied
from tasktix.application.ports import Clock, TryAgain
from tasktix.application.unit_of_work import Entry, Reach, Reply
from tasktix.domain.access import Person
from tasktix.domain.history import PastEntry
from tasktix.domain.ids import Id
from tasktix.domain.notes import Note
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.sessions import Session
from tasktix.domain.users import Credential, User, login_key


@attrs.define(eq=False)
class Users(Repository):
    credentials: dict[Id, Credential]

    def add(self, user: User, credential: Credential) -> None:
        self.ledger.add(user)
        self.credentials[credential.user_id] = credential

    def get(self, user_id: Id) -> User | None:
        user = self.tables.users.get(user_id)
        return self.ledger.track(copied(user)) if user is not None else None

    def alone(self, user_id: Id) -> User | None:
        return self.get(user_id)

    def people(self, user_ids: Collection[Id]) -> Mapping[Id, Person]:
        users = self.tables.users
        return {user_id: users[user_id].as_person() for user_id in user_ids if user_id in users}

    def person_with(self, login: str) -> Person | None:
        user = self._with(login)
        return user.as_person() if user is not None else None

    def credential_of(self, login: str) -> Credential | None:
        user = self._with(login)
        return self.tables.credentials[user.id] if user is not None else None

    def credential(self, user_id: Id) -> Credential | None:
        return self.tables.credentials.get(user_id)

    def keep(self, credential: Credential) -> None:
        self.credentials[credential.user_id] = credential

    def taken(self, username: str, email: str, besides: Id | None = None) -> str | None:
        others = [user for user in self.tables.users.values() if user.id != besides]
        if any(login_key(user.username) == login_key(username) for user in others):
            return "username"
        if any(login_key(user.email) == login_key(email) for user in others):
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
        return next((self._tracked(it) for it in self._alive() if it.token_hash == token_hash), None)

    def get(self, user_id: Id, session_id: Id) -> Session | None:
        return next((it for it in self.of(user_id) if it.id == session_id), None)

    def of(self, user_id: Id) -> Sequence[Session]:
        return [self._tracked(it) for it in self._alive() if it.user_id == user_id]

    def expired(self, at_most: int) -> Sequence[Session]:
        old = [it for it in self.tables.sessions.values() if it.expires_at <= self.clock.now()]
        return [self._tracked(it) for it in old[:at_most]]

    def touch(self, session_id: Id, seen_at: datetime) -> None:
        self.touched[session_id] = seen_at

    def write_touches(self) -> None:
        for session_id, seen_at in self.touched.items():
            session = self.tables.sessions.get(session_id)
            if session and session.seen_at < seen_at:
                session.seen_at = seen_at

    def _alive(self) -> Iterator[Session]:
        for session in self.tables.sessions.values():
            is_enabled = self.tables.credentials[session.user_id].disabled_at is None
            if is_enabled and session.expires_at > self.clock.now():
                yield session

    def _tracked(self, session: Session) -> Session:
        return self.ledger.track(copied(session))


@attrs.define(eq=False)
class Filters(Repository):
    def add(self, saved: SavedFilter) -> None:
        self.ledger.add(saved)

    def get(self, user_id: Id, filter_id: Id) -> SavedFilter | None:
        saved = self.tables.filters.get(filter_id)
        return self.ledger.track(copied(saved)) if saved is not None and saved.user_id == user_id else None

    def of(self, user_id: Id) -> Sequence[SavedFilter]:
        return [copied(saved) for saved in self.tables.filters.values() if saved.user_id == user_id]


@attrs.define(eq=False)
class Log:
    tables: Tables
    trimmed: dict[Id, int] = attrs.field(factory=dict)

    def reach(self, audiences: Collection[Id]) -> Mapping[Id, Reach]:
        tables = self.tables
        return {it: Reach(tables.position(it), tables.floor(it)) for it in audiences if it in tables.log}

    def reach_of(self, user_id: Id) -> Mapping[Id, Reach]:
        return self.reach([user_id, *(list_id for list_id, member_id in self.tables.members if member_id == user_id)])

    def after(self, audience: Id, position: int, limit: int) -> Sequence[Entry]:
        start = max(position - self.tables.floor(audience), 0)
        return [kept.entry for kept in self._all(audience)[start : start + limit]]

    def position_before(self, audience: Id, moment: datetime) -> int:
        earlier = [kept.entry.position for kept in self._all(audience) if kept.entry.at < moment]
        return max(earlier, default=self.tables.floor(audience))

    def past(self, audience: Id, position: int) -> PastEntry | None:
        found = [kept for kept in self._all(audience) if kept.entry.position == position]
        return _past(found[0]) if found else None

    def before(self, audience: Id, position: int, limit: int, thing: Id | None = None) -> Sequence[PastEntry]:
        found = (_past(kept) for kept in reversed(self._all(audience)) if kept.entry.position < position)
        wanted = (past for past in found if thing is None or any(change.id == thing for change in past.changes))
        return [past for past, _ in zip(wanted, range(limit), strict=False)]

    def longer_than(self, entries: int) -> Sequence[Id]:
        return [audience for audience, kept in self.tables.log.items() if len(kept) > entries]

    def forget(self, audience: Id) -> None:
        self.trimmed[audience] = len(self._all(audience))

    def trim(self, audience: Id, *, keep: int, before: datetime, at_most: int) -> int:
        kept = self._all(audience)
        old = sum(it.entry.at < before for it in kept[: max(len(kept) - keep, 0)][:at_most])
        if old:
            self.trimmed[audience] = old
        return old

    def write(self) -> None:
        for audience, old in self.trimmed.items():
            del self.tables.log[audience][:old]
            self.tables.floors[audience] = self.tables.floor(audience) + old

    def _all(self, audience: Id) -> list[Kept]:
        return self.tables.log.get(audience, [])


def _past(kept: Kept) -> PastEntry:
    return past_entry(kept.entry.position, kept.entry.at, kept.entry.text, kept.was)


@attrs.define(eq=False)
class Audit:
    tables: Tables
    new: list[Note] = attrs.field(factory=list)

    def of(self, user_id: Id, before: Id, limit: int) -> Sequence[Note]:
        found = [note for note in self.tables.audit if note.user_id == user_id and note.id < before]
        return sorted(found, key=lambda note: note.id, reverse=True)[:limit]

    def add(self, note: Note) -> None:
        self.new.append(note)

    def forget_before(self, moment: datetime) -> None:
        self.tables.audit = [note for note in self.tables.audit if note.at >= moment]

    def forget_of(self, user_id: Id) -> None:
        self.tables.audit = [note for note in self.tables.audit if note.user_id != user_id]

    def write(self) -> None:
        self.tables.audit += self.new


@attrs.define(eq=False)
class Limits:
    """Counts at once; a try is never undone."""

    tables: Tables
    now: datetime

    def take(self, who: str, every: timedelta, burst: int) -> timedelta:
        empty_at, full = self.tables.limits.get(who, self.now), self.now + every * burst
        # Fuller than full is a clock that was put back.
        empty_at = self.now if empty_at > full else max(empty_at, self.now)
        if empty_at + every > full:
            return empty_at + every - full
        self.tables.limits[who] = empty_at + every
        return timedelta(0)

    def forget_empty(self) -> None:
        for who in [who for who, empty_at in self.tables.limits.items() if empty_at <= self.now]:
            del self.tables.limits[who]


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

    def forget_of(self, user_id: Id) -> None:
        self.forgotten += [key for key in self.tables.replies if key[0] == user_id]

    def write(self) -> None:
        self.tables.replies.update({(reply.user_id, reply.key): reply for reply in self.new})
        for key in self.forgotten:
            del self.tables.replies[key]
