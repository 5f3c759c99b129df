"""Tickets. Redeeming ends in one DELETE that either meets the row or does not, so of many at once one gets it. It is
made after the use case, like all writes: what is refused leaves no trace."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs
import msgspec
import sqlalchemy as sa

from tasktix.adapters import codec
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.key_tables import TICKETS
from tasktix.adapters.sql.tables import from_ms, to_ms
from tasktix.application.ports import TryAgain
from tasktix.domain.tickets import Purpose, Ticket

_IS_IT: Final = sa.and_(
    TICKETS.c.key_hash == sa.bindparam("its_key"),
    TICKETS.c.purpose == sa.bindparam("its_purpose"),
    TICKETS.c.expires_at > sa.bindparam("now"),
)
_FIND: Final = sa.select(TICKETS.c.content, TICKETS.c.expires_at, TICKETS.c.user_id).where(_IS_IT)
_REDEEM: Final = sa.delete(TICKETS).where(_IS_IT)
_ADD: Final = sa.insert(TICKETS)
_FORGET: Final = sa.delete(TICKETS).where(TICKETS.c.expires_at <= sa.bindparam("now"))


@attrs.define(eq=False)
class Tickets:
    connection: Connection
    now: datetime
    new: list[Ticket] = attrs.field(factory=list)
    redeemed: list[Ticket] = attrs.field(factory=list)

    def put(self, ticket: Ticket) -> None:
        self.new.append(ticket)

    def find(self, purpose: Purpose, key_hash: str) -> Ticket | None:
        found = self.connection.row(_FIND, self._names(purpose, key_hash))
        if found is None:
            return None
        content = msgspec.json.decode(found[0], type=dict[str, str])
        return Ticket(purpose, key_hash, content, from_ms(found[1]), found[2])

    def redeem(self, purpose: Purpose, key_hash: str) -> Ticket | None:
        ticket = self.find(purpose, key_hash)
        if ticket is not None:
            self.redeemed.append(ticket)
        return ticket

    def write(self) -> None:
        """Raises `TryAgain` where somebody else was faster: then there is none to be found."""
        for ticket in self.redeemed:
            if not self.connection.change(_REDEEM, self._names(ticket.purpose, ticket.key_hash)):
                raise TryAgain
        if self.new:
            self.connection.add(_ADD, [_row(it) for it in self.new])

    def forget_expired(self) -> None:
        self.connection.change(_FORGET, {"now": to_ms(self.now)})

    def _names(self, purpose: Purpose, key_hash: str) -> dict[str, Any]:
        return {"its_key": key_hash, "its_purpose": purpose.value, "now": to_ms(self.now)}


def _row(ticket: Ticket) -> dict[str, Any]:
    return {
        "key_hash": ticket.key_hash,
        "purpose": ticket.purpose.value,
        "content": codec.encode(ticket.content).decode(),
        "expires_at": to_ms(ticket.expires_at),
        "user_id": ticket.user_id,
    }
