"""What a use case sees of the store about lists that follow repositories: mirrors, links, deliveries, reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from tasktix.domain.deliveries import Delivery, Report, State
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link
from tasktix.domain.mirrors import Mirror


class Mirrors(Protocol):
    def add(self, mirror: Mirror) -> None: ...
    def of(self, list_id: Id) -> Mirror | None: ...
    def following(self, repository_id: int) -> Sequence[Mirror]:
        """The mirrors of a repository, by the ids of their lists. To look at, not to change."""

    def through(self, installation_id: int) -> Sequence[Mirror]:
        """Those whose repository is reached by this installation, in the same way."""

    def behind(self, at_most: int) -> Sequence[Mirror]:
        """Those whose lists have entries beyond `relayed`, but for the halted, in the same way."""

    def advance(self, list_id: Id, position: int) -> None:
        """Its log has been looked through so far. No fact: nobody's screen changes by it."""

    def unswept(self, moment: datetime, at_most: int) -> Sequence[Mirror]:
        """Those that were swept last before a moment, or never, or are importing; but for the halted, in the same
        way."""

    def sweep(self, list_id: Id, moment: datetime | None) -> None:
        """Everything there was looked at, or (None) never. No fact."""

    def unchecked(self, moment: datetime, at_most: int) -> Sequence[Mirror]:
        """Those of which it was asked last before a moment whether who linked them reaches the repository, or never; by
        who linked them. To look at, not to change."""

    def check(self, list_id: Id, moment: datetime) -> None:
        """It was asked then. No fact."""


class Links(Protocol):
    """No facts: what people see of a link is on its task."""

    def add(self, link: Link) -> None:
        """Raises `TryAgain` where the list has one of the same issue already."""

    def put(self, link: Link) -> None:
        """Instead of the one with the same list and issue."""

    def of_issue(self, list_id: Id, issue_id: int) -> Link | None: ...
    def alive(self, list_id: Id) -> Sequence[Link]:
        """Those that are not gone."""

    def of_task(self, list_id: Id, task_id: Id) -> Link | None: ...


class Deliveries(Protocol):
    """No facts: what comes of a delivery has them."""

    def add(self, delivery: Delivery) -> None:
        """Raises `TryAgain` where the same is there already."""

    def known(self, hook: str, guid: str) -> Delivery | None: ...
    def get(self, delivery_id: Id) -> Delivery | None: ...
    def pending(self, at_most: int) -> Sequence[Delivery]:
        """The oldest, in the order in which they came."""

    def settle(self, delivery_id: Id, state: State, tries: int) -> None: ...
    def forget_before(self, moment: datetime) -> None: ...


class Reports(Protocol):
    """The ledger of each mirror. No facts: it is looked at when somebody asks why."""

    def put(self, report: Report) -> None:
        """New, or instead of the one with the same id."""

    def get(self, list_id: Id, report_id: Id) -> Report | None: ...
    def on(self, list_id: Id, delivery_id: Id) -> Report | None: ...
    def of(self, list_id: Id, before: Id, limit: int) -> Sequence[Report]:
        """The last ones before an id, newest first."""

    def forget_before(self, moment: datetime) -> None: ...
