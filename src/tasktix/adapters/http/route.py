"""A route: one line of the table that the application and the OpenAPI document are both made from."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final, TypeVar

import attrs
from aiohttp import web

from tasktix.adapters import codec
from tasktix.adapters.http import answer, body, frames
from tasktix.adapters.http.answer import Answered
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.errors import MalformedRequest
from tasktix.adapters.http.hub import Hub
from tasktix.adapters.http.identity import Identity
from tasktix.adapters.http.kept import KeptSnapshots
from tasktix.adapters.http.threads import Threads
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.authentication import Authentication
from tasktix.application.entrance import Entrance
from tasktix.application.linking import Linking
from tasktix.application.passkey_step import PasskeyStep
from tasktix.application.ports import Outcome
from tasktix.application.replies import AnsweredBefore, Once
from tasktix.application.second_step import SecondStep
from tasktix.application.tracker import Webhooks
from tasktix.domain.errors import NotFound, NotSignedIn
from tasktix.domain.ids import Id, is_id

BASE: Final = "/api/v1"

T = TypeVar("T")

_VERSION: Final = re.compile(r'(?:W/)?"(\d{1,10})"')


@attrs.frozen
class Server:
    """What the routes work with. `threads` run units of work, `looking_threads` those that only look,
    `password_threads` hash, `tracker_threads` ask a tracker; `arrived` is set when it has sent something.
    `do_passwords_count`: they are a way to sign in."""

    application: Application
    authentication: Authentication
    entrance: Entrance
    second_step: SecondStep
    passkey_step: PasskeyStep
    identity: Identity
    hub: Hub
    kept: KeptSnapshots
    threads: Threads
    looking_threads: Threads
    password_threads: Threads
    linking: Linking
    tracker_threads: Threads
    webhooks: Webhooks
    arrived: asyncio.Event
    do_passwords_count: bool = True


@attrs.frozen
class Call:
    """One request on its way to a use case."""

    server: Server
    request: web.Request
    actor: Actor
    ids: Mapping[str, Id]

    async def body(self, shape: type[body.B]) -> body.B:
        return await body.read(self.request, shape)

    async def commit(self, use_case: Callable[..., Any], **arguments: Any) -> Outcome[Any]:
        def commit() -> Outcome[Any]:
            return self.server.application.commit(self.actor, use_case, **arguments)

        return await self.server.threads.run(commit)

    async def commit_once(self, once: Once, use_case: Callable[..., Any], **arguments: Any) -> Outcome[Any]:
        def commit() -> Outcome[Any]:
            return self.server.application.commit_once(self.actor, once, use_case, **arguments)

        return await self.server.threads.run(commit)

    async def look(self, use_case: Callable[..., Any], **arguments: Any) -> Any:
        def look() -> Any:
            return self.server.application.look(self.actor, use_case, **arguments)

        return await self.server.looking_threads.run(look)

    async def flow(self, flow: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """A flow of several units of work, done by who calls."""
        return await self.server.threads.run(partial(flow, self.actor, *arguments, **named))

    async def prove(self, flow: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """A flow in which a password is hashed: apart from the others, who do not wait for it."""
        return await self.server.password_threads.run(partial(flow, self.actor, *arguments, **named))

    def seen(self) -> dict[str, int]:
        """The version that the client had seen (`If-Match`), as a use case's argument; raises `MalformedRequest`."""
        text = self.request.headers.get("If-Match", "*").strip()
        if text == "*":
            return {}
        found = _VERSION.fullmatch(text)
        if found is None:
            raise MalformedRequest
        return {"seen": int(found[1])}

    def positions(self, outcome: Outcome[Any]) -> dict[str, str]:
        """Which entries this request caused, so that a client knows when its stream has reached them."""
        # Not of others: who is added to a list has an entry in an audience that is theirs alone.
        list_id = self.ids.get("list_id") or getattr(outcome.answer, "id", None)
        names = {list_id: list_id, self.actor.user: frames.OWN}
        seen = [f"{names[audience]}:{at}" for audience, at in outcome.positions.items() if audience in names]
        return {"Tasktix-Position": ", ".join(seen)} if seen else {}


Own = Callable[[Call], Awaitable[web.StreamResponse]]
UseCase = Callable[..., Any]
Render = Callable[[Call, Outcome[Any]], Any]


@attrs.frozen(kw_only=True)
class Route:
    """`use_case` documents it and, where there is no `own` way to answer, is what it does.

    `shows` is the shape of the answer's body, None for an empty one (204), `shows_too` another that it may have.
    `creates` answers 201 with a Location.
    `chooses` picks another use case by the arguments. `render` makes the body of a write's answer where it is not the
    image of what the use case returned. `by_itself`: pages ask it without anybody doing anything, so it keeps no
    session alive.
    """

    method: str
    path: str
    use_case: UseCase
    summary: str
    body: type[Body] | None = None
    shows: Any = None
    shows_too: Any = None
    is_many: bool = False
    creates: bool = False
    is_public: bool = False
    by_itself: bool = False
    own: Own | None = None
    chooses: Callable[[Mapping[str, Any]], UseCase] | None = None
    render: Render | None = None
    parameters: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def is_read(self) -> bool:
        return self.method == "GET"

    @property
    def status(self) -> HTTPStatus:
        if self.creates:
            return HTTPStatus.CREATED
        return HTTPStatus.NO_CONTENT if self.shows is None else HTTPStatus.OK

    async def __call__(self, server: Server, request: web.Request) -> web.StreamResponse:
        actor = await server.identity.actor(request, is_seen=not self.by_itself)
        if actor.user is None and not self.is_public:
            raise NotSignedIn
        if not all(is_id(value) for value in request.match_info.values()):
            raise NotFound
        call = Call(server, request, actor, dict(request.match_info))
        if self.own is not None:
            return await self.own(call)
        arguments = (await call.body(self.body)).arguments() if self.body is not None else {}
        if self.method == "PATCH":
            arguments |= call.seen()
        if self.is_read:
            return self._shown(await call.look(self.use_case, **call.ids, **arguments))
        return await self._write(call, {**call.ids, **arguments})

    async def _write(self, call: Call, arguments: Mapping[str, Any]) -> web.Response:
        use_case = self.use_case if self.chooses is None else self.chooses(arguments)
        if call.actor.key is None:
            return self._answered(call, await call.commit(use_case, **arguments)).response()
        once = Once(
            answer.fingerprint(call.request, await call.request.read(), call.actor.token_id or ""),
            lambda outcome: self._answered(call, outcome).as_text(),
        )
        try:
            return self._answered(call, await call.commit_once(once, use_case, **arguments)).response()
        except AnsweredBefore as before:
            return answer.replay(before.text)

    def _answered(self, call: Call, outcome: Outcome[Any]) -> Answered:
        thing, headers = outcome.answer, call.positions(outcome)
        if self.shows is None:
            return Answered(HTTPStatus.NO_CONTENT, headers)
        if self.render is not None:
            return Answered(HTTPStatus.OK, headers, codec.encode(self.render(call, outcome)).decode())
        status = HTTPStatus.OK
        if self.creates and outcome.positions:
            # A creation that made no entry was a repeat of one that did.
            status = HTTPStatus.CREATED
            headers["Location"] = f"{call.request.path}/{thing.id}"
        return Answered(status, {**headers, **tag(thing)}, codec.encode(codec.image(thing)).decode())

    def _shown(self, thing: Any) -> web.Response:
        if self.is_many:
            return json([codec.image(each) for each in thing])
        return json(codec.image(thing), headers=tag(thing))


def json(image: Any, *, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=codec.encode(image), status=status, headers=headers, content_type="application/json")


def tag(thing: Any) -> dict[str, str]:
    return {"ETag": f'"{thing.version}"'}
