"""Very many people of one list, each signed in: past the server, which would hash a password for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bench.house import API, House
from bench.wire import request
from tasktix import Actor, accounts, connect
from tasktix.adapters.host.clock import SystemClock
from tasktix.application import guards
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.ids import Id
from tasktix.domain.sessions import Session

AT_ONCE: Final = 100
"""People who come in one transaction."""


class _SomeMinutesAgo(SystemClock):
    """Who came then is due to be seen again: their next request writes that down."""

    def now(self) -> datetime:
        return super().now() - timedelta(minutes=5)


class People:
    """Members of the list `list_id`, which is new."""

    def __init__(self, house: House, list_id: str, owner_id: str, count: int) -> None:
        self._list_id = list_id
        self._tokens = [f"{list_id}_{number:07}" for number in range(count)]
        app, owner = connect(house.database, clock=_SomeMinutesAgo()), Actor(user=Id(owner_id))
        for start in range(0, count, AT_ONCE):
            app.perform(owner, _come, list_id=Id(list_id), tokens=self._tokens[start : start + AT_ONCE])
        app.close()

    def requests(self, count: int, after: str = "", headers: str = "") -> list[bytes]:
        """For `count` streams of the list: where these are more than there are people, each has several windows."""
        path = f"{API}/feed?list={self._list_id}{after}"
        tokens = (self._tokens[number % len(self._tokens)] for number in range(count))
        return [request("GET", path, headers=f"Cookie: tasktix={token}\r\n{headers}") for token in tokens]


def _come(work: UnitOfWork, actor: Actor, *, list_id: Id, tokens: Sequence[str]) -> None:
    standing, _ = guards.alone(work, actor, list_id, Permission.MANAGE_MEMBERS)
    roster = work.lists.roster(list_id)
    for token in tokens:
        fields = {"username": token, "email": f"{token}@example.org"}
        user = accounts.sign_up(work, Actor(), fields=fields)
        # Not by `sessions.start`, which looks for a user who is there before this transaction.
        session = Session.start(
            work.new_id(), user_id=user.id, token=token, now=work.now, device="bench", address="", remember=False
        )
        work.sessions.add(session)
        roster.add_member(user.as_person(), standing.role, by=standing.role)
