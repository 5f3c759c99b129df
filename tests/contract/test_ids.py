"""A client may choose the id of what it creates; ids of other lists are not there."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tasktix.application import history, lists, members, roles, saved_filters, sections, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome
from tasktix.domain.access import ADMIN
from tasktix.domain.errors import IdTaken, NotFound
from tasktix.domain.ids import Id
from tests.builders import Sample, join, login_of, new_list, new_sample
from tests.catalogue import ROWS, Row
from tests.catalogue.row import Access
from tests.contract.view import entries_after, view_of_list

Create = Callable[[Application, Actor, Id, Id, str], Outcome[Any]]
"""Application, creator, list, the id that is chosen, name."""


def create_list(app: Application, actor: Actor, _list_id: Id, chosen: Id, name: str) -> Outcome[Any]:
    return app.commit(actor, lists.create, list_id=chosen, fields={"name": name})


def create_section(app: Application, actor: Actor, list_id: Id, chosen: Id, name: str) -> Outcome[Any]:
    return app.commit(actor, sections.add, list_id=list_id, section_id=chosen, fields={"name": name})


def create_task(app: Application, actor: Actor, list_id: Id, chosen: Id, name: str) -> Outcome[Any]:
    return app.commit(actor, tasks.add, list_id=list_id, task_id=chosen, fields={"name": name})


def create_tag(app: Application, actor: Actor, list_id: Id, chosen: Id, name: str) -> Outcome[Any]:
    return app.commit(actor, tags.add, list_id=list_id, tag_id=chosen, fields={"name": name, "color": "red"})


def create_role(app: Application, actor: Actor, list_id: Id, chosen: Id, name: str) -> Outcome[Any]:
    return app.commit(actor, roles.add, list_id=list_id, role_id=chosen, fields={"name": name, "permissions": []})


def create_filter(app: Application, actor: Actor, _list_id: Id, chosen: Id, name: str) -> Outcome[Any]:
    return app.commit(actor, saved_filters.save, filter_id=chosen, fields={"name": name, "text": "due<today"})


IN_A_LIST: tuple[Create, ...] = (create_section, create_task, create_tag, create_role)
CREATIONS: tuple[Create, ...] = (create_list, *IN_A_LIST, create_filter)

REVISIONS: dict[Create, tuple[Callable[..., Any], str]] = {
    create_list: (lists.revise, "list_id"),
    create_section: (sections.revise, "section_id"),
    create_task: (tasks.revise, "task_id"),
    create_tag: (tags.revise, "tag_id"),
    create_role: (roles.revise, "role_id"),
    create_filter: (saved_filters.revise, "filter_id"),
}

each_creation = pytest.mark.parametrize("create", CREATIONS)


@each_creation
def test_the_chosen_id_is_used(create: Create, app: Application, sample: Sample) -> None:
    assert create(app, sample.admin, sample.id, sample.fresh_id, "Herbs").answer.id == sample.fresh_id


@each_creation
def test_a_repeat_answers_the_same_thing_and_writes_nothing(create: Create, app: Application, sample: Sample) -> None:
    first = create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    before = view_of_list(app, sample.admin, sample.id)

    repeat = create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")

    assert repeat.answer.id == first.answer.id
    assert repeat.answer.version == 1
    assert not repeat.positions
    assert view_of_list(app, sample.admin, sample.id) == before


@each_creation
def test_a_repeat_answers_the_thing_as_it_now_is(create: Create, app: Application, sample: Sample) -> None:
    create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    revise, name = REVISIONS[create]
    ways = {name: sample.fresh_id} if create is create_filter else {"list_id": sample.id, name: sample.fresh_id}
    app.perform(sample.admin, revise, fields={"name": "Spices"}, **ways)

    repeat = create(app, sample.admin, sample.id, sample.fresh_id, "Herbs").answer

    assert (repeat.name, repeat.version) == ("Spices", 2)


@each_creation
def test_an_id_is_taken_for_other_content(create: Create, app: Application, sample: Sample) -> None:
    create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    with pytest.raises(IdTaken):
        create(app, sample.admin, sample.id, sample.fresh_id, "Spices")


@each_creation
def test_an_id_is_taken_for_another_user(create: Create, app: Application, sample: Sample) -> None:
    other = join(app, sample.admin, sample.id, ADMIN.name)
    create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    with pytest.raises(IdTaken):
        create(app, other, sample.id, sample.fresh_id, "Herbs")


@pytest.mark.parametrize("create", IN_A_LIST)
def test_an_id_is_taken_for_another_list(create: Create, app: Application, sample: Sample) -> None:
    other = new_list(app, sample.admin)
    create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    with pytest.raises(IdTaken):
        create(app, sample.admin, other, sample.fresh_id, "Herbs")


@pytest.mark.parametrize("second", CREATIONS)
@each_creation
def test_an_id_is_taken_for_another_kind(create: Create, second: Create, app: Application, sample: Sample) -> None:
    if create is second:
        return
    create(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    with pytest.raises(IdTaken):
        second(app, sample.admin, sample.id, sample.fresh_id, "Herbs")


def test_an_id_of_a_user_is_taken_for_a_list(app: Application, sample: Sample) -> None:
    """Both are audiences: the list's readers would read the user's own matters."""
    before = len(entries_after(app, sample.outsider.user_id))
    with pytest.raises(IdTaken):
        create_list(app, sample.admin, sample.id, sample.outsider.user_id, "Herbs")
    assert len(entries_after(app, sample.outsider.user_id)) == before


def test_an_id_of_a_deleted_list_stays_taken(app: Application, sample: Sample) -> None:
    """Its log stays, and positions never start again."""
    create_list(app, sample.admin, sample.id, sample.fresh_id, "Herbs")
    app.perform(sample.admin, lists.delete, list_id=sample.fresh_id)
    with pytest.raises(IdTaken):
        create_list(app, sample.admin, sample.id, sample.fresh_id, "Herbs")


def test_a_repeat_is_known_when_the_task_it_came_after_is_gone(app: Application, sample: Sample) -> None:
    """The answer to the first request may have been lost; what others did since does not undo it."""
    first_task, *_ = sample.tasks
    request: dict[str, Any] = {
        "list_id": sample.id,
        "task_id": sample.fresh_id,
        "section_id": sample.sections[0],
        "after": first_task,
        "fields": {"name": "Rake"},
    }
    app.perform(sample.admin, tasks.add, **request)
    app.perform(sample.admin, tasks.delete, list_id=sample.id, task_id=first_task)

    assert app.perform(sample.admin, tasks.add, **request).id == sample.fresh_id


# ids of other lists

CHOSEN = {
    (sections.add, "section_id"),
    (tasks.add, "task_id"),
    (tasks.add_quick, "task_id"),
    (tags.add, "tag_id"),
    (roles.add, "role_id"),
}
"""These name what is to be made."""

OF_THE_PAST = {(history.of_list, "task_id")}
"""These may name what is no longer there."""


def parts() -> Iterator[Any]:
    """Each parameter of each use case in the catalogue with which somebody names a part of the list. (What is for the
    program itself is given what it has just read, and does nothing where that has gone.)"""
    for row in ROWS:
        parameters = inspect.signature(row.use_case).parameters
        if "list_id" not in parameters or row.variant or row.needs is Access.SYSTEM:
            continue
        for name in ("section_id", "task_id", "after", "user_id", "tag_id", "role_id"):
            if name in parameters and (row.use_case, name) not in CHOSEN | OF_THE_PAST:
                yield pytest.param(row, name, id=f"{row.name}-{name}")


each_part = pytest.mark.parametrize(("row", "name"), list(parts()))


def part_of(sample: Sample, row: Row, name: str) -> Id:
    if name in {"user_id", "tag_id", "role_id"}:
        return {"user_id": sample.viewer.user_id, "tag_id": sample.tag, "role_id": sample.role}[name]
    if name == "section_id" or (name == "after" and row.use_case.__module__ == sections.__name__):
        return sample.sections[1]
    return sample.tasks[1]


@each_part
def test_a_part_of_another_list_is_not_there_not_even_for_its_admin(
    row: Row, name: str, app: Application, sample: Sample
) -> None:
    other = new_sample(app, sample.admin)
    before = view_of_list(app, sample.admin, sample.id), view_of_list(app, sample.admin, other.id)

    with pytest.raises(NotFound):
        row.commit(app, sample, **{name: part_of(other, row, name)})

    assert before == (view_of_list(app, sample.admin, sample.id), view_of_list(app, sample.admin, other.id))


@each_part
def test_a_part_that_is_nowhere_is_not_there(row: Row, name: str, app: Application, untouched: Sample) -> None:
    with pytest.raises(NotFound):
        row.commit(app, untouched, **{name: untouched.fresh_id})


@each_part
def test_an_id_in_other_case_is_another_id(row: Row, name: str, app: Application, sample: Sample) -> None:
    with pytest.raises(NotFound):
        row.commit(app, sample, **{name: part_of(sample, row, name).swapcase()})


def test_a_login_is_found_in_any_case(app: Application, sample: Sample) -> None:
    login = login_of(app, sample.outsider).upper()
    member = app.perform(sample.admin, members.add, list_id=sample.id, login=login, role=ADMIN.name)
    assert member.id == sample.outsider.user_id
