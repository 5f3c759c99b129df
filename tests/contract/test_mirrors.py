"""Which repository a list follows: said, told, taken back; and what is kept of it beside the log, in every store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from tasktix.application import history, lists, mirrors, search, tasks
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.ports import TryAgain
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.deliveries import Delivery, Outcome, Report, State, Way
from tasktix.domain.errors import CannotUndo, Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue, Link, Values
from tasktix.domain.mirrors import USUAL, Direction, Repository, Rule
from tests.builders import REPOSITORY, Sample, new_id, new_list
from tests.contract.view import entries_after, view_of_list, wire
from tests.fakes import FakeClock

ISSUE = Issue("https://github.com/ann/garden/issues/7", 7, "ann/garden", "open")
OTHER = Repository(2, "ann/orchard")


def do(app: Application, act: Callable[[UnitOfWork], Any]) -> Any:
    def use_case(work: UnitOfWork, _actor: Actor) -> Any:
        return act(work)

    return app.perform(SYSTEM, use_case)


def put_link(app: Application, link: Link) -> None:
    def act(work: UnitOfWork) -> None:
        known = work.links.of_issue(link.list_id, link.issue_id)
        (work.links.add if known is None else work.links.put)(link)

    do(app, act)


def take(app: Application, delivery: Delivery) -> None:
    do(app, lambda work: work.deliveries.add(delivery))


def taken(app: Application, delivery: Delivery) -> Delivery | None:
    found: Delivery | None = do(app, lambda work: work.deliveries.get(delivery.id))
    return found


def put_report(app: Application, report: Report) -> None:
    do(app, lambda work: work.reports.put(report))


def follow(app: Application, sample: Sample, task_id: Id, issue: Issue | None = ISSUE) -> None:
    def act(work: UnitOfWork) -> None:
        [task] = work.tasks.these(sample.id, [task_id])
        task.follow(issue)

    do(app, act)


def issue_of(app: Application, sample: Sample, task_id: Id) -> Issue | None:
    return app.look(sample.admin, tasks.show, list_id=sample.id, task_id=task_id).issue


def test_what_is_not_said_is_as_usual(app: Application, sample: Sample) -> None:
    mirror = app.look(sample.viewer, mirrors.show, list_id=sample.id)
    assert (mirror.repository_id, mirror.repository) == (REPOSITORY.id, REPOSITORY.name)
    assert (mirror.directions, mirror.conflicts, mirror.halted) == (USUAL, Rule.NEWEST, None)
    assert mirror.linked_by == sample.admin.user_id


def test_said_anew_it_is_as_said_and_else_as_usual(app: Application, sample: Sample) -> None:
    for fields in ({"directions": {"name": "off", "due": "off"}, "conflicts": "theirs"}, {"conflicts": "ours"}):
        said: dict[str, Any] = fields
        app.perform(sample.admin, mirrors.link, list_id=sample.id, repository=REPOSITORY, fields=said)
        mirror = app.look(sample.viewer, mirrors.show, list_id=sample.id)
        own = {field: Direction(way) for field, way in said.get("directions", {}).items()}
        assert mirror.directions == {**USUAL, **own}
        assert mirror.conflicts == said["conflicts"]
    assert app.look(sample.viewer, mirrors.show, list_id=sample.id).version == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"directions": {"name": "sideways"}},
        {"directions": {"nothing": "in"}},
        {"directions": {"due": "out"}},
        {"directions": {"assignees": "both"}},
        {"conflicts": "loudest"},
        {"color": "red"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(app: Application, sample: Sample, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        app.perform(sample.admin, mirrors.link, list_id=sample.id, repository=REPOSITORY, fields=fields)
    assert app.look(sample.admin, mirrors.show, list_id=sample.id).version == 1


def test_a_section_of_another_list_is_not_found(app: Application, sample: Sample) -> None:
    with pytest.raises(NotFound):
        app.perform(
            sample.admin,
            mirrors.link,
            list_id=sample.id,
            repository=REPOSITORY,
            fields={},
            section_id=sample.fresh_id,
        )


def test_several_lists_may_follow_one(app: Application, sample: Sample) -> None:
    other = new_list(app, sample.admin)
    shared = Repository(max(map(ord, sample.id)) * 10**12 + 7, "ann/shared")
    for list_id in (sample.id, other):
        app.perform(sample.admin, mirrors.link, list_id=list_id, repository=shared, fields={})
    found = do(app, lambda work: [it.id for it in work.mirrors.following(shared.id)])
    assert {sample.id, other} <= set(found)
    assert found == sorted(found)


def test_the_list_is_told_and_the_log_keeps_no_more(app: Application, sample: Sample) -> None:
    position = view_of_list(app, sample.admin, sample.id).position
    app.perform(sample.admin, mirrors.link, list_id=sample.id, repository=OTHER, fields={})
    app.perform(sample.admin, mirrors.unlink, list_id=sample.id)
    told = [wire(entry) for entry in entries_after(app, sample.id, position)]
    assert [it["facts"] for it in told] == [
        [{"type": "mirror.revised", "list": sample.id}],
        [{"type": "mirror.unlinked", "list": sample.id}],
    ]
    assert [it["changes"] for it in told] == [[], []]


def test_what_follows_an_issue_shows_it_and_is_found_by_it(app: Application, sample: Sample) -> None:
    follow(app, sample, sample.tasks[0])
    assert issue_of(app, sample, sample.tasks[0]) == ISSUE
    shown = view_of_list(app, sample.admin, sample.id).things["task", sample.tasks[0]]
    assert shown["issue"] == attrs.asdict(ISSUE)
    found = app.look(sample.admin, search.find, filter_text="has:issue", limit=50).tasks
    assert [task.id for task in found if task.list_id == sample.id] == [sample.tasks[0]]
    others = app.look(sample.admin, search.find, filter_text="!has:issue", limit=200).tasks
    assert sample.tasks[0] not in {task.id for task in others}
    assert sample.tasks[1] in {task.id for task in others}


@pytest.mark.parametrize("end", ["unlinked", "another repository"])
def test_the_tasks_stay_and_follow_nothing(app: Application, sample: Sample, end: str) -> None:
    follow(app, sample, sample.tasks[0])
    if end == "unlinked":
        app.perform(sample.admin, mirrors.unlink, list_id=sample.id)
        with pytest.raises(NotFound):
            app.look(sample.admin, mirrors.show, list_id=sample.id)
    else:
        app.perform(sample.admin, mirrors.link, list_id=sample.id, repository=OTHER, fields={})
    assert issue_of(app, sample, sample.tasks[0]) is None


def test_a_deleted_task_comes_back_with_its_issue(app: Application, sample: Sample) -> None:
    follow(app, sample, sample.tasks[0])
    outcome = app.commit(sample.admin, tasks.delete, list_id=sample.id, task_id=sample.tasks[0])
    app.perform(sample.admin, history.undo, list_id=sample.id, position=outcome.positions[sample.id])
    assert issue_of(app, sample, sample.tasks[0]) == ISSUE


def test_a_deleted_list_comes_back_and_follows_nothing(app: Application, sample: Sample) -> None:
    follow(app, sample, sample.tasks[0])
    put_link(app, a_link(sample))
    outcome = app.commit(sample.admin, lists.delete, list_id=sample.id)
    app.perform(sample.admin, history.undo, list_id=sample.id, position=outcome.positions[sample.id])
    assert issue_of(app, sample, sample.tasks[0]) is None
    assert do(app, lambda work: (work.mirrors.of(sample.id), work.links.of_issue(sample.id, 70))) == (None, None)


def test_that_a_list_follows_is_not_undone(app: Application, sample: Sample) -> None:
    outcome = app.commit(sample.admin, mirrors.link, list_id=sample.id, repository=OTHER, fields={})
    with pytest.raises(CannotUndo):
        app.perform(sample.admin, history.undo, list_id=sample.id, position=outcome.positions[sample.id])


def test_undo_leaves_the_issue_alone(app: Application, sample: Sample) -> None:
    def act(work: UnitOfWork, _actor: Actor) -> None:
        [task] = work.tasks.these(sample.id, [sample.tasks[0]])
        task.follow(ISSUE)
        task.revise({"name": "Dig deeper"})

    position = app.commit(sample.admin, act).positions[sample.id]
    app.perform(sample.admin, history.undo, list_id=sample.id, position=position)
    shown = app.look(sample.admin, tasks.show, list_id=sample.id, task_id=sample.tasks[0])
    assert (shown.name, shown.issue) == ("Dig", ISSUE)


# ------------------------------------------------------------------------------------------- beside the log


def a_link(sample: Sample, **more: Any) -> Link:
    values = Values("𝒳 " * 128, "é\n" * 100, is_closed=True, labels=("bug", "Ü"), assignees=("1",), due="2026-12-01")
    at = FakeClock().now() + timedelta(milliseconds=7)
    made = Link(sample.id, 2**62, 70, 7, sample.tasks[0], at, values)
    return attrs.evolve(made, **more)


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
