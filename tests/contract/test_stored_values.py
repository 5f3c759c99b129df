"""Whatever fits a field comes back as it was given, from every store."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.application import lists, roles, saved_filters, sections, snapshots, tags, tasks
from tasktix.application.application import Application
from tasktix.domain.access import Permission
from tasktix.domain.fields import LONGEST_DESCRIPTION, LONGEST_DURATION
from tasktix.domain.words import Color, Priority
from tests.builders import Sample

TEXTS = ["ü" * 64, "日本語", "👩‍👩‍👧", "e\u0301", "ß ẞ İ", "100% \\ ' \" ; -- \u00a0x", "𝒳" * 64]

TASK_VALUES: list[tuple[str, Any]] = [
    *(("name", text) for text in TEXTS),
    ("name", "𝒳" * 256),
    ("description", "é" * (LONGEST_DESCRIPTION // 2)),
    ("description", "two\r\nlines\t\n\n"),
    ("expected", 0),
    ("expected", LONGEST_DURATION),
    ("due", "9999-12-31"),
    ("due", "0001-01-01T00:00:00.000Z"),
    *(("priority", priority.value) for priority in Priority),
]
LIST_VALUES: list[tuple[str, Any]] = [
    *(("name", text) for text in TEXTS),
    ("description", "é" * (LONGEST_DESCRIPTION // 2)),
    *(("color", color.value) for color in Color),
]


@pytest.mark.parametrize(("field", "value"), TASK_VALUES, ids=str)
def test_a_task_keeps_what_it_was_given(app: Application, untouched: Sample, field: str, value: Any) -> None:
    fields = {"name": "Dig", field: value}
    added = app.perform(untouched.admin, tasks.add, list_id=untouched.id, fields=fields)
    shown = app.look(untouched.admin, tasks.show, list_id=untouched.id, task_id=added.id)
    assert getattr(shown, field) == getattr(added, field)
    assert str(getattr(getattr(shown, field), "text", getattr(shown, field))) == str(value)


@pytest.mark.parametrize(("field", "value"), LIST_VALUES, ids=str)
def test_a_list_keeps_what_it_was_given(app: Application, untouched: Sample, field: str, value: Any) -> None:
    created = app.perform(untouched.admin, lists.create, fields={"name": "Garden", field: value})
    assert getattr(app.look(untouched.admin, snapshots.of_list, list_id=created.id).list, field) == value


@pytest.mark.parametrize("name", TEXTS)
def test_a_section_keeps_its_name(app: Application, untouched: Sample, name: str) -> None:
    added = app.perform(untouched.admin, sections.add, list_id=untouched.id, fields={"name": name})
    found = app.look(untouched.admin, snapshots.of_list, list_id=untouched.id).sections
    assert {section.id: section.name for section in found}[added.id] == name


SHORT = [text[:32] for text in TEXTS]
FOLDED_LONG = ["ﬃ" * 32, "\u1d160" * 16, "\U0001d160" * 32, "\ufb2d" * 32]
"""Three times as long without their case, or composed."""


@pytest.mark.parametrize("name", [*SHORT, *FOLDED_LONG], ids=ascii)
def test_a_tag_and_a_role_keep_their_names(app: Application, sample: Sample, name: str) -> None:
    tag = app.perform(sample.admin, tags.add, list_id=sample.id, fields={"name": name, "color": "red"})
    fields = {"name": name, "description": name, "permissions": [*Permission]}
    role = app.perform(sample.admin, roles.add, list_id=sample.id, fields=fields)
    found = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert {it.id: it.name for it in found.tags}[tag.id] == name
    kept = {it.id: it for it in found.roles}[role.id]
    assert (kept.name, kept.description, kept.permissions) == (name, name, frozenset(Permission))


@pytest.mark.parametrize("text", ["x" * 2000, '"日本語 👩‍👩‍👧"', '"100% \\ \' ; --"', "due<tomorrow &\t!x"], ids=ascii)
def test_a_saved_filter_keeps_its_name_and_text(app: Application, sample: Sample, text: str) -> None:
    for name in TEXTS:
        app.perform(sample.admin, saved_filters.save, fields={"name": name, "text": text})
    found = app.look(sample.admin, saved_filters.own)
    assert {(it.name, it.text) for it in found} >= {(name, text) for name in TEXTS}


def test_names_that_differ_in_case_alone_are_different(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"list_id": sample.id, "task_id": sample.tasks[0]}
    app.perform(sample.admin, tasks.revise, fields={"name": "straße"}, **ways)
    outcome = app.commit(sample.admin, tasks.revise, fields={"name": "Strasse"}, **ways)
    assert outcome.positions
