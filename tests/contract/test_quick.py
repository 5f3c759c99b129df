"""Quick add: one line of text, read with the names that its list has, on the clock of who writes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tasktix.application import accounts, members, sections, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Forbidden, IdTaken, Invalid, NotFound
from tasktix.domain.quick_add import Reading
from tasktix.domain.tasks import Task
from tests.builders import Sample, join, login_of, new_id, new_sample, new_section
from tests.contract.view import entries_after, view_of_list
from tests.fakes import FakeClock


def add(app: Application, sample: Sample, text: str, actor: Actor | None = None, **more: Any) -> Task:
    return app.perform(actor or sample.admin, tasks.add_quick, list_id=sample.id, text=text, **more)


def read(app: Application, sample: Sample, text: str) -> Reading:
    return app.look(sample.admin, tasks.read_quick, list_id=sample.id, text=text)


def due_of(task: Task) -> str | None:
    return task.due.text if task.due is not None else None


def day_in(clock: FakeClock, zone: str) -> date:
    return clock.now().astimezone(ZoneInfo(zone)).date()


def test_what_a_line_names_the_task_has(app: Application, sample: Sample, clock: FakeClock) -> None:
    viewer = login_of(app, sample.viewer).upper()
    text = f"Rake #URGENT the @{viewer} leaves @me !high ~1h30m due:tomorrow in:trees is:unclear"
    made = add(app, sample, text)
    assert made.name == "Rake the leaves"
    assert made.tags == (sample.tag,)
    assert set(made.assignees) == {sample.viewer.user_id, sample.admin.user_id}
    assert (made.section_id, made.priority, made.expected, made.unclear) == (sample.sections[1], "high", 5_400, True)
    assert due_of(made) == (clock.now().date() + timedelta(days=1)).isoformat()
    stored = app.look(sample.viewer, tasks.show, list_id=sample.id, task_id=made.id)
    fields = ("name", "tags", "assignees", "section_id", "priority", "expected", "unclear", "version")
    assert [getattr(stored, field) for field in fields] == [getattr(made, field) for field in fields]
    assert due_of(stored) == due_of(made)


def test_names_of_other_lists_mean_nothing_here_and_stay_in_the_name(app: Application, sample: Sample) -> None:
    other = new_sample(app, sample.admin)
    app.perform(sample.admin, tags.add, list_id=other.id, fields={"name": "shopping", "color": "red"})
    new_section(app, sample.admin, other.id, "Kitchen")
    text = f"Buy #shopping @{login_of(app, other.viewer)} in:kitchen #urgent"
    made = add(app, sample, text)
    assert made.name == text.removesuffix(" #urgent")
    assert (made.tags, made.assignees, made.section_id) == ((sample.tag,), (), sample.sections[0])
    found = read(app, sample, text)
    assert [token.text for token in found.unknown] == text.split()[1:4]
    assert [token.value for token in found.unknown] == [None] * 3


def test_names_are_those_of_now(app: Application, sample: Sample) -> None:
    viewer = login_of(app, sample.viewer)
    app.perform(sample.admin, tags.revise, list_id=sample.id, tag_id=sample.tag, fields={"name": "Größe 5"})
    app.perform(
        sample.admin, sections.revise, list_id=sample.id, section_id=sample.sections[1], fields={"name": "ΌΣΟΣ"}
    )
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.viewer.user_id)
    made = add(app, sample, f'Rake #urgent #"GRÖSSE 5" @{viewer} in:όσος')
    assert made.name == f"Rake #urgent @{viewer}"
    assert (made.tags, made.assignees, made.section_id) == ((sample.tag,), (), sample.sections[1])


def test_a_section_in_the_text_goes_before_the_one_that_is_given(app: Application, sample: Sample) -> None:
    beds, trees = sample.sections
    assert add(app, sample, "Rake").section_id == beds
    assert add(app, sample, "Rake", section_id=trees).section_id == trees
    assert add(app, sample, "Rake in:beds", section_id=trees).section_id == beds
    assert add(app, sample, "Rake in:nowhere", section_id=trees).section_id == trees
    second = new_section(app, sample.admin, sample.id, "TREES")
    assert add(app, sample, "Rake in:trees", section_id=beds).section_id == trees
    app.perform(sample.admin, sections.place, list_id=sample.id, section_id=second, after=None)
    assert add(app, sample, "Rake in:trees").section_id == second


def test_a_place_after_a_task_is_kept(app: Application, sample: Sample) -> None:
    dig, sow, _ = sample.tasks
    made = add(app, sample, "Rake", section_id=sample.sections[0], after=dig)
    ranks = {it.id: it.rank for it in app.store.read(lambda work: work.tasks.in_list(sample.id, completed=True))}
    assert ranks[dig] < made.rank < ranks[sow]
    with pytest.raises(NotFound):
        add(app, sample, "Rake in:trees", section_id=sample.sections[0], after=dig)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata", "Europe/Berlin"])
def test_days_and_times_are_those_of_who_writes(app: Application, sample: Sample, clock: FakeClock, zone: str) -> None:
    app.perform(sample.admin, accounts.revise, fields={"timezone": zone})
    day = day_in(clock, zone)
    assert due_of(add(app, sample, "Rake due:today")) == day.isoformat()
    moment = datetime.combine(day + timedelta(days=1), time(17), ZoneInfo(zone)).astimezone(UTC)
    assert due_of(add(app, sample, "Rake due:tomorrow 17:00")) == moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert due_of(add(app, sample, "Rake due:2027-07-01 9:30")) == (
        datetime(2027, 7, 1, 9, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    )


# repeats


def test_the_same_text_with_the_same_id_is_the_same_task_even_after_midnight(
    app: Application, sample: Sample, clock: FakeClock
) -> None:
    text, task_id = "Rake due:today #urgent", new_id(app)
    first = add(app, sample, text, task_id=task_id)
    before = view_of_list(app, sample.admin, sample.id)
    clock.advance(timedelta(days=1))
    again = app.commit(sample.admin, tasks.add_quick, list_id=sample.id, text=text, task_id=task_id)
    assert (again.answer.id, due_of(again.answer), again.positions) == (task_id, due_of(first), {})
    assert view_of_list(app, sample.admin, sample.id) == before
    app.perform(sample.admin, tags.delete, list_id=sample.id, tag_id=sample.tag)
    assert add(app, sample, text, task_id=task_id).name == "Rake"
    assert due_of(add(app, sample, text)) != due_of(first)


def test_an_id_is_not_used_twice(app: Application, sample: Sample) -> None:
    task_id = new_id(app)
    helper = join(app, sample.admin, sample.id, "Manager")
    add(app, sample, "Rake #urgent", task_id=task_id)
    others: list[tuple[Actor, str, dict[str, Any]]] = [
        (sample.admin, "Rake", {}),
        (sample.admin, "Rake  #urgent", {}),
        (sample.admin, "Rake #urgent", {"section_id": sample.sections[1]}),
        (sample.admin, "Rake #urgent", {"after": None}),
        (helper, "Rake #urgent", {}),
    ]
    for actor, text, more in others:
        with pytest.raises(IdTaken):
            add(app, sample, text, actor, task_id=task_id, **more)
    with pytest.raises(IdTaken):
        app.perform(sample.admin, tasks.add, list_id=sample.id, fields={"name": "Rake"}, task_id=task_id)


# refusals


@pytest.mark.parametrize("text", ["", "  ", "#urgent", "!high ~2h due:today"])
def test_a_task_needs_a_name(app: Application, untouched: Sample, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(app, untouched, text)
    assert [error.field for error in refusal.value.errors] == ["name"]


def test_a_text_may_have_so_many_characters(app: Application, untouched: Sample) -> None:
    for use_case, field in ((tasks.add_quick, "quick"), (tasks.read_quick, "text")):
        with pytest.raises(Invalid) as refusal:
            app.look(untouched.admin, use_case, list_id=untouched.id, text="x" * 2_001)
        assert [error.field for error in refusal.value.errors] == [field]
    with pytest.raises(Invalid) as refusal:
        add(app, untouched, "x" * 257)
    assert [error.field for error in refusal.value.errors] == ["name"]


def test_who_may_not_add_tasks_may_read_how_a_text_would_be_understood(app: Application, untouched: Sample) -> None:
    with pytest.raises(Forbidden):
        add(app, untouched, "Rake #urgent", untouched.viewer)
    found = app.look(untouched.viewer, tasks.read_quick, list_id=untouched.id, text="Rake #urgent @me")
    assert (found.name, found.tags, found.assignees) == ("Rake", (untouched.tag,), (untouched.viewer.user_id,))
    for use_case in (tasks.add_quick, tasks.read_quick):
        with pytest.raises(NotFound):
            app.look(untouched.outsider, use_case, list_id=untouched.id, text="Rake")


def test_reading_a_text_makes_nothing(app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id)
    outcome = app.commit(sample.admin, tasks.read_quick, list_id=sample.id, text="Rake #urgent due:today")
    assert not outcome.positions
    assert view_of_list(app, sample.admin, sample.id) == before


@pytest.mark.parametrize(
    "text",
    [
        "Rake",
        "Rake #urgent !low due:fri 9:15 ~45m is:unclear",
        'Rake "#urgent" in:trees @me #nothing',
        "due:2026-02-30 Rake due:+3d",
        "@me @me #urgent #urgent Rake",
    ],
)
def test_what_is_read_is_what_is_made(app: Application, sample: Sample, text: str) -> None:
    found, made = read(app, sample, text), add(app, sample, text)
    assert (found.name, found.tags, found.assignees) == (made.name, made.tags, made.assignees)
    assert made.section_id == (found.section or sample.sections[0])
    its = {"priority": made.priority, "due": due_of(made), "expected": made.expected, "unclear": made.unclear}
    assert its | dict(found.fields) == its
    (change,) = [it for it in entries_after(app, sample.id)[-1:] if '"task.added"' in it.text]
    assert made.id in change.text
