"""Many at the same moment: nothing is lost, nothing is there twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tasktix.application import assignees, history, lists, members, sections, snapshots, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome, Store
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NotFound
from tasktix.domain.tasks import Task
from tests.builders import Sample, join, new_application, new_list, new_sample, new_task
from tests.contract.threads import together
from tests.contract.view import entries_after, fold, view_of_list, wire
from tests.fakes import FakeClock, SeededChance

THREADS = 8
ROUNDS = 5


def failures(answers: list[Any]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_every_change_by_eight_at_once_is_in_the_log(app: Application, sample: Sample) -> None:
    """Each renames the same task, and adds another, five times."""
    before = view_of_list(app, sample.admin, sample.id)

    def work_hard(number: int) -> None:
        for turn in range(ROUNDS):
            name = f"{number}.{turn}"
            app.perform(sample.admin, tasks.revise, list_id=sample.id, task_id=sample.tasks[0], fields={"name": name})
            app.perform(
                sample.admin, tasks.add, list_id=sample.id, section_id=sample.sections[0], fields={"name": name}
            )

    assert not failures(together([partial(work_hard, number) for number in range(THREADS)]))

    entries = entries_after(app, sample.id, before.position)
    after = view_of_list(app, sample.admin, sample.id)
    changes = THREADS * ROUNDS * 2
    assert [entry.position for entry in entries] == list(range(before.position + 1, before.position + changes + 1))
    assert fold(before.things, entries) == after.things
    assert after.position == before.position + changes
    assert after.things["task", sample.tasks[0]]["version"] == 1 + THREADS * ROUNDS
    assert len(after.things) == len(before.things) + THREADS * ROUNDS


def test_those_who_append_at_once_get_different_ranks(app: Application, sample: Sample) -> None:
    add = partial(new_task, app, sample.admin, sample.id, sample.sections[0])
    assert not failures(together([add] * THREADS))
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id).tasks
    ranks = [task.rank for task in found if task.section_id == sample.sections[0]]
    assert len(set(ranks)) == len(ranks) == 3 + THREADS


def test_two_who_add_after_the_same_task_at_once_leave_room_between_theirs(
    store_of: Callable[[str], Store], clock: FakeClock, chance: SeededChance
) -> None:
    """Only where writers of one list run side by side: each looks for its place before it sees the other's task."""
    app = new_application(store_of("mariadb"), clock, chance)
    sample = new_sample(app)
    ways: dict[str, Any] = {"list_id": sample.id, "section_id": sample.sections[0], "fields": {"name": "Rake"}}

    def add_while_another_does(work: UnitOfWork, actor: Actor) -> list[Task]:
        mine = tasks.add(work, actor, after=sample.tasks[0], **ways)
        (others,) = together([partial(app.perform, sample.admin, tasks.add, after=sample.tasks[0], **ways)])
        return [mine, others]

    first, second = sorted(app.perform(sample.admin, add_while_another_does), key=lambda task: (task.rank, task.id))
    third = app.perform(sample.admin, tasks.add, after=first.id, **ways)

    assert (first.rank, first.id) < (third.rank, third.id) < (second.rank, second.id)


def test_changes_of_different_fields_of_a_task_both_survive(app: Application, sample: Sample) -> None:
    for turn in range(ROUNDS):
        wanted = {"name": f"Dig {turn}", "expected": 60 + turn, "description": f"{turn}", "due": f"2026-11-1{turn}"}
        revise = [
            partial(
                app.perform,
                sample.admin,
                tasks.revise,
                list_id=sample.id,
                task_id=sample.tasks[0],
                fields={field: value},
            )
            for field, value in wanted.items()
        ]
        assert not failures(together(revise))
        image = view_of_list(app, sample.admin, sample.id).things["task", sample.tasks[0]]
        assert {field: image[field] for field in wanted} == wanted


def test_changes_of_a_list_and_its_sections_all_survive(app: Application, sample: Sample) -> None:
    changes: list[Callable[[], Any]] = [
        partial(app.perform, sample.admin, lists.revise, list_id=sample.id, fields={"name": "Orchard"}),
        partial(app.perform, sample.admin, lists.revise, list_id=sample.id, fields={"color": "pink"}),
        *(
            partial(app.perform, sample.admin, sections.add, list_id=sample.id, fields={"name": f"{number}"})
            for number in range(6)
        ),
    ]
    assert not failures(together(changes))
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert (found.list.name, found.list.color, found.list.version) == ("Orchard", "pink", 3)
    assert len({section.rank for section in found.sections}) == len(found.sections) == 8


def test_the_same_creation_at_once_makes_one_thing(app: Application, sample: Sample) -> None:
    create = partial(
        app.commit,
        sample.admin,
        tasks.add,
        list_id=sample.id,
        section_id=sample.sections[0],
        task_id=sample.fresh_id,
        fields={"name": "Rake"},
    )
    answers = together([create] * THREADS)
    assert not failures(answers)
    assert sum(bool(outcome.positions) for outcome in answers if not isinstance(outcome, Exception)) == 1


def test_a_member_added_twice_at_once_is_one_member(app: Application, sample: Sample) -> None:
    add = partial(app.perform, sample.admin, members.add, list_id=sample.id, login=sample.outsider_login, role="Viewer")
    names = sorted(type(answer).__name__ for answer in together([add, add]))
    assert names == ["AlreadyMember", "Member"]


def test_the_first_tasks_of_a_list_make_one_section(app: Application, sample: Sample) -> None:
    list_id = new_list(app, sample.admin)
    assert not failures(together([partial(new_task, app, sample.admin, list_id)] * THREADS))
    snapshot = app.look(sample.admin, snapshots.of_list, list_id=list_id)
    assert len(snapshot.sections) == 1
    assert len(snapshot.tasks) == THREADS


def test_a_task_added_to_a_section_that_goes_is_gone_or_refused(app: Application, sample: Sample) -> None:
    add = partial(new_task, app, sample.admin, sample.id, sample.sections[0])
    delete = partial(app.perform, sample.admin, sections.delete, list_id=sample.id, section_id=sample.sections[0])
    calls: list[Callable[[], Any]] = [add, add, add, add, delete]
    answers = together(calls)

    assert all(isinstance(failure, NotFound) for failure in failures(answers)), failures(answers)
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert {task.section_id for task in found.tasks} <= {section.id for section in found.sections}


DEMOLITIONS: dict[str, tuple[Callable[..., Any], Callable[[Sample], dict[str, Any]]]] = {
    "a tag is deleted": (tags.delete, lambda it: {"tag_id": it.tag}),
    "a member is removed": (members.remove, lambda it: {"user_id": it.viewer.user_id}),
    "a section is deleted": (sections.delete, lambda it: {"section_id": it.sections[0]}),
}


@pytest.mark.parametrize(("demolish", "what"), DEMOLITIONS.values(), ids=list(DEMOLITIONS))
@pytest.mark.parametrize("kind", ["tag", "assignee"])
def test_what_a_task_is_given_while_it_is_waited_for_is_not_overlooked(
    app: Application,
    sample: Sample,
    demolish: Callable[..., Any],
    what: Callable[[Sample], dict[str, Any]],
    kind: str,
) -> None:
    """Who waits for a task must see all of it as it is then, its tags and assignees too, not as it was before."""
    other_tag = app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": "Later", "color": "red"}).id
    other_admin = join(app, sample.admin, sample.id, "Admin")
    before = view_of_list(app, sample.admin, sample.id)
    rival = threading.Thread(
        target=app.perform, args=(other_admin, demolish), kwargs={"list_id": sample.id, **what(sample)}
    )

    def give(work: UnitOfWork) -> Task:
        ways = {"list_id": sample.id, "task_id": sample.rich}
        if kind == "tag":
            return tags.attach(work, sample.admin, tag_id=other_tag, **ways)
        return assignees.assign(work, sample.admin, user_id=sample.admin.user_id, **ways)

    def let_the_rival_wait(_work: UnitOfWork, _actor: Actor, _outcome: Outcome[Any]) -> None:
        rival.start()
        rival.join(0.3)

    app.store.write(sample.admin, give, let_the_rival_wait)
    rival.join()

    after = view_of_list(app, sample.admin, sample.id)
    assert after.position == before.position + 2
    assert fold(before.things, entries_after(app, sample.id, before.position)) == after.things
    newest = app.look(sample.admin, history.of_list, list_id=sample.id, limit=1).entries[0]
    for gone in (change.gone for change in newest.of("task") if change.id == sample.rich):
        if isinstance(gone, Task):
            assert {other_tag, sample.admin.user_id} & {*gone.tags, *gone.assignees}, "an undo would lose it"


def test_a_list_deleted_while_others_work_in_it_is_gone(app: Application, sample: Sample) -> None:
    add = partial(new_task, app, sample.admin, sample.id, sample.sections[0])
    delete = partial(app.perform, sample.admin, lists.delete, list_id=sample.id)
    calls: list[Callable[[], Any]] = [add, add, add, add, delete]
    answers = together(calls)

    assert all(isinstance(failure, NotFound) for failure in failures(answers)), failures(answers)
    assert wire(entries_after(app, sample.id)[-1])["facts"] == [{"type": "list.deleted", "list": sample.id}]
    assert view_of_list(app, sample.admin, sample.id).things == {}


def test_work_in_different_lists_of_the_same_people_goes_on_side_by_side(app: Application, sample: Sample) -> None:
    others = [new_list(app, sample.admin) for _ in range(4)]
    join_all = [
        partial(app.perform, sample.admin, members.add, list_id=it, login=sample.outsider_login, role="Viewer")
        for it in others
    ]
    assert not failures(together(join_all))
    positions = [entry.position for entry in entries_after(app, sample.outsider.user_id)]
    assert positions == list(range(1, len(positions) + 1))
    assert {line.id for line in app.look(sample.outsider, lists.overviews)} == set(others)
