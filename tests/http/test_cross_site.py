"""What another site's page may make a browser send (contract, section 1)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, PASSWORD, Client

BODY = b'{"name": "Forged"}'
JSON = {"Content-Type": "application/json"}

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://localhost.evil.example"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_an_unsafe_request_from_elsewhere_is_refused(ann: Client, headers: dict[str, str]) -> None:
    before = ann.get("/lists").raw
    ann.send("POST", f"{API}/lists", BODY, {**JSON, **headers}).refuses(403, "cross_site")
    assert ann.get("/lists").raw == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_unsafe_method_is_looked_at(ann: Client, groceries: shapes.List, method: str) -> None:
    task = ann.new_task(groceries.id)
    path = {
        "POST": "/lists",
        "PUT": f"/lists/{groceries.id}/tasks/{task.id}/completion",
        "PATCH": f"/lists/{groceries.id}",
        "DELETE": f"/lists/{groceries.id}",
    }[method]
    answer = ann.send(method, API + path, BODY, {**JSON, "Sec-Fetch-Site": "cross-site"})
    answer.refuses(403, "cross_site")
    assert ann.snapshot(groceries.id).tasks == [task]


@pytest.mark.parametrize(("method", "path"), [("POST", "/session"), ("POST", "/users"), ("DELETE", "/session")])
def test_nobody_is_signed_in_or_out_by_another_site(ann: Client, method: str, path: str) -> None:
    """Login CSRF: a victim working in the attacker's account tells the attacker everything."""
    body = b'{"login": "evil", "password": "' + PASSWORD.encode() + b'"}'
    answer = ann.send(method, API + path, body, {**JSON, "Sec-Fetch-Site": "cross-site"})
    answer.refuses(403, "cross_site")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_what_a_form_can_send_without_asking_is_no_request(ann: Client, kind: str) -> None:
    """An old browser says nothing of where it comes from; but it cannot send JSON across sites."""
    ann.send("POST", f"{API}/lists", BODY, {"Content-Type": kind}).refuses(415, "unsupported_media_type")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "{url}"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "{url}"},
    ],
    ids=str,
)
def test_ones_own_page_and_programs_pass(ann: Client, headers: dict[str, str]) -> None:
    own = {name: value.format(url=ann.url) for name, value in headers.items()}
    ann.send("POST", f"{API}/lists", b'{"name": "Mine"}', {**JSON, **own}).shows(shapes.List, 201)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_reading_is_let_through_but_not_shared(ann: Client, headers: dict[str, str]) -> None:
    answer = ann.ask("GET", "/lists", headers=headers)
    assert answer.status == 200
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_no_site_gets_leave_in_advance(ann: Client) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = ann.send("OPTIONS", f"{API}/lists", None, asked)
    assert answer.status in (404, 405)
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
