"""Routes: accounts and sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from msgspec import UNSET, UnsetType

from tasktix.adapters import codec
from tasktix.adapters.http import answer, shapes
from tasktix.adapters.http.answer import Answered
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Call, Route, json, tag
from tasktix.application import accounts, sessions
from tasktix.application.authentication import Browser, SignedUpBefore
from tasktix.application.replies import Once
from tasktix.application.sessions import SignedIn
from tasktix.domain.users import User


class NewUser(Body):
    username: str
    email: str
    password: str
    color: str | UnsetType = UNSET


class SignIn(Body):
    """`login` is the username or the e-mail."""

    login: str
    password: str
    remember: bool = False


class ProfileChanges(Body):
    """`timezone` is a name such as `Europe/Berlin`, `locale` a language such as `en-GB`."""

    username: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    timezone: str | UnsetType | None = UNSET
    locale: str | UnsetType | None = UNSET


async def _sign_up(call: Call) -> web.StreamResponse:
    given = (await call.body(NewUser)).given()
    # Without the password: a fast hash of what is asked is kept.
    asked = codec.encode({name: value for name, value in given.items() if name != "password"})
    once = Once(answer.fingerprint(call.request, asked), lambda outcome: _signed_up(outcome.answer).as_text())
    try:
        user, token = await call.server.password_threads.run(
            call.server.authentication.sign_up, call.actor, _browser(call), given, once
        )
        response = _signed_up(user).response()
    except SignedUpBefore as before:
        response, token = answer.replay(before.text), before.token
    call.server.identity.remember(response, token, beyond_the_browser=False)
    return response


def _signed_up(user: User) -> Answered:
    return Answered(HTTPStatus.CREATED, tag(user), codec.encode(codec.image(user)).decode())


async def _sign_in(call: Call) -> web.StreamResponse:
    body = await call.body(SignIn)
    browser = _browser(call, remember=body.remember)
    signed_in, token = await call.server.password_threads.run(
        call.server.authentication.sign_in, call.actor, browser, login=body.login, password=body.password
    )
    response = json(_image(signed_in))
    call.server.identity.remember(response, token, beyond_the_browser=body.remember)
    return response


async def _current(call: Call) -> web.StreamResponse:
    return json(_image(await call.look(sessions.current)))


async def _sign_out(call: Call) -> web.StreamResponse:
    await call.commit(sessions.end)
    response = web.Response(status=HTTPStatus.NO_CONTENT)
    call.server.identity.forget(response, call.actor.session_id)
    return response


def _browser(call: Call, *, remember: bool = False) -> Browser:
    # A header may hold any bytes, a text column may not.
    device = call.request.headers.get("User-Agent", "").encode(errors="replace").decode()
    return Browser(device, call.request.remote or "", remember)


def _image(signed_in: SignedIn) -> dict[str, Any]:
    return {
        "user": codec.image(signed_in.user),
        "session": codec.image(signed_in.session),
        "position": signed_in.position,
    }


ROUTES: Final = [
    Route(
        method="POST",
        path="/users",
        use_case=accounts.sign_up,
        summary="Sign up",
        body=NewUser,
        shows=shapes.User,
        creates=True,
        is_public=True,
        own=_sign_up,
    ),
    Route(
        method="POST",
        path="/session",
        use_case=sessions.start,
        summary="Sign in",
        body=SignIn,
        shows=shapes.SignedIn,
        is_public=True,
        own=_sign_in,
    ),
    Route(
        method="GET",
        path="/session",
        use_case=sessions.current,
        summary="Who is signed in",
        shows=shapes.SignedIn,
        own=_current,
    ),
    Route(method="DELETE", path="/session", use_case=sessions.end, summary="Sign out", own=_sign_out),
    Route(method="GET", path="/me", use_case=accounts.me, summary="One's own profile", shows=shapes.User),
    Route(
        method="PATCH",
        path="/me",
        use_case=accounts.revise,
        summary="Change one's own profile",
        body=ProfileChanges,
        shows=shapes.User,
    ),
]
