"""Routes: tasks across lists, and quick add."""

from __future__ import annotations

import base64
import binascii
from typing import Any, ClassVar, Final

import msgspec
from aiohttp import web

from tasktix.adapters import codec
from tasktix.adapters.http import query, shapes
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.route import Call, Route, json
from tasktix.application import search, tasks
from tasktix.domain.calibration import Report, Row
from tasktix.domain.ordering import ORDERS
from tasktix.domain.quick_add import Reading, Token


class QuickText(Body):
    ARGUMENTS: ClassVar = {"text": "text"}
    NEW_IDS: ClassVar = frozenset[str]()

    text: str


async def _find(call: Call) -> web.StreamResponse:
    asked = call.request.query
    found = await call.look(
        search.find,
        filter_text=asked.get("filter", ""),
        order=asked.get("order", "auto"),
        limit=query.limit(call.request),
        after=_cursor(asked.get("cursor")),
    )
    following = None if found.after is None else base64.urlsafe_b64encode(codec.encode(found.after)).decode()
    return json({"items": [codec.image(task) for task in found.tasks], "next": following})


def _cursor(text: str | None) -> list[object] | None:
    if text is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text.encode("ascii")), type=list[object])
    except (ValueError, binascii.Error, msgspec.MsgspecError, RecursionError):
        raise MalformedRequest from None


async def _calibration(call: Call) -> web.StreamResponse:
    report = await call.look(search.calibration, filter_text=call.request.query.get("filter", ""))
    return json(_report(report))


def _report(report: Report) -> dict[str, Any]:
    return {
        "overall": _row(report.overall),
        "lists": [{"list": list_id, **_row(row)} for list_id, row in report.lists],
        "tags": [{"tag": tag_id, **_row(row)} for tag_id, row in report.tags],
        "sizes": [{"size": size.value, **_row(row)} for size, row in report.sizes],
    }


def _row(row: Row) -> dict[str, Any]:
    return {"count": row.count, "ratio": row.ratio, "low": row.low, "high": row.high, "factor": row.factor}


async def _read(call: Call) -> web.StreamResponse:
    text = (await call.body(QuickText)).text
    return json(_reading(await call.look(tasks.read_quick, **call.ids, text=text)))


def _reading(it: Reading) -> dict[str, Any]:
    return {
        "name": it.name,
        "fields": dict(it.fields),
        "tags": list(it.tags),
        "assignees": list(it.assignees),
        "section": it.section,
        "tokens": [_token(token) for token in it.tokens],
        "unknown": [_token(token) for token in it.unknown],
    }


def _token(it: Token) -> dict[str, Any]:
    fields = ("start", "end", "text", "name", "value")
    return {"kind": it.kind.value, **{field: getattr(it, field) for field in fields}}


_FILTER: Final = {"filter": "A text in the filter language (`/api/docs/filters`); all tasks without one."}
_ORDER: Final = {"order": "One of " + ", ".join(f"`{name}`" for name in ORDERS) + "; `auto` unless told."}

ROUTES: Final = [
    Route(
        method="GET",
        path="/tasks",
        use_case=search.find,
        summary="Tasks across one's lists",
        shows=shapes.Tasks,
        own=_find,
        parameters={**_FILTER, **_ORDER, **query.LIMIT},
    ),
    Route(
        method="GET",
        path="/today",
        use_case=search.today,
        summary="What wants attention today",
        shows=shapes.Task,
        is_many=True,
    ),
    Route(
        method="GET",
        path="/reports/calibration",
        use_case=search.calibration,
        summary="Expected against elapsed time",
        shows=shapes.Calibration,
        own=_calibration,
        parameters=_FILTER,
    ),
    Route(
        method="POST",
        path="/lists/{list_id}/quick",
        use_case=tasks.read_quick,
        summary="How a line of text would be read",
        body=QuickText,
        shows=shapes.Reading,
        own=_read,
    ),
]
