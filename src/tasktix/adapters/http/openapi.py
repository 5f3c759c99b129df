"""The OpenAPI 3.1 document, made from the route table."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from tasktix.adapters.http import shapes
from tasktix.adapters.http.errors import CODES
from tasktix.adapters.http.route import BASE, Route

_REFERENCE: Final = "#/components/schemas/{name}"
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_DESCRIPTION: Final = """\
Tasktix keeps shared lists of tasks, and everyone who looks at one sees the truth at once.

Sign in with `POST /session`; the answer sets a cookie. Every error is `application/problem+json` with a stable `code`.
A write that made an entry of the log says which in the header `Tasktix-Position`. `Idempotency-Key` (at most 64
characters) marks a request: sent again within a day it is not done again and answers the same, with the header
`Idempotency-Replayed: true`. The entry that the request caused carries the key as `key`. A PATCH with `If-Match` and
the version that was seen answers 409 `conflict` where somebody else has changed one of its fields to another value.
"""

_TOKENS: Final = (
    "An API token, `tt_…` (`POST /me/tokens`). Its scopes are `read` and `write`, of everything, and `list:ID:read` "
    "and `list:ID:write`, of one list alone. What it was not made for is 403 `out_of_scope`, a list beyond it 404."
)


def document(routes: Iterable[Route], version: str) -> dict[str, Any]:
    routes = list(routes)
    types = [
        shapes.Problem,
        *(route.shows for route in routes if route.shows),
        *(route.shows_too for route in routes if route.shows_too),
        *(it.body for it in routes if it.body),
    ]
    _, components = msgspec.json.schema_components(dict.fromkeys(types), ref_template=_REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tasktix",
            "version": version,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-tasktix"},
                "token": {"type": "http", "scheme": "bearer", "description": _TOKENS},
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.use_case.__module__.rpartition('.')[2]}_{route.use_case.__name__}",
        "summary": route.summary,
        "description": inspect.getdoc(route.use_case) or "",
        "tags": [route.use_case.__module__.rpartition(".")[2]],
        "security": [] if route.is_public else [{"session": []}, {"token": []}],
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": "^[0-9A-Za-z]{16}$"},
            }
            for name in _PARAMETER.findall(route.path)
        ]
        + [
            {"name": name, "in": "query", "description": words, "schema": {"type": "string"}}
            for name, words in route.parameters.items()
        ]
        + [
            {"name": name, "in": "header", "description": words, "schema": {"type": "string", "pattern": pattern}}
            for name, (words, pattern) in _headers_of(route).items()
        ],
        "responses": {str(route.status.value): _answer(route), "default": _PROBLEM},
    }
    if route.creates:
        operation["responses"]["200"] = {**_answer(route), "description": "The same was created before"}
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _schema(route.body)}},
        }
    return operation


_KEY: Final = ("Marks the request: sent again within a day it is not done again.", r"^[\x20-\x7e]{1,64}$")
_SEEN: Final = ("The version that was seen: what others have changed since is not written over.", r'^(W/)?"\d{1,10}"$')


def _headers_of(route: Route) -> dict[str, tuple[str, str]]:
    keyed = {} if route.is_read or route.is_public else {"Idempotency-Key": _KEY}
    return keyed | ({"If-Match": _SEEN} if route.method == "PATCH" else {})


def _answer(route: Route) -> dict[str, Any]:
    if route.shows is None:
        return {"description": "Done"}
    if route.shows is str:
        return {"description": "Events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
    schema = _schema(route.shows)
    shown: dict[str, Any] = {"type": "array", "items": schema} if route.is_many else schema
    if route.shows_too is not None:
        shown = {"anyOf": [shown, _schema(route.shows_too)]}
    return {"description": route.summary, "content": {"application/json": {"schema": shown}}}


def _schema(shape: type) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=shape.__name__)}


_PROBLEM: Final = {
    "description": "Refused: " + ", ".join(sorted({f"{status.value} {code}" for status, code in CODES.values()})),
    "content": {"application/problem+json": {"schema": _schema(shapes.Problem)}},
}
