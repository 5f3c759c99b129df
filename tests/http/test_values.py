"""What does not fit is refused, and the field is named (contract, sections 1 and 3)."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import PASSWORD, Client

USER = {"username": "newcomer", "email": "newcomer@example.org", "password": PASSWORD}

BAD_NAMES: list[object] = ["", "   ", "\u2003\t", None, 7, ["Apples"], True, "line\nbreak", "nul\x00"]
BAD_COLORS: list[object] = ["", "Pink", "#ff0000", None, 3]
BAD_FLAGS: list[object] = ["true", 1, 0, None]
BAD_DESCRIPTIONS: list[object] = ["x" * 65_536, "é" * 32_768, None, 7, "nul\x00"]
BAD_DUES: list[object] = [
    "",
    "tomorrow",
    "2026-02-29",
    "2026-13-01",
    "2026-11-31",
    "2026-1-1",
    "20261130",
    "2026-11-30T25:00:00Z",
    "2026-11-30T17:00:00",
    "2026-11-30 17:00:00Z",
    "0000-01-01",
    "2026-11-30T17:00:00+99:00",
    "٢٠٢٦-١١-٣٠",
    1_793_000_000,
    True,
]
BAD_DURATIONS: list[object] = [-1, 2_147_483_648, 1.5, "60", True, 10**30]

TASK: dict[str, list[object]] = {
    "name": [*BAD_NAMES, "x" * 257],
    "description": BAD_DESCRIPTIONS,
    "priority": ["", "urgent", "High", None, 1],
    "due": BAD_DUES,
    "expected": BAD_DURATIONS,
    "unclear": BAD_FLAGS,
}
LIST: dict[str, list[object]] = {
    "name": [*BAD_NAMES, "x" * 65],
    "color": BAD_COLORS,
    "description": BAD_DESCRIPTIONS,
    "has_due_dates": BAD_FLAGS,
    "has_time_tracking": BAD_FLAGS,
    "auto_order": BAD_FLAGS,
}
SECTION: dict[str, list[object]] = {"name": [*BAD_NAMES, "x" * 65]}
TAG: dict[str, list[object]] = {"name": [*BAD_NAMES, "x" * 33, "🍎" * 33], "color": BAD_COLORS}
ROLE: dict[str, list[object]] = {
    "name": [*BAD_NAMES, "x" * 33],
    "description": ["x" * 65, None, 7, ["Waters"], "line\nbreak", "nul\x00"],
    "permissions": [
        None,
        "tasks:add",
        7,
        {},
        *([it] for it in (None, 7, True, "", "tasks", "tasks:burn", "TASKS:ADD", " tasks:add", ["tasks:add"])),
        ["tasks:add", "tasks:burn"],
        {"tasks:add": True},
    ],
}
FILTER: dict[str, list[object]] = {
    "name": [*BAD_NAMES, "x" * 65],
    "text": [None, 7, True, ["x"], "due<", "(", "x" * 2001, "nul\x00", "()", "!" * 60 + "x", "due:99999d"],
}
PROFILE: dict[str, list[object]] = {
    "username": ["ab", "x" * 33, "with space", "näme", "", None, 7],
    "email": ["", "no-at", "a@", "a b@example.org", "x" * 120 + "@example.org", None, 7],
    "color": BAD_COLORS,
    "timezone": ["", "Mars/Phobos", "../../etc/passwd", "/etc/passwd", "Europe", "UTC\x00", "x" * 10_000, 7],
    "locale": ["", "e", "english please", "en_GB", "en\x00", "x" * 100, 7],
}


def each(table: dict[str, list[object]]) -> pytest.MarkDecorator:
    """One test per field: a process is asked so often that a test each would say no more."""
    return pytest.mark.parametrize(("field", "values"), table.items(), ids=table.keys())


@each(TASK)
def test_a_task(ann: Client, groceries: shapes.List, field: str, values: list[object]) -> None:
    task = ann.new_task(groceries.id)
    for value in values:
        body = {"name": "Apples", field: value}
        ann.post(f"/lists/{groceries.id}/tasks", body).refuses_field(field)
        ann.patch(f"/lists/{groceries.id}/tasks/{task.id}", {field: value}).refuses_field(field)
    assert ann.snapshot(groceries.id).tasks == [task]


@each(LIST)
def test_a_list(ann: Client, groceries: shapes.List, field: str, values: list[object]) -> None:
    for value in values:
        ann.post("/lists", {"name": "Groceries", field: value}).refuses_field(field)
        ann.patch(f"/lists/{groceries.id}", {field: value}).refuses_field(field)
    assert ann.snapshot(groceries.id).list == groceries


@each(SECTION)
def test_a_section(ann: Client, groceries: shapes.List, field: str, values: list[object]) -> None:
    section = ann.new_section(groceries.id)
    for value in values:
        ann.post(f"/lists/{groceries.id}/sections", {field: value}).refuses_field(field)
        ann.patch(f"/lists/{groceries.id}/sections/{section.id}", {field: value}).refuses_field(field)
    assert ann.snapshot(groceries.id).sections == [section]


@each(TAG)
def test_a_tag(ann: Client, groceries: shapes.List, field: str, values: list[object]) -> None:
    tag = ann.new_tag(groceries.id)
    for value in values:
        ann.post(f"/lists/{groceries.id}/tags", {"name": "other", "color": "red", field: value}).refuses_field(field)
        ann.patch(f"/lists/{groceries.id}/tags/{tag.id}", {field: value}).refuses_field(field)
    assert ann.snapshot(groceries.id).tags == [tag]


@each(ROLE)
def test_a_lists_own_role(ann: Client, groceries: shapes.List, field: str, values: list[object]) -> None:
    role = ann.new_role(groceries.id)
    for value in values:
        ann.post(f"/lists/{groceries.id}/roles", {"name": "Other", "permissions": [], field: value}).refuses_field(
            field
        )
        ann.patch(f"/lists/{groceries.id}/roles/{role.id}", {field: value}).refuses_field(field)
    assert [it for it in ann.snapshot(groceries.id).roles if not it.preset] == [role]


@each(FILTER)
def test_a_filter(ann: Client, field: str, values: list[object]) -> None:
    saved = ann.new_filter()
    before = ann.get("/filters").json()
    for value in values:
        ann.post("/filters", {"name": "Other", "text": "x", field: value}).refuses_field(field)
        ann.patch(f"/filters/{saved.id}", {field: value}).refuses_field(field)
    assert ann.get("/filters").json() == before


@each(PROFILE)
def test_a_profile(ann: Client, field: str, values: list[object]) -> None:
    before = ann.get("/me").json()
    for value in values:
        ann.patch("/me", {field: value}).refuses_field(field)
    assert ann.get("/me").json() == before


@pytest.mark.parametrize("field", ["tags", "assignees"])
def test_what_a_new_task_carries_is_a_list_of_texts(ann: Client, groceries: shapes.List, field: str) -> None:
    wrong: list[object] = [None, "x" * 16, 7, {}, [None], [7], [["x" * 16]], [{"id": "x" * 16}]]
    for value in wrong:
        ann.post(f"/lists/{groceries.id}/tasks", {"name": "Apples", field: value}).refuses_field(field)
    assert ann.snapshot(groceries.id).tasks == []


@each(
    {
        "username": ["ab", "x" * 33, "with space", "dotted.name", "näme", "", None, 7],
        "email": ["", "no-at", "a@", "@b", "a@b@c", "a b@example.org", "x" * 120 + "@example.org", None],
        "password": ["short", "x" * 9, "x" * 257, None, 1234567890],
        "color": BAD_COLORS,
    }
)
def test_a_user(nobody: Client, field: str, values: list[object]) -> None:
    for value in values:
        nobody.post("/users", {**USER, field: value}).refuses_field(field)


def test_every_field_at_fault_is_named(nobody: Client) -> None:
    answer = nobody.post("/users", {"username": "a", "email": "b", "password": "c"})
    wrong = answer.refuses(422, "invalid").errors
    assert [it.field for it in wrong] == ["username", "email", "password"]


def test_a_password_is_never_echoed(nobody: Client) -> None:
    assert b"hunter2" not in nobody.post("/users", {**USER, "password": "hunter2"}).raw


@pytest.mark.parametrize(
    ("role", "field"), [("Emperor", "role"), ("", "role"), (None, "role"), (7, "role"), (["Viewer"], "role")]
)
def test_a_role(ann: Client, bob: Client, shared: shapes.List, role: object, field: str) -> None:
    members = f"/lists/{shared.id}/members"
    ann.post(members, {"username": bob.user.username, "role": role}).refuses_field(field)
    ann.patch(f"{members}/{bob.user.id}", {"role": role}).refuses_field(field)


@pytest.mark.parametrize("who", [{}, {"username": "bob", "email": "bob@example.org"}])
def test_a_new_member_is_named_once(ann: Client, groceries: shapes.List, who: dict[str, Any]) -> None:
    ann.post(f"/lists/{groceries.id}/members", {**who, "role": "Viewer"}).refuses_field("username")


@pytest.mark.parametrize("value", [7, True, ["x"]])
@pytest.mark.parametrize("field", ["section", "after"])
def test_a_reference_is_a_text(ann: Client, groceries: shapes.List, field: str, value: object) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"name": "Apples", field: value}).refuses_field(field)


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("POST", "/users", "username"),
        ("POST", "/session", "login"),
        ("POST", "/lists", "name"),
        ("POST", "/lists/{}/tasks", "name"),
        ("POST", "/lists/{}/sections", "name"),
        ("POST", "/lists/{}/members", "role"),
        ("PUT", "/lists/{}/tasks/{}/place", "section"),
        ("POST", "/lists/{}/tags", "name"),
        ("POST", "/lists/{}/roles", "name"),
        ("POST", "/lists/{}/undo", "position"),
        ("POST", "/lists/{}/quick", "text"),
        ("POST", "/filters", "name"),
        ("POST", "/me/undo", "position"),
    ],
)
def test_what_is_missing(ann: Client, groceries: shapes.List, method: str, path: str, field: str) -> None:
    task = ann.new_task(groceries.id)
    ann.ask(method, path.format(groceries.id, task.id), {}).refuses_field(field)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/users", USER),
        ("POST", "/session", {"login": "a", "password": "b"}),
        ("POST", "/lists", {"name": "Groceries"}),
        ("PATCH", "/lists/{}", {}),
        ("POST", "/lists/{}/tasks", {"name": "Apples"}),
        ("PATCH", "/lists/{}/tasks/{}", {}),
        ("PUT", "/lists/{}/tasks/{}/place", {"section": "0" * 16}),
        ("POST", "/lists/{}/sections", {"name": "Fruit"}),
        ("POST", "/lists/{}/members", {"username": "bob", "role": "Viewer"}),
        ("POST", "/lists/{}/tags", {"name": "urgent", "color": "red"}),
        ("POST", "/lists/{}/roles", {"name": "Helper", "permissions": []}),
        ("POST", "/lists/{}/undo", {"position": 1}),
        ("POST", "/lists/{}/quick", {"text": "Apples"}),
        ("POST", "/lists/{}/tasks", {"quick": "Apples"}),
        ("POST", "/filters", {"name": "Soon", "text": "due<tomorrow"}),
        ("PATCH", "/me", {}),
        ("POST", "/me/undo", {"position": 1}),
    ],
)
def test_what_is_not_known(
    ann: Client, groceries: shapes.List, method: str, path: str, body: dict[str, object]
) -> None:
    task = ann.new_task(groceries.id)
    answer = ann.ask(method, path.format(groceries.id, task.id), {**body, "is_admin": True})
    answer.refuses_field("is_admin")


def test_what_is_not_known_in_a_change(ann: Client, groceries: shapes.List) -> None:
    tag, role, saved = ann.new_tag(groceries.id), ann.new_role(groceries.id), ann.new_filter()
    for path, field in (
        (f"/lists/{groceries.id}/tags/{tag.id}", "list"),
        (f"/lists/{groceries.id}/roles/{role.id}", "preset"),
        (f"/filters/{saved.id}", "user"),
    ):
        for unknown in (field, "id", "version"):
            ann.patch(path, {unknown: "x"}).refuses_field(unknown)


@pytest.mark.parametrize(
    ("field", "longest"),
    [("name", "x" * 256), ("name", "🍎" * 256), ("description", "é" * 32_767 + "x"), ("expected", 2_147_483_647)],
)
def test_the_longest_fits(ann: Client, groceries: shapes.List, field: str, longest: object) -> None:
    path = f"/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    ann.patch(path, {field: longest}).shows(shapes.Task)
    assert getattr(ann.get(path).shows(shapes.Task), field) == longest
