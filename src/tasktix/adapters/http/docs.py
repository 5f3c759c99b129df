"""The API for people: one page made from the OpenAPI document."""

from __future__ import annotations

import inspect
from html import escape
from http import HTTPStatus
from typing import Any, Final

from tasktix.adapters.http.errors import CODES

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tasktix API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>Tasktix API</h1><p>Version {version}. Base address <code>/api/v1</code>. For programs:
<a href="/api/v1/openapi.json">openapi.json</a>.</p>
{intro}
{operations}
<h2>Errors</h2><table>{codes}</table>
<h2>Shapes</h2>{shapes}</main></body></html>"""

STYLE: Final = """
:root { color-scheme: light dark; --text: #1a1e27; --soft: #525761; --bg: #fbfaf7; --line: #dedcd7; --tint: #f5f3f0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f2f0ec; --soft: #b0b4bc; --bg: #0c0e14; --line: #2f333b; --tint: #1c1f26; }
}
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 32px 16px 96px; }
h1 { letter-spacing: -0.03em; }
h2 { margin: 40px 0 8px; border-bottom: 1px solid var(--line); padding-bottom: 4px; text-transform: capitalize; }
article { padding: 16px 0; border-bottom: 1px solid var(--line); }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
h3 b { display: inline-block; min-width: 4.5em; color: var(--soft); }
p { margin: 6px 0; }
code { font-family: ui-monospace, monospace; font-size: 0.875em; }
a { color: inherit; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; margin: 8px 0 24px; }
td:first-child { min-width: 8.5em; }
td { border-top: 1px solid var(--line); padding: 6px 12px 6px 0; vertical-align: top; }
.soft { color: var(--soft); }
"""


def page(document: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(method.upper(), path, operation))
    intro = "".join(f"<p>{_code(escape(part))}</p>" for part in document["info"]["description"].split("\n\n"))
    return _PAGE.format(
        version=escape(document["info"]["version"]),
        intro=intro,
        operations="".join(f"<h2>{escape(tag)}</h2>{''.join(them)}" for tag, them in groups.items()),
        codes="".join(_code_row(*it) for it in CODES.items()),
        shapes="".join(_shape(name, schema) for name, schema in sorted(document["components"]["schemas"].items())),
    )


def _code_row(error: type[Exception], meaning: tuple[HTTPStatus, str]) -> str:
    status, code = meaning
    words = (inspect.getdoc(error) or "").splitlines()[0]
    return f'<tr id="{code}"><td>{status.value}</td><td><code>{code}</code></td><td>{escape(words)}</td></tr>'


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    rule = escape(operation["description"])
    parameters = "".join(
        f"<p><code>?{escape(it['name'])}=</code> {_code(escape(it['description']))}</p>"
        for it in operation["parameters"]
        if it["in"] == "query"
    )
    takes = _link(operation.get("requestBody", {}))
    gives = _link(next(iter(operation["responses"].values())))
    status = next(iter(operation["responses"]))
    shapes = (f"Takes {takes}. " if takes else "") + f"Answers {status}{' with ' + gives if gives else ''}."
    return (
        f"<article><h3><b>{method}</b> <code>{escape(path)}</code></h3><p>{escape(operation['summary'])}. "
        f'<span class="soft">{_code(rule)}</span></p>{parameters}<p class="soft">{shapes}</p></article>'
    )


def _shape(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_type(kind)}</td>"
        f"<td class=soft>{'required' if field in required else ''}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    words = "" if "enum" not in schema else f"<p>{escape(', '.join(schema['enum']))}</p>"
    about = escape(schema.get("description", ""))
    return f'<h3 id="{escape(name)}">{escape(name)}</h3><p class="soft">{_code(about)}</p>{words}<table>{rows}</table>'


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _reference(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return escape(str(schema.get("type", "anything")))


def _link(part: dict[str, Any]) -> str:
    for media, content in part.get("content", {}).items():
        schema = content["schema"]
        return _type(schema) if media.endswith("json") else escape(media)
    return ""


def _reference(target: str) -> str:
    name = escape(target.rpartition("/")[2])
    return f'<a href="#{name}">{name}</a>'


def _code(text: str) -> str:
    """`so` as code."""
    parts = text.split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))
