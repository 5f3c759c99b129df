"""Mirrors, links, deliveries and reports. What is no aggregate is written when the use case has ended well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import attrs

from tasktix.adapters.memory.tables import Repository, Tables, copied
from tasktix.application.ports import TryAgain
from tasktix.domain.deliveries import Delivery, Report, State
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link
from tasktix.domain.mirrors import Mirror


@attrs.define(eq=False)
class Mirrors(Repository):
    _acts: list[Callable[[], object]] = attrs.field(factory=list, init=False)

    def add(self, mirror: Mirror) -> None:
        self.ledger.add(mirror)

    def of(self, list_id: Id) -> Mirror | None:
        mirror = self.tables.mirrors.get(list_id)
        return None if mirror is None else self.ledger.track(copied(mirror))

    def following(self, repository_id: int) -> Sequence[Mirror]:
        return self._all(lambda it: it.repository_id == repository_id)

    def through(self, installation_id: int) -> Sequence[Mirror]:
        return self._all(lambda it: it.installation_id == installation_id)

    def behind(self, at_most: int) -> Sequence[Mirror]:
        return self._all(lambda it: it.halted is None and self.tables.position(it.id) > it.relayed)[:at_most]

    def advance(self, list_id: Id, position: int) -> None:
        # Looked up when it is written: the same transaction may have put another in its place.
        self._acts.append(lambda: setattr(self.tables.mirrors[list_id], "relayed", position))

    def unswept(self, moment: datetime, at_most: int) -> Sequence[Mirror]:
        def is_due(it: Mirror) -> bool:
            return it.halted is None and (it.swept_at is None or it.swept_at < moment or it.is_importing)

        return self._all(is_due)[:at_most]

    def sweep(self, list_id: Id, moment: datetime | None) -> None:
        self._acts.append(lambda: setattr(self.tables.mirrors[list_id], "swept_at", moment))

    def unchecked(self, moment: datetime, at_most: int) -> Sequence[Mirror]:
        found = self._all(lambda it: it.checked_at is None or it.checked_at < moment)
        return sorted(found, key=lambda it: it.linked_by)[:at_most]

    def check(self, list_id: Id, moment: datetime) -> None:
        self._acts.append(lambda: setattr(self.tables.mirrors[list_id], "checked_at", moment))

    def write(self) -> None:
        for act in self._acts:
            act()

    def _all(self, is_wanted: Callable[[Mirror], bool]) -> Sequence[Mirror]:
        found = [it for it in self.tables.mirrors.values() if is_wanted(it)]
        return [copied(it) for it in sorted(found, key=lambda it: it.id)]


@attrs.define(eq=False)
class _Written:
    tables: Tables
    _acts: list[Callable[[], object]] = attrs.field(factory=list, init=False)

    def write(self) -> None:
        for act in self._acts:
            act()


@attrs.define(eq=False)
class Links(_Written):
    def add(self, link: Link) -> None:
        if (link.list_id, link.issue_id) in self.tables.links:
            raise TryAgain
        self.put(link)

    def put(self, link: Link) -> None:
        self._acts.append(lambda: self.tables.links.update({(link.list_id, link.issue_id): link}))

    def of_issue(self, list_id: Id, issue_id: int) -> Link | None:
        return self.tables.links.get((list_id, issue_id))

    def alive(self, list_id: Id) -> Sequence[Link]:
        found = [it for it in self.tables.links.values() if it.list_id == list_id and not it.is_gone]
        return sorted(found, key=lambda it: it.issue_id)

    def of_task(self, list_id: Id, task_id: Id) -> Link | None:
        links = self.tables.links.values()
        return next((it for it in links if (it.list_id, it.task_id) == (list_id, task_id)), None)


@attrs.define(eq=False)
class Deliveries(_Written):
    def add(self, delivery: Delivery) -> None:
        if self.known(delivery.hook, delivery.guid) is not None:
            raise TryAgain
        self._acts.append(lambda: self.tables.deliveries.update({delivery.id: delivery}))

    def known(self, hook: str, guid: str) -> Delivery | None:
        kept = self.tables.deliveries.values()
        return next((it for it in kept if (it.hook, it.guid) == (hook, guid)), None)

    def get(self, delivery_id: Id) -> Delivery | None:
        return self.tables.deliveries.get(delivery_id)

    def pending(self, at_most: int) -> Sequence[Delivery]:
        found = [it for it in self.tables.deliveries.values() if it.state is State.PENDING]
        return sorted(found, key=lambda it: it.id)[:at_most]

    def settle(self, delivery_id: Id, state: State, tries: int) -> None:
        kept = self.tables.deliveries
        settled = attrs.evolve(kept[delivery_id], state=state, tries=tries)
        self._acts.append(lambda: kept.update({delivery_id: settled}))

    def forget_before(self, moment: datetime) -> None:
        old = [it.id for it in self.tables.deliveries.values() if it.at < moment]
        self._acts += [lambda its=its: self.tables.deliveries.pop(its) for its in old]  # type: ignore[misc]


@attrs.define(eq=False)
class Reports(_Written):
    def put(self, report: Report) -> None:
        self._acts.append(lambda: self.tables.reports.update({report.id: report}))

    def get(self, list_id: Id, report_id: Id) -> Report | None:
        return next((it for it in self._in(list_id) if it.id == report_id), None)

    def on(self, list_id: Id, delivery_id: Id) -> Report | None:
        return next((it for it in self._in(list_id) if it.delivery == delivery_id), None)

    def of(self, list_id: Id, before: Id, limit: int) -> Sequence[Report]:
        found = [it for it in self._in(list_id) if it.id < before]
        return sorted(found, key=lambda it: it.id, reverse=True)[:limit]

    def forget_before(self, moment: datetime) -> None:
        old = [it.id for it in self.tables.reports.values() if it.at < moment]
        self._acts += [lambda its=its: self.tables.reports.pop(its) for its in old]  # type: ignore[misc]

    def _in(self, list_id: Id) -> list[Report]:
        return [it for it in self.tables.reports.values() if it.list_id == list_id]
