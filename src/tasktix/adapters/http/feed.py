"""`GET /feed`: the live stream."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from tasktix.adapters.http import frames
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.route import Call, Route
from tasktix.adapters.http.subscriber import MOST_PATIENCE, Subscriber
from tasktix.application import feed
from tasktix.application.feed import Mark
from tasktix.application.unit_of_work import Reach
from tasktix.domain.errors import NotFound
from tasktix.domain.ids import Id, is_id

SEND_BUFFER: Final = 32 * 1024
"""Bytes that the kernel keeps for one reader, who costs it twice as much (socket(7)); without a bound a dead reader
pins megabytes."""

MOST_AGE: Final = 1.0
"""Seconds after which a session that was seen alive may have ended for long enough that nothing may come to it."""

HEADERS: Final = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
}

_POSITION: Final = re.compile(r"(?P<name>me|[0-9A-Za-z]{16}):(?P<position>\d{1,18})")


async def _stream(call: Call) -> web.StreamResponse:
    request, actor, hub = call.request, call.actor, call.server.hub
    only = frozenset(request.query.getall("list", ()))
    if not all(is_id(wanted) for wanted in only):
        raise NotFound
    reachable = (actor.grant.lists if actor.grant is not None else None) or frozenset()
    after, last = _starts(request, actor.user_id)
    opening = await _look(call, only=only, mark=last, named=after.keys())
    reach, after = opening.reach, {**opening.starts, **after}
    transport = request.transport
    if transport is None:
        raise ConnectionResetError
    response = web.StreamResponse(headers=HEADERS)
    if request.version >= (1, 1):
        response.enable_chunked_encoding()

    async def write(payload: bytes) -> None:
        if payload:
            # Not wait_for, which on Python 3.11 may swallow a cancellation.
            async with asyncio.timeout(MOST_PATIENCE):
                await response.write(payload)

    subscriber = Subscriber(
        transport,
        user_id=actor.user_id,
        key_id=actor.session_id or actor.token_id or "",
        only=only or reachable,
        is_chunked=response.chunked,
        until=actor.until,
        hides_own=actor.grant is not None and not actor.grant.reads_own,
    )
    # Nothing awaits since the last look: what comes after it, the hub tells this stream.
    hub.enter(subscriber, reach)
    first = opening_of(subscriber, reach, after)
    try:
        bound(transport.get_extra_info("socket"))
        await response.prepare(request)
        await write(first)
        await hub.replay(subscriber, {audience: known.position for audience, known in reach.items()}, write)
    except (ConnectionError, TimeoutError):
        # The reader is gone, or does not read: it resumes when it comes back.
        hub.leave(subscriber)
        subscriber.cut()
        return response
    except BaseException:
        hub.leave(subscriber)
        subscriber.cut()
        raise
    if subscriber.is_ended:
        hub.leave(subscriber)
        return response
    subscriber.take_over(request.protocol, hub.leave)
    # aiohttp has let go of the connection and cancels this task.
    await asyncio.Event().wait()
    return response


async def _look(call: Call, **wanted: Any) -> feed.Opening:
    """What the reader may see, and how far it has come, at a moment that the hub has not passed for this user; and a
    recent one: where nobody of this session was here, nobody heard of its end."""
    while True:
        begin = time.monotonic()
        opening: feed.Opening = await call.look(feed.opening, **wanted)
        is_recent = time.monotonic() - begin < MOST_AGE
        if is_recent and not call.server.hub.has_passed(call.actor.user_id, opening.reach[call.actor.user_id]):
            return opening


def opening_of(subscriber: Subscriber, reach: Mapping[Id, Reach], after: Mapping[Id, int]) -> bytes:
    """The first frames; sets after which position the replay of each audience starts."""
    opening = [frames.START, frames.PING]
    cursors = subscriber.cursors
    assert cursors is not None
    for audience, known in reach.items():
        start = after.get(audience, known.position)
        if known.floor <= start <= known.position:
            cursors[audience] = min(start, cursors[audience])
        elif not subscriber.hides(audience):
            opening.append(frames.reset(subscriber.name_of(audience)))
    opening += [frames.gone(audience) for audience in after.keys() - reach.keys()]
    return b"".join(opening)


def _starts(request: web.Request, user_id: Id) -> tuple[dict[Id, int], Mark | None]:
    """After which position each audience starts, as far as the client says; and the last entry its browser saw."""
    starts: dict[Id, int] = {}
    marks = [_mark(text, user_id) for text in request.query.getall("after", ())]
    last = request.headers.get("Last-Event-ID")
    seen = _mark(last, user_id) if last else None
    for mark in [*marks, *([seen] if seen else [])]:
        starts[mark.audience] = max(mark.position, starts.get(mark.audience, 0))
    return starts, seen


def _mark(text: str, user_id: Id) -> Mark:
    found = _POSITION.fullmatch(text)
    if found is None:
        raise MalformedRequest
    name = found["name"]
    return Mark(user_id if name == frames.OWN else name, int(found["position"]))


def bound(connection: socket.socket | None) -> None:
    """What one reader may cost. A reader who vanished without a word acknowledges nothing: the kernel would try for a
    quarter of an hour. A ping each 15 s and this patience find them within 30 s."""
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(MOST_PATIENCE * 1000))


ROUTES: Final = [
    Route(
        method="GET",
        path="/feed",
        use_case=feed.opening,
        summary="The live stream (text/event-stream)",
        shows=str,
        own=_stream,
        parameters={
            "list": "An id; repeatable. Only these lists, and one's own matters.",
            "after": "AUDIENCE:POSITION; repeatable. Start after this entry; a snapshot says which.",
        },
    )
]
