"""Asking once a day whether who linked a list still reaches its repository: what they may not see there any more must
not come in for everybody here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.application import converging, inspecting
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.reporting import Cause
from tasktix.application.tracker import IssueTracker, TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain.deliveries import Outcome
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Mirror, Repository

AGAIN: Final = timedelta(hours=1)
"""After somebody's repositories could not be asked for."""

NO_ACCOUNT: Final = "who linked the list has no account at the tracker any more"
NO_REACH: Final = "the account of who linked the list does not reach the repository any more"

_CAUSE: Final = Cause(None, "repository", "check", is_quiet=True)


@attrs.define(eq=False)
class Inspector:
    """Of all that somebody linked it asks once."""

    application: Application
    tracker: IssueTracker
    _until: dict[Id, datetime] = attrs.field(factory=dict, init=False)

    def inspect(self) -> None:
        """Those whose day has come. Raises `Unavailable`."""
        linked: dict[Id, list[Mirror]] = {}
        for mirror in self.application.look(SYSTEM, inspecting.due):
            linked.setdefault(mirror.linked_by, []).append(mirror)
        now = self.application.clock.now()
        for user_id, mirrors in linked.items():
            if self._until.get(user_id, now) > now:
                continue
            try:
                self._inspect(user_id, mirrors)
            except TrackerBusy as busy:
                self._until[user_id] = now + timedelta(seconds=busy.seconds)
            except (TrackerFailed, TrackerRefused) as failure:
                self._until[user_id] = now + AGAIN
                for mirror in mirrors:
                    self._note(mirror, str(failure))

    def _inspect(self, user_id: Id, mirrors: list[Mirror]) -> None:
        found: Mapping[int, Repository] = {}
        reason = NO_REACH
        try:
            found = {it.id: it for it in self.tracker.repositories(user_id)}
        except NotConnected:
            reason = NO_ACCOUNT
        for mirror in mirrors:
            its = found.get(mirror.repository_id)
            self.application.perform(SYSTEM, inspecting.conclude, asked=mirror, found=its, reason=reason, cause=_CAUSE)

    def _note(self, mirror: Mirror, detail: str) -> None:
        self.application.perform(
            SYSTEM,
            converging.note,
            list_id=mirror.id,
            outcome=Outcome.FAILED,
            number=None,
            detail=detail,
            cause=_CAUSE,
        )
