"""Sweeping: what no delivery has told. Everything that changed at the tracker since the last sweep comes in, and what
should be open there and is not is looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import attrs

from tasktix.application import converging, sweeping
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.bringing import bring_in, by_linker
from tasktix.application.ports import Unavailable
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Accounts, IssueTracker, TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain.deliveries import Outcome
from tasktix.domain.errors import Refused
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link, Sighting, last_seen
from tasktix.domain.mirrors import Mirror

OVERLAP: Final = timedelta(minutes=10)
"""The tracker's clock and ours differ, and its lists are late."""

AGAIN: Final = timedelta(minutes=10)
"""After a sweep that failed."""

TOLD_EVERY: Final = 25
"""Issues of an import: for a list of a thousand, forty times."""

_CAUSE: Final = Cause(None, "issue", "sweep", is_quiet=True)
_NOT_FOUND: Final = 404


@attrs.define(eq=False)
class Broom:
    """`told` hears of faults of ours; they end one issue, not the others."""

    application: Application
    tracker: IssueTracker
    accounts: Accounts
    told: Callable[[Exception], object] = lambda _: None
    _until: dict[Id, datetime] = attrs.field(factory=dict, init=False)

    def sweep(self) -> None:
        """Those whose hour has come. Raises `Unavailable`."""
        now = self.application.clock.now()
        for mirror in self.application.look(SYSTEM, sweeping.due):
            if self._until.get(mirror.id, now) > now:
                continue
            try:
                self._sweep(mirror)
            except TrackerBusy as busy:
                self._until[mirror.id] = now + timedelta(seconds=busy.seconds)
            except (TrackerFailed, TrackerRefused) as failure:
                self._until[mirror.id] = now + AGAIN
                self._note(mirror, Outcome.FAILED, str(failure))

    def _sweep(self, mirror: Mirror) -> None:
        began_at = self.application.clock.now()
        since = (mirror.swept_at or mirror.linked_at) - OVERLAP
        changed = {it.id: it for it in self.tracker.issues(mirror.place, since)}
        for seen in changed.values():
            self._bring_in(mirror, seen)
        opened = {it.id: it for it in self.tracker.issues(mirror.place, None)}
        if mirror.is_importing:
            self._import(mirror, list(opened.values()))
        for link in self.application.look(SYSTEM, sweeping.followed, list_id=mirror.id):
            is_open = link.common is not None and not link.common.is_closed
            if is_open and link.repository_id == mirror.repository_id and link.issue_id not in changed | opened:
                self._look_for(mirror, link)
        self.application.perform(SYSTEM, sweeping.finish, list_id=mirror.id, began_at=began_at)

    def _import(self, mirror: Mirror, opened: Sequence[Sighting]) -> None:
        its: dict[str, Any] = {"list_id": mirror.id, "of": len(opened)}
        for done, seen in enumerate(opened):
            if done % TOLD_EVERY == 0:
                self.application.perform(SYSTEM, sweeping.tell_import, **its, done=done)
            self._bring_in(mirror, seen)

    def _bring_in(self, mirror: Mirror, seen: Sighting) -> None:
        self._try(mirror, partial(bring_in, self.application, self.accounts, mirror, seen, _CAUSE))

    def _look_for(self, mirror: Mirror, link: Link) -> None:
        """One that is neither open nor changed: deleted, or in another repository."""
        try:
            seen = self.tracker.issue(mirror.place, link.number)
        except TrackerRefused as refusal:
            if refusal.status != _NOT_FOUND:
                raise
            is_moved = True
        else:
            if seen is not None and seen.id == link.issue_id:
                self._bring_in(mirror, seen)
                return
            is_moved = seen is not None
        lost: dict[str, Any] = {"sighting": last_seen(link, mirror.repository), "is_moved": is_moved, "cause": _CAUSE}
        perform = self.application.perform
        self._try(mirror, partial(perform, by_linker(mirror), converging.lose, list_id=mirror.id, **lost))

    def _try(self, mirror: Mirror, act: Callable[[], object]) -> None:
        try:
            act()
        except Unavailable:
            raise
        except Refused as refusal:
            self._note(mirror, Outcome.REFUSED, str(refusal))
        except Exception as fault:
            self.told(fault)
            self._note(mirror, Outcome.FAILED, type(fault).__name__)

    def _note(self, mirror: Mirror, outcome: Outcome, detail: str) -> None:
        self.application.perform(
            SYSTEM, converging.note, list_id=mirror.id, outcome=outcome, number=None, detail=detail, cause=_CAUSE
        )
