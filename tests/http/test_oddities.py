"""What nobody means to send, and somebody will: it is stored as it is or refused, and never a fault of the server.

`server` looks into the log at the end: a traceback there fails the module.
"""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any, Final
from urllib.parse import quote

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, NOBODY, Answer, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

JSON: Final = {"Content-Type": "application/json"}

TEXTS: Final = {
    "emoji": "🍎👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "שלום عالم \u202eevil\u202c",
    "four bytes": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff",
    "no characters": "a\ufffe\uffffb",
    "combining": "Z̸̢͔͖͑͂a̷̜͛l̴̰̈́g̶͚̈o̵̟͑",
    "no width": "\u200b\ufeff\u2060",
    "line separators": "a\u2028b\u2029c",
    "SQL": "'; DROP TABLE tasks; --",
    "SQL wildcards": "100%_\\%",
    "a parameter": "%s %(name)s :name ? {}",
    "HTML": "<script>alert(1)</script>&amp;",
    "JSON": '{"a": "\\u0000"}\\',
    "a path": "../../etc/passwd",
    "a template": "${7*7}{{7*7}}",
    "quotes": "\"'`´«»",
}
each_text: Final = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


@each_text
def test_any_text_is_kept_as_it_is(ann: Client, groceries: shapes.List, text: str) -> None:
    here = f"/lists/{groceries.id}"
    name = text[:32].strip()
    task = ann.new_task(groceries.id, text, description=text)
    assert (task.name, task.description) == (text.strip(), text)
    assert ann.patch(here, {"name": text, "description": text}).shows(shapes.List).description == text
    section, tag = ann.new_section(groceries.id, text), ann.new_tag(groceries.id, name)
    body = {"name": name, "description": name, "permissions": []}
    role = ann.post(f"{here}/roles", body).shows(shapes.Role, 201)
    snapshot = ann.snapshot(groceries.id)
    assert (snapshot.tasks, snapshot.tags) == ([task], [tag])
    assert section in snapshot.sections
    assert role in snapshot.roles
    assert ann.task(groceries.id, task.id) == task
    assert {it.name for it in (section, tag, role)} <= {text.strip(), name}
    entry = ann.history(groceries.id, f"?task={task.id}").items[0]
    assert [it.after["name"] for it in entry.changes if it.after and it.kind == "task"] == [text.strip()]


@each_text
def test_any_text_is_brought_back_by_an_undo(ann: Client, groceries: shapes.List, text: str) -> None:
    task = ann.new_task(groceries.id, text, description=text)
    deleted = ann.delete(f"/lists/{groceries.id}/tasks/{task.id}").made[groceries.id]
    ann.undo(groceries.id, deleted).shows(shapes.Undone)
    back = ann.task(groceries.id, task.id)
    assert (back.name, back.description) == (task.name, task.description)


@each_text
def test_any_text_is_found_or_no_filter(ann: Client, groceries: shapes.List, text: str) -> None:
    task = ann.new_task(groceries.id, text)
    wanted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    found = ann.get(f"/tasks?limit=200&filter={quote(wanted)}")
    assert task in found.shows(shapes.Tasks).items
    assert ann.get(f"/tasks?filter={quote(text)}").status in (200, 422)


@each_text
def test_any_text_in_place_of_a_name_of_something_is_refused(ann: Client, groceries: shapes.List, text: str) -> None:
    ann.post(f"/lists/{groceries.id}/members", {"username": text, "role": "Viewer"}).refuses(404, "no_such_user")
    ann.post(f"/lists/{groceries.id}/members", {"username": "x", "role": text}).refuses_field("role")
    ann.post("/session", {"login": text, "password": text}).refuses(401, "bad_credentials")
    ann.get(f"/lists/{quote(text, safe='')}").refuses(404, "not_found")


LIMITS: Final = [2**31, 2**53 + 1, 2**63, 2**64, 10**30, -1, -(2**63) - 1, 1.5, 60.0, True, "60"]


def test_a_number_is_a_whole_one_of_its_size(ann: Client, groceries: shapes.List) -> None:
    for number in LIMITS:
        ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", "expected": number}).refuses_field("expected")
    assert ann.new_task(groceries.id, expected=2**31 - 1).expected == 2**31 - 1


@pytest.mark.parametrize("number", ["1e3", "1E400", "-0", "0.0", "1e-1", "9" * 400])
def test_a_number_as_it_may_be_written(ann: Client, groceries: shapes.List, number: str) -> None:
    raw = f'{{"name": "A", "expected": {number}}}'.encode()
    answer = ann.send("POST", f"{API}/lists/{groceries.id}/tasks", raw, JSON)
    assert answer.status in (201, 400, 422), answer
    if answer.status == 201:
        assert answer.shows(shapes.Task, 201).expected == 0


def test_ten_thousand_times_the_same_tag_is_one(ann: Client, bob: Client, shared: shapes.List) -> None:
    tag = ann.new_tag(shared.id)
    task = ann.new_task(shared.id, tags=[tag.id] * 10_000, assignees=[bob.user.id] * 1_000)
    assert (task.tags, task.assignees) == ([tag.id], [bob.user.id])


@pytest.mark.parametrize("field", ["tags", "assignees"])
def test_ten_thousand_unknown_ids_are_not_found(ann: Client, groceries: shapes.List, field: str) -> None:
    ids = [f"{number:016}" for number in range(10_000)]
    ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", field: ids}).refuses(404, "not_found")
    ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", field: [NOBODY] * 10_000}).refuses(404, "not_found")


def test_ten_thousand_permissions_are_a_few(ann: Client, groceries: shapes.List) -> None:
    assert ann.new_role(groceries.id, "Adder", *["tasks:add"] * 10_000).permissions == ["tasks:add"]
    body = {"name": "All", "permissions": [f"tasks:{number}" for number in range(10_000)]}
    ann.post(f"/lists/{groceries.id}/roles", body).refuses_field("permissions")


def test_of_a_field_given_twice_one_counts(ann: Client, groceries: shapes.List) -> None:
    raw = b'{"name": "One", "name": "Two"}'
    assert ann.send("POST", f"{API}/lists/{groceries.id}/tasks", raw, JSON).shows(shapes.Task, 201).name == "Two"


# what the wire may do to a body


def packed(person: Client, raw: bytes, encoding: str) -> Answer:
    return person.send("POST", f"{API}/lists", raw, {**JSON, "Content-Encoding": encoding})


def test_a_packed_body_is_unpacked(ann: Client) -> None:
    raw = json.dumps({"name": "Packed"}).encode()
    assert packed(ann, gzip.compress(raw), "gzip").shows(shapes.List, 201).name == "Packed"
    assert packed(ann, zlib.compress(raw), "deflate").shows(shapes.List, 201).name == "Packed"


def test_a_body_that_unpacks_to_too_much(ann: Client) -> None:
    raw = b'{"name": "' + b"x" * 50_000_000 + b'"}'
    packed(ann, gzip.compress(raw), "gzip").refuses(413, "body_too_large")


def test_a_body_where_none_belongs_is_left_alone(ann: Client, groceries: shapes.List) -> None:
    path = f"{API}/lists/{groceries.id}/tasks/{ann.new_task(groceries.id).id}"
    for raw in (b"{}", b"no JSON \x00\xff", b"x" * 2_000_000):
        ann.send("PUT", f"{path}/timer", raw, {}).shows(shapes.Task)
        ann.send("DELETE", f"{path}/timer", raw, JSON).shows(shapes.Task)
        ann.send("GET", f"{path}/time", raw, {}).shows(list[shapes.TimeEntry])


# what the address may be


@pytest.mark.parametrize(
    "tail", ["/", "//tasks", "%2Ftasks", "%00", ";x=1", "%20", "/.", "/../lists", "/tasks/%2e%2e", "%0d%0aSet-Cookie:x"]
)
def test_an_address_beside_the_mark(ann: Client, groceries: shapes.List, tail: str) -> None:
    answer = ann.send("GET", f"{API}/lists/{groceries.id}{tail}", None, {})
    assert answer.status in (404, 405), answer
    answer.refuses(answer.status, answer.json()["code"])
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("value", ["%00", "%ff", "%ed%a0%80", "%F0%9F", "%", "%2", "%u0041", "a%0d%0ab", "[]", "{}"])
@pytest.mark.parametrize(
    "name", ["limit", "cursor", "task", "order", "filter", "completed", "list", "after", "nonsense"]
)
def test_a_query_beside_the_mark(ann: Client, groceries: shapes.List, name: str, value: str) -> None:
    for path in (f"/lists/{groceries.id}/history", "/tasks", f"/lists/{groceries.id}", "/reports/calibration"):
        answer = ann.get(f"{path}?{name}={value}")
        assert answer.status in (200, 400, 404, 422), (path, answer)
    answer = ann.get(f"/feed?list={NOBODY}&{name}={value}")
    assert answer.status in (400, 404), answer


def test_what_an_unknown_parameter_says_is_nothing(ann: Client, groceries: shapes.List) -> None:
    path = f"/lists/{groceries.id}/history"
    assert ann.get(f"{path}?nonsense=1").json() == ann.get(path).json()


@pytest.mark.parametrize("value", ["é", "a\tb", "\xff" * 64])
def test_a_key_of_other_letters(ann: Client, value: str) -> None:
    answer = ann.ask("POST", "/lists", {"name": "A"}, headers={"Idempotency-Key": value})
    answer.refuses(400, "malformed_request")


def test_a_request_is_the_method_that_it_says(ann: Client, groceries: shapes.List) -> None:
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        ann.send("POST", f"{API}/lists/{groceries.id}", None, {header: "DELETE"}).refuses(405, "method_not_allowed")
    assert ann.snapshot(groceries.id).list == groceries


def deep(levels: int) -> Any:
    raw: Any = "x"
    for _ in range(levels):
        raw = [raw]
    return raw


@pytest.mark.parametrize("field", ["name", "tags", "id", "due", "expected"])
def test_a_value_that_nests_deeply_is_refused(ann: Client, groceries: shapes.List, field: str) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", field: deep(500)}).refuses_field(field)
