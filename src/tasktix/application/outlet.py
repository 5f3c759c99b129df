"""Writing to a tracker what happened here: one call after the other, outside every transaction, at least once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import attrs

from tasktix.application import relaying
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.bringing import bring_in
from tasktix.application.ports import Unavailable
from tasktix.application.relaying import Errand
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Accounts, IssueTracker, TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain.deliveries import Outcome, Way
from tasktix.domain.errors import Refused
from tasktix.domain.ids import Id
from tasktix.domain.issues import Sighting, with_marker
from tasktix.domain.mirrors import Mirror

APART: Final = 1.0
"""Seconds between two writes: GitHub asks for it."""

FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
TRIES: Final = 8
"""Then it stands in the ledger as failed, and waits for a replay: some twenty minutes after the first."""

AROUND: Final = timedelta(minutes=5)
"""How far the tracker's clock may be behind ours, where an issue that was made is looked for."""

_LOOK: Final = Cause(None, "issue", "look", Way.IN, is_quiet=True)


@attrs.frozen
class _Wait:
    tries: int
    until: datetime


@attrs.define(eq=False)
class Outlet:
    """One at a time. `told` hears of faults of ours; they end one errand, not the others."""

    application: Application
    tracker: IssueTracker
    accounts: Accounts
    told: Callable[[Exception], object] = lambda _: None
    _waits: dict[Id, _Wait] = attrs.field(factory=dict, init=False)
    _until: datetime | None = attrs.field(default=None, init=False)
    """The tracker wants to be left alone."""

    def work_off(self) -> None:
        """What can be written now. Raises `Unavailable`; what was written is not written again."""
        for mirror in self.application.look(SYSTEM, relaying.behind):
            if self._is_waiting(self._until):
                return
            wait = self._waits.get(mirror.id)
            if wait is None or not self._is_waiting(wait.until):
                self._relay(mirror)

    def _relay(self, mirror: Mirror) -> None:
        perform, look = self.application.perform, self.application.look
        stretch = look(SYSTEM, relaying.changed, list_id=mirror.id, after=mirror.relayed)
        if mirror.goes_out:
            for task_id in stretch.tasks:
                if not self._follow(mirror, task_id, may_make=task_id in stretch.made):
                    return
        perform(SYSTEM, relaying.advance, list_id=mirror.id, position=stretch.position)

    def _follow(self, mirror: Mirror, task_id: Id, *, may_make: bool) -> bool:
        """Whether nothing is left to do for the task: it was written, or will never be."""
        errand = self._errand(mirror, task_id, may_make=may_make)
        if errand is None:
            return True
        try:
            self._run(mirror, errand, may_make=may_make)
        except TrackerBusy as busy:
            self._until = self.application.clock.now() + timedelta(seconds=busy.seconds)
            return False
        except TrackerFailed as failure:
            return self._gives_up(mirror, errand, failure)
        except (TrackerRefused, Refused) as refusal:
            self._conclude(mirror, errand, Outcome.REFUSED, str(refusal))
        except Unavailable:
            raise
        except Exception as fault:
            self.told(fault)
            self._conclude(mirror, errand, Outcome.FAILED, type(fault).__name__)
        self._waits.pop(mirror.id, None)
        return True

    def _run(self, mirror: Mirror, errand: Errand, *, may_make: bool) -> None:
        """First the tracker is looked at: what changed there meanwhile comes in before anything goes out."""
        seen = self._seen(mirror, errand)
        if seen is not None:
            self._converge(mirror, seen)
            current = self._errand(mirror, errand.task_id, may_make=may_make)
            if current is None or current.number is None:
                return
            errand = current
        self.application.perform(SYSTEM, relaying.begin, list_id=mirror.id, errand=errand)
        written = self._write(mirror, errand)
        self._converge(mirror, written)
        self._conclude(mirror, errand, Outcome.MADE if errand.number is None else Outcome.CHANGED, "", written)
        self.application.clock.pause(APART)

    def _seen(self, mirror: Mirror, errand: Errand) -> Sighting | None:
        """The issue as it is now; of a new one, that which an earlier try made and whose answer was lost."""
        if errand.number is not None:
            return self.tracker.issue(mirror.place, errand.number)
        issues = self.tracker.issues(mirror.place, errand.since - AROUND)
        return next((it for it in issues if it.marker == errand.task_id), None)

    def _write(self, mirror: Mirror, errand: Errand) -> Sighting:
        if errand.number is not None:
            return self.tracker.write(mirror.place, errand.number, errand.edit)
        return self.tracker.create(mirror.place, errand.name, with_marker(errand.description, errand.task_id))

    def _errand(self, mirror: Mirror, task_id: Id, *, may_make: bool) -> Errand | None:
        return self.application.look(SYSTEM, relaying.errand, list_id=mirror.id, task_id=task_id, may_make=may_make)

    def _converge(self, mirror: Mirror, sighting: Sighting) -> None:
        bring_in(self.application, self.accounts, mirror, sighting, _LOOK)

    def _conclude(
        self, mirror: Mirror, errand: Errand, outcome: Outcome, detail: str, written: Sighting | None = None
    ) -> None:
        action = "create" if errand.number is None else "write"
        if written is not None:
            errand = attrs.evolve(errand, number=written.issue.number)
        cause = Cause(None, "issue", action, Way.OUT)
        self.application.perform(
            SYSTEM, relaying.conclude, list_id=mirror.id, errand=errand, outcome=outcome, detail=detail, cause=cause
        )

    def _gives_up(self, mirror: Mirror, errand: Errand, failure: TrackerFailed) -> bool:
        """Whether it failed so often that it is given up; else it waits, and its list with it, for what is done to a
        task is written in order."""
        earlier = self._waits.pop(mirror.id, None)
        tries = 1 if earlier is None else earlier.tries + 1
        if tries >= TRIES:
            self._conclude(mirror, errand, Outcome.FAILED, str(failure))
            return True
        pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
        self._waits[mirror.id] = _Wait(tries, self.application.clock.now() + pause)
        return False

    def _is_waiting(self, until: datetime | None) -> bool:
        return until is not None and self.application.clock.now() < until
