"""What requests with a key were answered."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.tables import REPLIES, from_ms, to_ms
from tasktix.application.unit_of_work import Reply
from tasktix.domain.ids import Id

_FIND: Final = sa.select(REPLIES.c.fingerprint, REPLIES.c.at, REPLIES.c.body).where(
    REPLIES.c.user_id == sa.bindparam("user"), REPLIES.c.request_key == sa.bindparam("key")
)
_KEEP: Final = sa.insert(REPLIES)
_FORGET: Final = sa.delete(REPLIES).where(REPLIES.c.at < sa.bindparam("moment"))
_FORGET_OF: Final = sa.delete(REPLIES).where(REPLIES.c.user_id == sa.bindparam("user"))


@attrs.define(eq=False)
class Replies:
    connection: Connection

    def find(self, user_id: Id, key: str) -> Reply | None:
        found = self.connection.row(_FIND, {"user": user_id, "key": key})
        if found is None:
            return None
        fingerprint, at, body = found
        return Reply(user_id, key, fingerprint, from_ms(at), body)

    def keep(self, reply: Reply) -> None:
        """A key that is taken breaks the primary key, which the store knows as a lost race."""
        row = {
            "user_id": reply.user_id,
            "request_key": reply.key,
            "fingerprint": reply.fingerprint,
            "at": to_ms(reply.at),
            "body": reply.text,
        }
        self.connection.add(_KEEP, [row])

    def forget_before(self, moment: datetime) -> None:
        self.connection.change(_FORGET, {"moment": to_ms(moment)})

    def forget_of(self, user_id: Id) -> None:
        self.connection.change(_FORGET_OF, {"user": user_id})
