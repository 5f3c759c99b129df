"""Working off what a tracker sent: each delivery for each list that follows, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from tasktix.application import converging, deliveries
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.bringing import bring_in, by_linker
from tasktix.application.ports import Unavailable
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Accounts, Webhooks
from tasktix.domain.deliveries import Delivery, Outcome, State
from tasktix.domain.errors import Refused
from tasktix.domain.hints import Hint, Kind
from tasktix.domain.mirrors import Mirror

Known = dict[tuple[tuple[int, ...], int | None], Sequence[Mirror]]
"""Mirrors by what a delivery is about."""


@attrs.frozen
class Intake:
    """One at a time works off, or the order is lost; two at once do the same, and nothing twice. `told` hears of
    faults of ours: they fail one list, not the others."""

    application: Application
    webhooks: Webhooks
    accounts: Accounts
    told: Callable[[Exception], object] = lambda _: None

    def work_off(self) -> bool:
        """Some of what waits; whether there may be more. Raises `Unavailable`; what was done is not done again."""
        waiting = self.application.look(SYSTEM, deliveries.pending)
        if waiting:
            known: Known = {}
            states = {it.id: (self._work(it, known), it.tries + 1) for it in waiting}
            self.application.perform(SYSTEM, deliveries.settle, states=states)
        return len(waiting) == deliveries.AT_ONCE

    def _work(self, delivery: Delivery, known: Known) -> State:
        """Where it failed for one list, it may be sent again; the others find it done then. `known` are the followers
        that were asked for in this round: a list that is linked meanwhile had not followed when these came."""
        hint = self.webhooks.hint(delivery.event, delivery.action, delivery.body)
        if hint.kind is Kind.NOTHING and not hint.is_told:
            return State.DONE
        about = hint.repositories, hint.installation
        if about not in known:
            known[about] = self.application.look(
                SYSTEM, deliveries.followers, repositories=hint.repositories, installation=hint.installation
            )
        cause = Cause(delivery.id, delivery.event, delivery.action)
        # All of them, though one fails.
        failures = [mirror for mirror in known[about] if not self._do(mirror, hint, cause)]
        return State.FAILED if failures else State.DONE

    def _do(self, mirror: Mirror, hint: Hint, cause: Cause) -> bool:
        """Whether it did not fail. A refusal is an outcome."""
        try:
            self._tell(mirror, hint, cause)
        except Unavailable:
            raise
        except Refused as refusal:
            self._note(mirror, hint, cause, Outcome.REFUSED, str(refusal))
        except Exception as fault:
            self.told(fault)
            self._note(mirror, hint, cause, Outcome.FAILED, type(fault).__name__)
            return False
        return True

    def _tell(self, mirror: Mirror, hint: Hint, cause: Cause) -> None:
        perform, its = self.application.perform, mirror.id
        match hint.kind:
            case Kind.SEEN if hint.sighting is not None:
                bring_in(self.application, self.accounts, mirror, hint.sighting, cause)
            case Kind.DELETED | Kind.MOVED if hint.sighting is not None:
                is_moved = hint.kind is Kind.MOVED
                lost: dict[str, Any] = {"list_id": its, "sighting": hint.sighting, "is_moved": is_moved}
                perform(by_linker(mirror), converging.lose, **lost, cause=cause)
            case Kind.RENAMED:
                perform(SYSTEM, converging.rename, list_id=its, name=hint.name, cause=cause)
            case Kind.HALTED | Kind.RESUMED:
                perform(SYSTEM, converging.halt, list_id=its, reason=hint.reason or None, cause=cause)
            case _:
                self._note(mirror, hint, cause, Outcome.IGNORED, "")

    def _note(self, mirror: Mirror, hint: Hint, cause: Cause, outcome: Outcome, detail: str) -> None:
        number = None if hint.sighting is None else hint.sighting.issue.number
        self.application.perform(
            SYSTEM, converging.note, list_id=mirror.id, outcome=outcome, number=number, detail=detail, cause=cause
        )
