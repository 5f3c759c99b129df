"""Which repository a list follows: said, told, taken back, in every store."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tasktix.application import history, lists, mirrors, search, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import CannotUndo, Invalid, NotFound
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue
from tasktix.domain.mirrors import USUAL, Direction, Repository, Rule
from tests.builders import REPOSITORY, Sample, new_list
from tests.contract.beside import a_link, do, put_link
from tests.contract.view import entries_after, view_of_list, wire

ISSUE = Issue("https://github.com/ann/garden/issues/7", 7, "ann/garden", "open")
OTHER = Repository(2, "ann/orchard")


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
