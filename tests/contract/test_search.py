"""Tasks across lists: those of one's own lists, as they are now, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tasktix.application import accounts, assignees, history, lists, members, search, sections, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Invalid
from tests.builders import (
    Sample,
    join,
    login_of,
    new_list,
    new_sample,
    new_section,
    new_task,
    person_fields,
    sign_up,
)


def find(app: Application, actor: Actor, filter_text: str = "") -> list[str]:
    """The names of the tasks, in alphabetical order."""
    found = app.look(actor, search.find, limit=200, filter_text=filter_text).tasks
    return sorted(task.name for task in found)


ALL = ["Dig", "Prune", "Sow", "Water"]


# whose


def test_one_finds_the_tasks_of_all_lists_of_ones_own(app: Application, sample: Sample) -> None:
    other = new_list(app, sample.viewer, "Kitchen")
    new_task(app, sample.viewer, other, name="Cook")
    assert find(app, sample.admin) == ALL
    assert find(app, sample.viewer) == ["Cook", *ALL]
    assert find(app, sample.outsider) == []


def test_a_new_member_finds_the_tasks_of_the_list(app: Application, sample: Sample) -> None:
    assert find(app, join(app, sample.admin, sample.id, "Viewer")) == ALL


@pytest.mark.parametrize("text", ["", "dig", "#urgent", "@me", "status:open", "list:Garden", "section:Beds", "!dig"])
def test_who_was_removed_finds_nothing_of_it_any_more(app: Application, sample: Sample, text: str) -> None:
    assert find(app, sample.viewer, text)
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.viewer.user_id)
    assert find(app, sample.viewer, text) == []
    assert find(app, sample.admin) == ALL


def test_a_deleted_list_is_not_found_until_it_is_brought_back(app: Application, sample: Sample) -> None:
    position = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    assert find(app, sample.admin) == find(app, sample.viewer, "dig") == []
    app.perform(sample.admin, history.undo, list_id=sample.id, position=position)
    assert find(app, sample.admin) == ALL
    assert find(app, sample.viewer, "#urgent @me") == ["Water"]


def test_two_people_with_a_list_of_the_same_name_find_their_own(app: Application, sample: Sample) -> None:
    other = new_list(app, sample.outsider, "garden")
    new_task(app, sample.outsider, other, name="Swim")
    assert find(app, sample.admin, "list:GARDEN") == ALL
    assert find(app, sample.outsider, "list:GARDEN") == ["Swim"]
    assert find(app, sample.outsider, "list!=garden") == []


def test_me_is_who_asks_and_another_is_called_by_name(app: Application, sample: Sample) -> None:
    viewer = login_of(app, sample.viewer)
    assert find(app, sample.viewer, "@me") == ["Water"]
    assert find(app, sample.admin, "@me") == []
    for name in (viewer, viewer.upper(), f'"{viewer}"'):
        assert find(app, sample.admin, f"@{name}") == ["Water"]
    assert find(app, sample.admin, f"@{viewer[:-1]}") == find(app, sample.admin, f"@{sample.outsider_login}") == []
    assert find(app, sample.admin, "@none") == ["Dig", "Prune", "Sow"]


def test_a_tag_of_that_name_is_looked_for_in_every_list(app: Application, sample: Sample) -> None:
    second = new_sample(app, sample.admin)
    third = new_list(app, sample.admin, "Kitchen")
    shopping = app.perform(sample.admin, tags.add, list_id=third, fields={"name": "shopping", "color": "red"})
    app.perform(sample.admin, tasks.add, list_id=third, fields={"name": "Buy"}, tags=[shopping.id])
    assert find(app, sample.admin, "#URGENT") == ["Water", "Water"]
    assert find(app, sample.admin, "#shopping") == ["Buy"]
    assert find(app, sample.admin, "#shopping,urgent list:kitchen") == ["Buy"]
    assert find(app, sample.viewer, "#shopping") == []
    assert find(app, second.viewer, "#urgent") == ["Water"]


def test_a_section_of_that_name_is_looked_for_in_every_list(app: Application, sample: Sample) -> None:
    second = new_list(app, sample.viewer, "Beds")
    new_task(app, sample.viewer, second, new_section(app, sample.viewer, second, "BEDS"), name="Buy linen")
    new_task(app, sample.viewer, second, new_section(app, sample.viewer, second, "Pillows"), name="Buy pillows")
    assert find(app, sample.viewer, "section:beds") == ["Buy linen", "Dig", "Sow", "Water"]
    assert find(app, sample.viewer, "section:beds list!=beds") == ["Dig", "Sow", "Water"]
    assert find(app, sample.viewer, "section!=beds") == ["Buy pillows", "Prune"]
    assert find(app, sample.viewer, "section:pillows,trees") == ["Buy pillows", "Prune"]
    assert find(app, sample.viewer, "list:beds") == ["Buy linen", "Buy pillows"]


# as they are now


CHANGES: dict[str, tuple[Callable[[Application, Sample], object], str, str]] = {
    "a task is renamed": (
        lambda app, it: app.perform(
            it.admin, tasks.revise, list_id=it.id, task_id=it.rich, fields={"name": "STRASSE fegen"}
        ),
        "water",
        "straße",
    ),
    "a task is described": (
        lambda app, it: app.perform(
            it.admin, tasks.revise, list_id=it.id, task_id=it.rich, fields={"description": "with the\nCafe\u0301"}
        ),
        "water !café",
        '"the\ncafé"',
    ),
    "a tag is renamed": (
        lambda app, it: app.perform(it.admin, tags.revise, list_id=it.id, tag_id=it.tag, fields={"name": "Größe"}),
        "#urgent",
        "#GRÖSSE",
    ),
    "a tag is taken off": (
        lambda app, it: app.perform(it.admin, tags.detach, list_id=it.id, task_id=it.rich, tag_id=it.tag),
        "#urgent",
        "!has:tags @me",
    ),
    "a list is renamed": (
        lambda app, it: app.perform(it.admin, lists.revise, list_id=it.id, fields={"name": "İzmir"}),
        "list:Garden water",
        'list:"i\u0307zmir" water',
    ),
    "a section is renamed": (
        lambda app, it: app.perform(
            it.admin, sections.revise, list_id=it.id, section_id=it.sections[0], fields={"name": "ΌΣΟΣ"}
        ),
        "section:beds water",
        "section:όσος water",
    ),
    "a task is moved": (
        lambda app, it: app.perform(it.admin, tasks.place, list_id=it.id, task_id=it.rich, section_id=it.sections[1]),
        "section:beds water",
        "section:trees water",
    ),
    "a task is completed": (
        lambda app, it: app.perform(it.admin, tasks.complete, list_id=it.id, task_id=it.rich),
        "is:running",
        "water completed:today elapsed>0",
    ),
    "somebody is unassigned": (
        lambda app, it: app.perform(
            it.admin, assignees.unassign, list_id=it.id, task_id=it.rich, user_id=it.viewer.user_id
        ),
        "@me",
        "water @none",
    ),
}


@pytest.mark.parametrize(("change", "before", "after"), CHANGES.values(), ids=list(CHANGES))
def test_what_changes_is_found_as_it_is_now(
    change: Callable[[Application, Sample], object], before: str, after: str, app: Application, sample: Sample
) -> None:
    assert (len(find(app, sample.viewer, before)), find(app, sample.viewer, after)) == (1, [])
    change(app, sample)
    assert (find(app, sample.viewer, before), len(find(app, sample.viewer, after))) == ([], 1)


def test_a_user_who_is_renamed_is_found_by_the_new_name(app: Application, sample: Sample) -> None:
    old, new = login_of(app, sample.viewer), person_fields()["username"]
    app.perform(sample.viewer, accounts.revise, fields={"username": new})
    assert find(app, sample.admin, f"@{new}") == ["Water"]
    assert find(app, sample.admin, f"@{old}") == []


def test_what_is_found_is_all_of_the_task(app: Application, sample: Sample) -> None:
    (found,) = app.look(sample.viewer, search.find, limit=1, filter_text="water").tasks
    shown = app.look(sample.viewer, tasks.show, list_id=sample.id, task_id=sample.rich)
    for field in ("id", "list_id", "section_id", "name", "status", "tags", "assignees", "elapsed", "rank", "version"):
        assert getattr(found, field) == getattr(shown, field)
    assert found.tags
    assert found.assignees


def test_finding_a_task_changes_nothing(app: Application, sample: Sample) -> None:
    assert not app.commit(sample.admin, search.find, limit=50).positions
    assert not app.commit(sample.admin, search.today).positions
    assert not app.commit(sample.admin, search.calibration).positions


# faults of the text


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("due<", 4),
        ("due<tomorrow & (", 16),
        ("due<tomorrow )", 13),
        ("(#infra", 0),
        ("🦉 é nothing:here", 4),
        ("priority:urgent", 9),
        ("status:open due:someday", 16),
        ('"never closed', 0),
        ("a\x00b", 1),
        ("x" * 2_001, 2_000),
        ("!" * 100, 50),
        ("a " * 101, 200),
    ],
    ids=lambda it: repr(it)[:24],
)
def test_a_text_that_is_no_filter_says_where(app: Application, untouched: Sample, text: str, position: int) -> None:
    questions: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (search.find, {"limit": 50}),
        (search.calibration, {}),
    ]
    for use_case, more in questions:
        with pytest.raises(Invalid) as refusal:
            app.look(untouched.admin, use_case, filter_text=text, **more)
        (error,) = refusal.value.errors
        assert (error.field, error.position) == ("filter", position)
        assert error.message


def test_all_faults_are_told_at_once(app: Application, untouched: Sample) -> None:
    with pytest.raises(Invalid) as refusal:
        app.look(untouched.admin, search.find, limit=50, filter_text="due<", order="backwards")
    assert [error.field for error in refusal.value.errors] == ["filter", "order"]


def test_one_without_lists_finds_nothing(app: Application) -> None:
    person = sign_up(app)
    for text in ("", "dig", "#urgent", "@me", "list:Garden", "section!=Beds", "!(status:open | due<today)"):
        assert find(app, person, text) == []
