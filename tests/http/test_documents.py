"""The API's own documents agree with the route table, and are what they say (contract, head)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tasktix.adapters.http import shapes
from tasktix.domain.ordering import ORDERS
from tests.http.client import API, Client
from tests.http.walk import CALLS, SMALLEST


@pytest.fixture
def document(nobody: Client) -> dict[str, Any]:
    answer = nobody.get("/openapi.json")
    assert (answer.status, answer.headers.get_content_type()) == (200, "application/json")
    document: dict[str, Any] = answer.json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def inside(thing: object) -> Iterator[dict[str, Any]]:
    """Every object in it."""
    if isinstance(thing, dict):
        yield thing
        for each in thing.values():
            yield from inside(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from inside(each)


def test_it_is_openapi(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert document["info"]["title"]
    assert document["info"]["version"]
    assert document["servers"] == [{"url": API}]
    known = {"openapi", "info", "servers", "paths", "components", "security", "tags"}
    assert document.keys() <= known


def test_table_and_document_agree_both_ways(document: dict[str, Any]) -> None:
    described = {f"{method.upper()} {path}" for method, path, _ in operations(document)}
    assert described == {str(call) for call in CALLS}


def test_every_operation_is_whole(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for *_, operation in operations(document)]
    assert len(names) == len(set(names)), "an operationId is unique"
    for method, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], f"{method} {path}: the use case has its access rule as docstring"
        in_path = {it["name"] for it in operation["parameters"] if it["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert all(it["required"] for it in operation["parameters"] if it["in"] == "path")
        assert all("schema" in it for it in operation["parameters"])
        assert operation["responses"]
        for status, response in operation["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d|default", status)
            assert response["description"]
        assert ("requestBody" in operation) is (f"{method.upper()} {path}" in SMALLEST)


def test_what_needs_no_session_says_so(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    for method, path, operation in operations(document):
        is_public = operation["security"] == []
        assert is_public is (f"{method.upper()} {path}" in {str(call) for call in CALLS if call.is_public})
        assert all(scheme in schemes for needed in operation["security"] for scheme in needed)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    targets = {it["$ref"] for it in inside(document) if "$ref" in it}
    assert targets
    assert targets <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def test_every_shape_is_a_schema(document: dict[str, Any]) -> None:
    kinds = {"object", "array", "string", "integer", "number", "boolean", "null"}
    for name, shape in document["components"]["schemas"].items():
        assert shape.get("type") == "object" or "enum" in shape, name
        for schema in inside(shape.get("properties", {})):
            assert not isinstance(schema.get("type"), str) or schema["type"] in kinds
        assert set(shape.get("required", ())) <= shape.get("properties", {}).keys()


def test_the_page_renders_every_call_and_shape(nobody: Client, document: dict[str, Any]) -> None:
    answer = nobody.send("GET", "/api/docs", None, {})
    assert (answer.status, answer.headers.get_content_type()) == (200, "text/html")
    page = html.unescape(answer.raw.decode())
    for call in CALLS:
        assert re.search(rf"<b>{call.method}</b>\s*<code>{re.escape(call.route.path)}</code>", page), call
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert document["components"]["schemas"].keys() <= ids
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


@pytest.mark.parametrize("path", ["/api/docs", "/api/docs/filters"])
def test_a_page_needs_nothing_that_its_policy_forbids(nobody: Client, path: str) -> None:
    page = nobody.send("GET", path, None, {}).raw.decode()
    assert not re.search(r"<script|<style| style=| on\w+=", page)
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', page):
        assert nobody.send("GET", address, None, {}).status == 200, address


def test_the_page_of_filters_names_every_field_and_order(nobody: Client) -> None:
    answer = nobody.send("GET", "/api/docs/filters", None, {})
    assert (answer.status, answer.headers.get_content_type()) == (200, "text/html")
    codes = set(re.findall(r"<code>([^<]+)</code>", html.unescape(answer.raw.decode())))
    fields = "list: section: status: priority: due created completed expected elapsed ratio is:unclear is:overdue"
    for word in (*fields.split(), *ORDERS):
        assert any(word in code for code in codes), word


def test_every_filter_on_the_page_is_one(nobody: Client, ann: Client) -> None:
    page = html.unescape(nobody.send("GET", "/api/docs/filters", None, {}).raw.decode())
    examples = re.findall(r"<code>([^<]*\w[:<>=]+\w[^<]*)</code>", page.partition("<h2>Quick add</h2>")[0])
    assert len(examples) > 10
    for text in examples:
        ann.get(f"/tasks?filter={quote(text)}").shows(shapes.Tasks)


def test_programs_learn_the_filter_language_too(nobody: Client, ann: Client) -> None:
    answer = nobody.get("/filters.json")
    assert (answer.status, answer.headers.get_content_type()) == (200, "application/json")
    language = answer.json()
    assert {it["name"] for it in language["fields"]} >= {"tag", "assignee", "priority", "due", "elapsed", "ratio"}
    assert {it["key"] for it in language["flags"]} >= {"is:overdue", "status:open", "has:due"}
    assert language["orders"] == list(ORDERS)
    examples = [text for it in language["fields"] for text in it["examples"]]
    for text in (*examples, *language["examples"], *(it["key"] for it in language["flags"])):
        ann.get(f"/tasks?filter={quote(text)}").shows(shapes.Tasks)
    for it in language["fields"]:
        assert all(any(op in text or it["symbol"] for op in (":", *it["operators"])) for text in it["examples"])
        for word in it["words"]:
            ann.get(f"/tasks?filter={it['name']}:{word}").shows(shapes.Tasks)
