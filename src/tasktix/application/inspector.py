"""Asking once a day whether who linked a list still reaches its repository: what they may not see there any more must
not come in for everybody here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import attrs

from tasktix.application import inspecting
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.reporting import Cause
from tasktix.application.tracker import IssueTracker, TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Mirror, Repository

NO_ACCOUNT: Final = "who linked the list has no account at the tracker any more"
NO_REACH: Final = "the account of who linked the list does not reach the repository any more"

_CAUSE: Final = Cause(None, "repository", "check", is_quiet=True)


@attrs.frozen
class Inspector:
    """Of all that somebody linked it asks once."""

    application: Application
    tracker: IssueTracker

    def inspect(self) -> None:
        """Those whose day has come. Raises `Unavailable`."""
        linked: dict[Id, list[Mirror]] = {}
        for mirror in self.application.look(SYSTEM, inspecting.due):
            linked.setdefault(mirror.linked_by, []).append(mirror)
        for user_id, mirrors in linked.items():
            try:
                self._inspect(user_id, mirrors)
            except (TrackerFailed, TrackerRefused) as failure:
                wait = timedelta(seconds=failure.seconds) if isinstance(failure, TrackerBusy) else inspecting.AGAIN
                for mirror in mirrors:
                    its: dict[str, Any] = {"list_id": mirror.id, "wait": wait, "detail": str(failure), "cause": _CAUSE}
                    self.application.perform(SYSTEM, inspecting.put_off, **its)

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
