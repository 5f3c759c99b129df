"""A unit of work over one SQL connection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql import writing
from tasktix.adapters.sql.audit import Audit
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.deliveries import Deliveries, Reports
from tasktix.adapters.sql.limits import Limits
from tasktix.adapters.sql.linked_accounts import LinkedAccounts
from tasktix.adapters.sql.lists import Lists
from tasktix.adapters.sql.log import Log
from tasktix.adapters.sql.mirrors import Links, Mirrors
from tasktix.adapters.sql.passkeys import Passkeys
from tasktix.adapters.sql.replies import Replies
from tasktix.adapters.sql.saved_filters import SavedFilters
from tasktix.adapters.sql.second_factors import SecondFactors
from tasktix.adapters.sql.sessions import Sessions
from tasktix.adapters.sql.tables import AUDIENCES, FILTERS, LISTS, ROLES, SECTIONS, TAGS, TASKS
from tasktix.adapters.sql.tasks import Tasks
from tasktix.adapters.sql.tickets import Tickets
from tasktix.adapters.sql.tokens import Tokens
from tasktix.adapters.sql.users import Users
from tasktix.adapters.sql.writing import Advance
from tasktix.application.actor import Actor
from tasktix.application.ports import Chance, Clock, Outcome, Seal
from tasktix.application.unit_of_work import Holder, UnitOfWork
from tasktix.domain import ids
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id

T = TypeVar("T")

_WANTED: Final[sa.BindParameter[Any]] = sa.bindparam("id")


def _holders(kind: str, table: sa.Table, owner_id: sa.Column[str]) -> sa.Select[tuple[str, str, str, str]]:
    return sa.select(
        sa.literal_column(f"'{kind}'").label("kind"),
        owner_id.label("owner_id"),
        table.c.created_by,
        table.c.fingerprint,
    ).where(table.c.id == _WANTED)


_HOLDER: Final = sa.union_all(
    _holders("list", LISTS, LISTS.c.id),
    _holders("section", SECTIONS, SECTIONS.c.list_id),
    _holders("tag", TAGS, TAGS.c.list_id),
    _holders("role", ROLES, ROLES.c.list_id),
    _holders("task", TASKS, TASKS.c.list_id),
    _holders("filter", FILTERS, FILTERS.c.user_id),
    sa.select(sa.literal_column("'audience'"), AUDIENCES.c.id, sa.literal_column("''"), sa.literal_column("''")).where(
        AUDIENCES.c.id == _WANTED
    ),
)


@attrs.define(eq=False)
class SqlUnitOfWork:
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
    filters: SavedFilters
    mirrors: Mirrors
    links: Links
    deliveries: Deliveries
    reports: Reports
    log: Log
    replies: Replies
    audit: Audit
    limits: Limits
    connection: Connection
    ledger: Ledger
    source: Chance

    @classmethod
    def over(cls, connection: Connection, clock: Clock, chance: Chance, *, locking: bool) -> SqlUnitOfWork:
        """`locking` is off for a look, which must not wait for anybody."""
        ledger, now = Ledger(), clock.now()
        return cls(
            now,
            Users(connection, ledger, locking),
            Sessions(connection, ledger, now),
            Tokens(connection, ledger, now),
            SecondFactors(connection, ledger),
            LinkedAccounts(connection, ledger),
            Passkeys(connection, ledger),
            Tickets(connection, now),
            Lists(connection, ledger, locking),
            Tasks(connection, ledger, locking),
            SavedFilters(connection, ledger),
            Mirrors(connection, ledger),
            Links(connection),
            Deliveries(connection),
            Reports(connection),
            Log(connection),
            Replies(connection),
            Audit(connection),
            Limits(connection, now),
            connection,
            ledger,
            chance,
        )

    def new_id(self) -> Id:
        return ids.compose(round(self.now.timestamp() * 1000), self.source.below(ids.CHANCES))

    def chance(self, below: int) -> int:
        return self.source.below(below)

    def holder_of(self, used_id: Id) -> Holder | None:
        holders = {
            kind: Holder(kind, owner_id, Origin(created_by, fingerprint))
            for kind, owner_id, created_by, fingerprint in self.connection.rows(_HOLDER, {"id": used_id})
        }
        # A list that is there has its audience too.
        audience = holders.pop("audience", None)
        return next(iter(holders.values()), audience)


@attrs.frozen
class Runner:
    """What a use case is run with, whatever the database."""

    clock: Clock
    chance: Chance
    advance: Advance

    def write(
        self, connection: Connection, actor: Actor, body: Callable[[UnitOfWork], T], seal: Seal | None
    ) -> Outcome[T]:
        """Run it and write what it changed; the caller commits."""
        work = SqlUnitOfWork.over(connection, self.clock, self.chance, locking=True)
        answer = body(work)
        work.tickets.write()
        settled = work.ledger.settle(work.now, actor)
        positions = writing.write(connection, settled, work.now, self.advance)
        work.users.write_credentials()
        work.sessions.write_touches()
        work.tokens.write_touches()
        for later in (work.mirrors, work.links, work.deliveries, work.reports):
            later.write()
        work.audit.new += settled.notes(work.new_id, work.now, actor)
        work.audit.write()
        outcome = Outcome(answer, positions)
        if seal is not None:
            seal(work, actor, outcome)
        return outcome

    def read(self, connection: Connection, body: Callable[[UnitOfWork], T]) -> T:
        return body(SqlUnitOfWork.over(connection, self.clock, self.chance, locking=False))
