"""Saved filters: texts in the filter language that a user keeps, and nobody else sees."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.application import saved_filters
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Invalid
from tasktix.domain.saved_filters import SavedFilter
from tests.builders import Sample, sign_up
from tests.contract.view import entries_after, wire


def save(app: Application, person: Actor, name: str, text: str) -> SavedFilter:
    return app.perform(person, saved_filters.save, fields={"name": name, "text": text})


def own(app: Application, person: Actor) -> list[tuple[str, str]]:
    return [(saved.name, saved.text) for saved in app.look(person, saved_filters.own)]


def test_ones_own_come_by_name_in_any_case(app: Application) -> None:
    person = sign_up(app)
    for name in ("beta", "Alpha", "Éclair", "alpha 2"):
        save(app, person, name, "is:overdue")
    assert [name for name, _ in own(app, person)] == ["Alpha", "alpha 2", "beta", "Éclair"]


def test_nobody_sees_those_of_another(app: Application, sample: Sample) -> None:
    assert own(app, sample.admin) == [("Soon", "due<tomorrow")]
    assert own(app, sample.viewer) == own(app, sample.outsider) == []


def test_only_its_owner_hears_of_one(app: Application, sample: Sample) -> None:
    outcome = app.commit(sample.admin, saved_filters.save, fields={"name": "Mine", "text": "@me"})
    assert set(outcome.positions) == {sample.admin.user_id}


def test_a_text_is_kept_as_it_was_written(app: Application) -> None:
    """Relative days, other people's words and all: what it finds is another's matter, at another time."""
    person = sign_up(app)
    text = 'due<+3d  & (#Infra|@me) !"blocked words"  list:"Semester 1"'
    save(app, person, "Mine", f"  {text} ")
    assert own(app, person) == [("Mine", text)]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("due<someday", 4),
        ("is:late (#infra | @me", 3),
        ("#a (#infra | @me", 3),
        ("name & ", 7),
        ("élan & due<", 11),
        ("👩‍👩‍👧 ()", 7),
    ],
)
def test_a_text_that_does_not_parse_is_refused_with_the_place_of_its_fault(
    app: Application, sample: Sample, text: str, position: int
) -> None:
    calls: list[tuple[Any, dict[str, Any]]] = [
        (saved_filters.save, {"fields": {"name": "Mine", "text": text}}),
        (saved_filters.revise, {"filter_id": sample.filter, "fields": {"text": text}}),
    ]
    for use_case, ways in calls:
        with pytest.raises(Invalid) as refusal:
            app.perform(sample.admin, use_case, **ways)
        (error,) = refusal.value.errors
        assert (error.field, error.position) == ("text", position), error.message
    assert own(app, sample.admin) == [("Soon", "due<tomorrow")]


def test_all_faults_are_told_together(app: Application, sample: Sample) -> None:
    with pytest.raises(Invalid) as refusal:
        save(app, sample.admin, " ", "due<")
    assert [error.field for error in refusal.value.errors] == ["name", "text"]


def test_two_may_have_the_same_name(app: Application) -> None:
    person = sign_up(app)
    for text in ("is:overdue", "is:unclear"):
        save(app, person, "Mine", text)
    assert sorted(own(app, person)) == [("Mine", "is:overdue"), ("Mine", "is:unclear")]


def test_a_deleted_one_is_gone(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, saved_filters.delete, filter_id=sample.filter)
    assert own(app, sample.admin) == []
    last = wire(entries_after(app, sample.admin.user_id)[-1])
    assert last["changes"] == [{"kind": "filter", "id": sample.filter, "gone": True}]
