"""What is kept of a list that follows beside the log: links, deliveries, reports; in every store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from tasktix.application import mirrors
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.ports import TryAgain
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.deliveries import Delivery, Outcome, Report, State, Way
from tasktix.domain.errors import NotFound
from tests.builders import Sample, new_id
from tests.contract.beside import a_link, do, put_link


def take(app: Application, delivery: Delivery) -> None:
    do(app, lambda work: work.deliveries.add(delivery))


def taken(app: Application, delivery: Delivery) -> Delivery | None:
    found: Delivery | None = do(app, lambda work: work.deliveries.get(delivery.id))
    return found


def put_report(app: Application, report: Report) -> None:
    do(app, lambda work: work.reports.put(report))


def test_a_link_is_kept_and_replaced(app: Application, sample: Sample) -> None:
    link = a_link(sample)
    for kept in (link, link, attrs.evolve(link, common=None, is_gone=True)):
        put_link(app, kept)
        found = do(
            app, lambda work: (work.links.of_issue(sample.id, 70), work.links.of_task(sample.id, sample.tasks[0]))
        )
        assert found == (kept, kept)
    assert do(app, lambda work: work.links.of_issue(sample.id, 71)) is None

    def again(work: UnitOfWork) -> None:
        work.links.add(link)

    with pytest.raises(TryAgain):
        app.store.write(SYSTEM, again)
    assert do(app, lambda work: work.links.of_task(sample.id, sample.tasks[1])) is None


def a_delivery(app: Application, **more: Any) -> Delivery:
    made = Delivery(
        id=new_id(app),
        hook="12",
        guid=new_id(app),
        event="issues",
        action="opened",
        repository_id=2**62,
        at=app.clock.now(),
        body='{"title": "𝒳"}',
    )
    return attrs.evolve(made, **more)


def test_a_delivery_is_taken_once(app: Application) -> None:
    delivery = a_delivery(app)
    take(app, delivery)
    assert do(app, lambda work: work.deliveries.known(delivery.hook, delivery.guid)) == delivery
    assert taken(app, delivery) == delivery
    assert do(app, lambda work: work.deliveries.known("13", delivery.guid)) is None

    def again(work: UnitOfWork) -> Any:
        return work.deliveries.add(attrs.evolve(delivery, id=new_id(app)))

    with pytest.raises(TryAgain):
        app.store.write(SYSTEM, again)


def test_deliveries_wait_in_the_order_in_which_they_came(app: Application) -> None:
    first, second = sorted((a_delivery(app), a_delivery(app, repository_id=None)), key=lambda it: it.id)
    both = [first, second]
    for delivery in reversed(both):
        take(app, delivery)
    waiting = [it for it in do(app, lambda work: work.deliveries.pending(10_000)) if it in both]
    assert waiting == both
    assert len(do(app, lambda work: work.deliveries.pending(1))) == 1
    do(app, lambda work: work.deliveries.settle(first.id, State.DONE, 1))
    do(app, lambda work: work.deliveries.settle(second.id, State.FAILED, 3))
    found = [taken(app, it) for it in (first, second)]
    assert [it and (it.state, it.tries) for it in found] == [(State.DONE, 1), (State.FAILED, 3)]
    assert not {first.id, second.id} & {it.id for it in do(app, lambda work: work.deliveries.pending(10_000))}


def a_report(app: Application, sample: Sample, **more: Any) -> Report:
    made = Report(
        id=new_id(app),
        list_id=sample.id,
        at=app.clock.now(),
        way=Way.IN,
        event="issues",
        action="opened",
        outcome=Outcome.MADE,
        delivery=new_id(app),
        number=2**60,
        task_id=sample.tasks[0],
        detail="𝒳",
    )
    return attrs.evolve(made, **more)


def test_the_ledger_comes_in_pages_newest_first(app: Application, sample: Sample) -> None:
    made = [a_report(app, sample) for _ in range(5)]
    for report in made:
        put_report(app, report)
    wanted = sorted([*(it.id for it in made), sample.report], reverse=True)
    first = app.look(sample.viewer, mirrors.ledger, list_id=sample.id, limit=4)
    assert ([it.id for it in first.reports], first.before) == (wanted[:4], wanted[3])
    last = app.look(sample.viewer, mirrors.ledger, list_id=sample.id, limit=4, before=wanted[3])
    assert ([it.id for it in last.reports], last.before) == (wanted[4:], None)
    assert all(it in made for it in (*first.reports, *last.reports) if it.id != sample.report)


def test_another_try_writes_over_the_last(app: Application, sample: Sample) -> None:
    report = a_report(app, sample, outcome=Outcome.FAILED)
    again = attrs.evolve(report, outcome=Outcome.CHANGED, detail="", tries=2, number=None, task_id=None)
    for kept in (report, again):
        put_report(app, kept)
        assert do(app, lambda work: work.reports.get(sample.id, report.id)) == kept
        assert do(app, lambda work: work.reports.on(sample.id, report.delivery or "")) == kept
    assert do(app, lambda work: work.reports.get(sample.fresh_id, report.id)) is None


def test_what_is_old_is_forgotten(app: Application, sample: Sample) -> None:
    now = app.clock.now()
    old, young = a_delivery(app, at=now - timedelta(days=8)), a_delivery(app)
    long_ago, lately = a_report(app, sample, at=now - timedelta(days=31)), a_report(app, sample)
    for delivery in (old, young):
        take(app, delivery)
    for report in (long_ago, lately):
        put_report(app, report)
    app.perform(SYSTEM, mirrors.forget_old)
    assert [taken(app, it) for it in (old, young)] == [None, young]
    found = {it.id for it in app.look(sample.admin, mirrors.ledger, list_id=sample.id).reports}
    assert found == {sample.report, lately.id}


def test_what_fails_leaves_nothing_beside_the_log_either(app: Application, sample: Sample) -> None:
    link, delivery, report = a_link(sample), a_delivery(app), a_report(app, sample)

    def act(work: UnitOfWork) -> None:
        work.links.add(link)
        work.deliveries.add(delivery)
        work.reports.put(report)
        raise NotFound

    with pytest.raises(NotFound):
        do(app, act)
    assert do(app, lambda work: work.links.of_issue(sample.id, 70)) is None
    assert taken(app, delivery) is None
    assert [it.id for it in app.look(sample.admin, mirrors.ledger, list_id=sample.id).reports] == [sample.report]
