"""One line of text as a task (contract, section 6, quick add)."""

from __future__ import annotations

from typing import Any

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

LINE = 'Fix login #auth @{bob} !high ~2h due:2026-11-30 in:"Sprint 4"'


@pytest.fixture
def sprint(ann: Client, shared: shapes.List) -> dict[str, str]:
    """Ids of what the line names."""
    ann.new_section(shared.id, "Sprint 3")
    return {"section": ann.new_section(shared.id, "Sprint 4").id, "tag": ann.new_tag(shared.id, "Auth").id}


def read(person: Client, list_id: str, text: str) -> shapes.Reading:
    return person.post(f"/lists/{list_id}/quick", {"text": text}).shows(shapes.Reading)


def quick(person: Client, list_id: str, text: str, **more: object) -> shapes.Task:
    return person.post(f"/lists/{list_id}/tasks", {"quick": text, **more}).shows(shapes.Task, 201)


def test_a_line_is_read_and_nothing_is_made(
    ann: Client, bob: Client, shared: shapes.List, sprint: dict[str, str]
) -> None:
    before = ann.snapshot(shared.id)
    found = read(ann, shared.id, LINE.format(bob=bob.user.username))
    assert found.name == "Fix login"
    assert found.fields == {"priority": "high", "expected": 7200, "due": "2026-11-30"}
    assert (found.tags, found.assignees, found.section) == ([sprint["tag"]], [bob.user.id], sprint["section"])
    assert [it.kind for it in found.tokens] == ["tag", "assignee", "priority", "expected", "due", "section"]
    assert found.unknown == []
    assert ann.snapshot(shared.id) == before


def test_a_line_is_made_as_it_is_read(ann: Client, bob: Client, shared: shapes.List, sprint: dict[str, str]) -> None:
    answer = ann.post(f"/lists/{shared.id}/tasks", {"quick": LINE.format(bob=bob.user.username)})
    task = answer.shows(shapes.Task, 201)
    assert answer.headers["Location"] == f"{API}/lists/{shared.id}/tasks/{task.id}"
    assert (task.name, task.priority, task.expected, task.due) == ("Fix login", "high", 7200, "2026-11-30")
    assert (task.tags, task.assignees, task.section) == ([sprint["tag"]], [bob.user.id], sprint["section"])
    assert ann.task(shared.id, task.id) == task


def test_what_names_nothing_stays_in_the_name(ann: Client, bob: Client, groceries: shapes.List) -> None:
    """Bob is no member here: his name is a word like any other."""
    text = f"Call #nobody @{bob.user.username} !soon in:Nowhere"
    found = read(ann, groceries.id, text)
    assert found.name == text
    assert [it.value for it in found.unknown] == [None] * 4
    assert quick(ann, groceries.id, text).name == text


def test_quotes_keep_a_token_literal(ann: Client, groceries: shapes.List) -> None:
    ann.new_tag(groceries.id, "5")
    assert quick(ann, groceries.id, 'Answer "#5"').name == "Answer #5"
    assert quick(ann, groceries.id, "Answer #5").name == "Answer"


def test_tokens_say_where_they_stand(ann: Client, groceries: shapes.List) -> None:
    text = "🍎🍎 pie !high"
    [token] = read(ann, groceries.id, text).tokens
    assert (token.start, token.end, token.text) == (7, 12, "!high")
    assert text[token.start : token.end] == token.text


def test_the_section_in_the_line_goes_before_the_one_beside_it(
    ann: Client, shared: shapes.List, sprint: dict[str, str]
) -> None:
    beside = ann.new_section(shared.id, "Beside").id
    assert quick(ann, shared.id, "A", section=beside).section == beside
    assert quick(ann, shared.id, 'A in:"Sprint 4"', section=beside).section == sprint["section"]


def test_a_line_comes_where_it_is_put(ann: Client, groceries: shapes.List) -> None:
    last = quick(ann, groceries.id, "C")
    first = quick(ann, groceries.id, "A", after=None)
    middle = quick(ann, groceries.id, "B", after=first.id)
    assert first.rank < middle.rank < last.rank


@pytest.mark.parametrize(
    "field", ["name", "description", "priority", "due", "expected", "unclear", "tags", "assignees"]
)
def test_a_line_is_all_there_is_to_say(ann: Client, groceries: shapes.List, field: str) -> None:
    values: dict[str, Any] = {"expected": 60, "unclear": True, "tags": [], "assignees": [], "due": None}
    body = {"quick": "Apples", field: values.get(field, "low")}
    ann.post(f"/lists/{groceries.id}/tasks", body).refuses_field(field)
    assert ann.snapshot(groceries.id).tasks == []


@pytest.mark.parametrize("text", [None, 7, True, ["Apples"], {"text": "Apples"}])
def test_a_line_is_a_text(ann: Client, groceries: shapes.List, text: object) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"quick": text}).refuses_field("quick")
    ann.post(f"/lists/{groceries.id}/quick", {"text": text}).refuses_field("text")


@pytest.mark.parametrize("text", ["", "   ", "!high", "due:tomorrow ~2h", "line\nbreak", "nul\x00", "x" * 257])
def test_what_is_left_has_to_be_a_name(ann: Client, groceries: shapes.List, text: str) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"quick": text}).refuses(422, "invalid")
    assert ann.snapshot(groceries.id).tasks == []


def test_a_line_has_an_end(ann: Client, groceries: shapes.List) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"quick": "x" * 2001}).refuses_field("quick")
    ann.post(f"/lists/{groceries.id}/quick", {"text": "x" * 2001}).refuses(422, "invalid")
    assert read(ann, groceries.id, "x" * 2000).name == "x" * 2000


def test_who_may_not_add_may_still_read(ann: Client, bob: Client, eve: Client, groceries: shapes.List) -> None:
    ann.add_member(groceries.id, bob, "Viewer")
    assert read(bob, groceries.id, "Apples !high").fields == {"priority": "high"}
    refused = bob.post(f"/lists/{groceries.id}/tasks", {"quick": "Apples"}).refuses(403, "forbidden")
    assert refused.permission == "tasks:add"
    for path in ("quick", "tasks"):
        body = {"text": "A"} if path == "quick" else {"quick": "A"}
        eve.post(f"/lists/{groceries.id}/{path}", body).refuses(404, "not_found")


def test_a_place_in_another_list_is_not_found(ann: Client, groceries: shapes.List) -> None:
    foreign = ann.new_task(ann.new_list("Other").id)
    tasks = f"/lists/{groceries.id}/tasks"
    ann.post(tasks, {"quick": "A", "section": foreign.section}).refuses(404, "not_found")
    ann.post(tasks, {"quick": "A", "after": foreign.id}).refuses(404, "not_found")


@pytest.mark.parametrize("text", ["due:99999d A", "due:2026-02-30 A", "~99999999h A", "~1e9h A", "!HIGH A", "due: A"])
def test_no_line_is_a_fault(ann: Client, groceries: shapes.List, text: str) -> None:
    assert read(ann, groceries.id, text).name
    assert quick(ann, groceries.id, text).name
