"""Tags: coloured names of a list, on as many of its tasks as one likes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tasktix.application import snapshots, tags, tasks
from tasktix.application.application import Application
from tasktix.domain.errors import Invalid, NotFound, Taken
from tasktix.domain.ids import Id
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task
from tests.builders import Sample, new_sample, new_task
from tests.contract.threads import together
from tests.contract.view import entries_after, view_of_list, wire


def add(app: Application, sample: Sample, name: str, color: str = "red") -> Tag:
    return app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": name, "color": color})


def attach(app: Application, sample: Sample, task_id: Id, tag_id: Id) -> Task:
    return app.perform(sample.admin, tags.attach, list_id=sample.id, task_id=task_id, tag_id=tag_id)


def show(app: Application, sample: Sample, task_id: Id) -> Task:
    return app.look(sample.admin, tasks.show, list_id=sample.id, task_id=task_id)


def names(app: Application, sample: Sample) -> list[str]:
    return [tag.name for tag in app.look(sample.admin, snapshots.of_list, list_id=sample.id).tags]


SAME = {
    "in another case": ("Later", "lATER"),
    "with a sharp s": ("Straße", "STRASSE"),
    "with a large sharp s": ("STRAẞE", "strasse"),
    "composed and decomposed": ("Caf\u00e9", "Cafe\u0301"),
    "in another case and decomposed": ("CAF\u00c9", "cafe\u0301"),
    "with a final sigma": ("ΟΔΟΣ", "οδος"),
    "with a ligature": ("ﬁne", "Fine"),
    "with space around": ("Later", "  Later "),
}

each_pair = pytest.mark.parametrize(("first", "second"), SAME.values(), ids=list(SAME))


@each_pair
def test_no_two_tags_of_a_list_have_the_same_name(app: Application, sample: Sample, first: str, second: str) -> None:
    add(app, sample, first)
    with pytest.raises(Taken) as refusal:
        add(app, sample, second)
    assert refusal.value.field == "name"
    assert names(app, sample) == sorted([first, "Urgent"], key=str.casefold)


@each_pair
def test_a_tag_is_not_renamed_to_the_name_of_another(app: Application, sample: Sample, first: str, second: str) -> None:
    add(app, sample, first)
    with pytest.raises(Taken):
        app.perform(sample.admin, tags.revise, list_id=sample.id, tag_id=sample.tag, fields={"name": second})


@each_pair
def test_a_tag_may_change_the_spelling_of_its_own_name(
    app: Application, sample: Sample, first: str, second: str
) -> None:
    tag = add(app, sample, first)
    app.perform(sample.admin, tags.revise, list_id=sample.id, tag_id=tag.id, fields={"name": second})
    assert second.strip() in names(app, sample)


def test_names_that_differ_in_more_than_case_are_different(app: Application, sample: Sample) -> None:
    for name in ("resume", "résumé", "re sume", "resume.", "ı", "i"):
        add(app, sample, name)
    assert len(names(app, sample)) == 7


def test_another_list_may_have_a_tag_with_the_same_name(app: Application, sample: Sample) -> None:
    other = new_sample(app, sample.admin)
    assert names(app, other) == names(app, sample) == ["Urgent"]


def test_the_name_of_a_deleted_tag_is_free_again(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag)
    assert add(app, sample, "urgent").name == "urgent"


def test_the_same_name_twice_at_once_makes_one_tag(app: Application, sample: Sample) -> None:
    answers = together([partial(add, app, sample, name) for name in ("Later", "LATER", "later", "lateR")])
    assert sorted(type(answer).__name__ for answer in answers) == ["Tag", "Taken", "Taken", "Taken"]


@pytest.mark.parametrize(
    "fields",
    [{"name": " ", "color": "red"}, {"name": "x" * 33, "color": "red"}, {"name": "x", "color": "black"}],
)
def test_what_does_not_fit_is_no_tag(app: Application, sample: Sample, fields: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        app.perform(sample.admin, tags.add, list_id=sample.id, fields=fields)
    assert names(app, sample) == ["Urgent"]


def test_a_deleted_tag_is_taken_off_every_task_in_the_same_entry(app: Application, sample: Sample) -> None:
    attach(app, sample, sample.completed, sample.tag)
    carriers = {task_id: show(app, sample, task_id).version for task_id in (sample.rich, sample.completed)}

    outcome = app.commit(sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag)

    found = {task_id: show(app, sample, task_id) for task_id in carriers}
    assert {task.tags for task in found.values()} == {()}
    assert {task_id: task.version for task_id, task in found.items()} == {it: old + 1 for it, old in carriers.items()}
    (entry,) = entries_after(app, sample.id, outcome.positions[sample.id] - 1)
    assert {fact["type"] for fact in wire(entry)["facts"]} == {"tag.deleted", "task.untagged"}


def test_deleting_a_tag_leaves_other_tags_and_tasks_alone(app: Application, sample: Sample) -> None:
    other = add(app, sample, "Later")
    for task_id in (sample.tasks[0], sample.rich):
        attach(app, sample, task_id, other.id)
    before = show(app, sample, sample.tasks[0])
    app.perform(sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag)
    after = show(app, sample, sample.tasks[0])
    assert (after.tags, after.version) == (before.tags, before.version)
    assert show(app, sample, sample.rich).tags == (other.id,)


def test_attaching_and_detaching_twice_is_doing_it_once(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0], "tag_id": sample.tag}
    for use_case, carried in ((tags.attach, (sample.tag,)), (tags.detach, ())):
        first = app.commit(sample.admin, use_case, **ways)
        again = app.commit(sample.admin, use_case, **ways)
        assert first.answer.tags == again.answer.tags == carried
        assert again.answer.version == first.answer.version
        assert not again.positions


def test_a_tag_of_another_list_is_not_there_for_a_new_task(app: Application, sample: Sample) -> None:
    other = new_sample(app, sample.admin)
    before = view_of_list(app, sample.admin, sample.id)
    with pytest.raises(NotFound):
        app.perform(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"}, tags=[sample.tag, other.tag])
    assert view_of_list(app, sample.admin, sample.id) == before


def test_a_new_task_carries_each_of_its_tags_once_whatever_their_order(app: Application, sample: Sample) -> None:
    later = add(app, sample, "Later")
    added = app.perform(
        sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"}, tags=[later.id, sample.tag, later.id]
    )
    assert show(app, sample, added.id).tags == tuple(sorted([sample.tag, later.id]))


def test_a_task_carries_as_many_tags_as_one_likes(app: Application, sample: Sample) -> None:
    """What reads them in one statement must not cut them off."""
    every = sorted(add(app, sample, f"{number}").id for number in range(100))
    added = app.perform(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"}, tags=every)
    assert show(app, sample, added.id).tags == tuple(every)
    (shown,) = (
        task for task in app.look(sample.admin, snapshots.of_list, list_id=sample.id).tasks if task.id == added.id
    )
    assert shown.tags == tuple(every)


def test_eight_who_tag_the_same_task_at_once_all_do(app: Application, sample: Sample) -> None:
    every = [add(app, sample, f"{number}").id for number in range(8)]
    answers = together([partial(attach, app, sample, sample.tasks[0], tag_id) for tag_id in every])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert show(app, sample, sample.tasks[0]).tags == tuple(sorted(every))


def test_a_tag_deleted_while_others_attach_it_is_on_no_task(app: Application, sample: Sample) -> None:
    every = [new_task(app, sample.admin, sample.id, sample.sections[0]) for _ in range(4)]
    delete = partial(app.perform, sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag)
    calls: list[Callable[[], Any]] = [*(partial(attach, app, sample, it, sample.tag) for it in every), delete]

    answers = together(calls)

    assert {type(answer) for answer in answers} <= {Task, NotFound, type(None)}, answers
    assert answers[-1] is None
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert {task.tags for task in found.tasks} == {()}
    assert not found.tags
