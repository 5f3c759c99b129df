"""Routes: the audit."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from tasktix.adapters import codec
from tasktix.adapters.http import key_shapes, query
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.route import Call, Route, json
from tasktix.application import audit
from tasktix.domain.ids import is_id


async def _own(call: Call) -> web.StreamResponse:
    before = call.request.query.get("cursor")
    if before is not None and not is_id(before):
        raise MalformedRequest
    limit = query.limit(call.request)
    page = await call.look(audit.own, limit=limit, **({} if before is None else {"before": before}))
    return json({"items": [codec.image(it) for it in page.notes], "next": page.before})


ROUTES: Final = [
    Route(
        method="GET",
        path="/me/audit",
        use_case=audit.own,
        summary="What happened to one's own account",
        shows=key_shapes.Audit,
        own=_own,
        parameters=query.LIMIT,
    ),
]
