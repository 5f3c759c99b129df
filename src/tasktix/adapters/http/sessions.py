"""Routes: accounts and sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from msgspec import UNSET, UnsetType

from tasktix.adapters import codec
from tasktix.adapters.http import answer, key_shapes, shapes
from tasktix.adapters.http.answer import Answered
from tasktix.adapters.http.body import Body
from tasktix.adapters.http.route import Call, Route, UseCase, json, tag
from tasktix.application import accounts, sessions
from tasktix.application.authentication import SignedUpBefore
from tasktix.application.entrance import Admitted
from tasktix.application.replies import Once
from tasktix.application.sessions import SignedIn
from tasktix.domain.ids import Id
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


class Proof(Body):
    """`code` is of the second factor, where that is on."""

    password: str
    code: str | UnsetType = UNSET


class Code(Body):
    """Of an authenticator app, or a backup code."""

    code: str


class Deletion(Body):
    """Without a `password` the session must be fresh; `code` is of the second factor, where that is on."""

    password: str | UnsetType = UNSET
    code: str | UnsetType = UNSET


class NewPassword(Body):
    """`code` is of the second factor, where that is on."""

    current: str
    new: str
    code: str | UnsetType = UNSET


async def _sign_up(call: Call) -> web.StreamResponse:
    given = (await call.body(NewUser)).given()
    # Without the password: a fast hash of what is asked is kept.
    asked = codec.encode({name: value for name, value in given.items() if name != "password"})
    once = Once(answer.fingerprint(call.request, asked), lambda outcome: _signed_up(outcome.answer).as_text())
    try:
        user, token = await call.prove(call.server.authentication.sign_up, given, once)
        response = _signed_up(user).response()
    except SignedUpBefore as before:
        response, token = answer.replay(before.text), before.token
    call.server.identity.remember(response, token, beyond_the_browser=False)
    return response


def _signed_up(user: User) -> Answered:
    return Answered(HTTPStatus.CREATED, tag(user), codec.encode(codec.image(user)).decode())


async def _sign_in(call: Call) -> web.StreamResponse:
    body = await call.body(SignIn)
    return admitted(call, await call.prove(call.server.authentication.sign_in, **body.given()))


async def _complete(call: Call) -> web.StreamResponse:
    body = await call.body(Code)
    half = call.server.identity.brought(call.request)
    return admitted(call, await call.flow(call.server.entrance.complete, half=half, **body.given()))


async def _prove_again(call: Call) -> web.StreamResponse:
    body = await call.body(Proof)
    signed_in, token = await call.prove(call.server.authentication.prove_again, **body.given())
    return admitted(call, Admitted(token, signed_in))


def admitted(call: Call, admitted: Admitted) -> web.StreamResponse:
    """Who is signed in; or that the second factor is asked for, and every other call stays 401 until it is shown."""
    signed_in, token = admitted.signed_in, admitted.token
    if signed_in is None:
        response = json({"second_factor": True})
        call.server.identity.remember(response, token, beyond_the_browser=False)
        return response
    response = json(_image(signed_in))
    call.server.identity.unlearn(signed_in.user.id)
    call.server.identity.remember(response, token, beyond_the_browser=signed_in.session.remember)
    return response


async def _change_password(call: Call) -> web.StreamResponse:
    body = await call.body(NewPassword)
    session, token = await call.prove(call.server.authentication.change_password, **body.given())
    response = web.Response(status=HTTPStatus.NO_CONTENT)
    call.server.identity.unlearn(session.user_id)
    call.server.identity.remember(response, token, beyond_the_browser=session.remember)
    return response


async def _delete_account(call: Call) -> web.StreamResponse:
    has_body = call.request.can_read_body or "Content-Type" in call.request.headers
    given = (await call.body(Deletion)).given() if has_body else {}
    await call.prove(call.server.authentication.delete_account, **given)
    response = web.Response(status=HTTPStatus.NO_CONTENT)
    call.server.identity.unlearn(call.actor.user_id)
    call.server.identity.forget(response)
    return response


async def _current(call: Call) -> web.StreamResponse:
    return json(_image(await call.look(sessions.current)))


async def _own(call: Call) -> web.StreamResponse:
    found = await call.look(sessions.own)
    return json([{**codec.image(it), "current": it.id == call.actor.session_id} for it in found])


async def _sign_out(call: Call) -> web.StreamResponse:
    return await _end(call, sessions.end, is_this=True)


async def _end_one(call: Call) -> web.StreamResponse:
    return await _end(call, sessions.end_one, is_this=call.ids["session_id"] == call.actor.session_id, **call.ids)


async def _end_others(call: Call) -> web.StreamResponse:
    return await _end(call, sessions.end_others, is_this=False)


async def _end(call: Call, use_case: UseCase, *, is_this: bool, **ids: Id) -> web.StreamResponse:
    await call.commit(use_case, **ids)
    response = web.Response(status=HTTPStatus.NO_CONTENT)
    call.server.identity.unlearn(call.actor.user_id)
    if is_this:
        call.server.identity.forget(response)
    return response


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
        shows_too=key_shapes.HalfSignedIn,
        is_public=True,
        own=_sign_in,
    ),
    Route(
        method="POST",
        path="/session/second-factor",
        use_case=sessions.complete,
        summary="Show the second factor",
        body=Code,
        shows=shapes.SignedIn,
        is_public=True,
        own=_complete,
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
    Route(
        method="PUT",
        path="/session/fresh",
        use_case=sessions.renew,
        summary="Prove again who one is",
        body=Proof,
        shows=shapes.SignedIn,
        own=_prove_again,
    ),
    Route(
        method="GET",
        path="/me/sessions",
        use_case=sessions.own,
        summary="Where one is signed in",
        shows=key_shapes.OwnSession,
        is_many=True,
        own=_own,
    ),
    Route(
        method="DELETE",
        path="/me/sessions/{session_id}",
        use_case=sessions.end_one,
        summary="End one of one's sessions",
        own=_end_one,
    ),
    Route(
        method="DELETE",
        path="/me/sessions",
        use_case=sessions.end_others,
        summary="End all of one's other sessions",
        own=_end_others,
    ),
    Route(
        method="DELETE",
        path="/me",
        use_case=accounts.delete,
        summary="Delete one's own account",
        body=Deletion,
        own=_delete_account,
    ),
    Route(
        method="PUT",
        path="/me/password",
        use_case=accounts.change_password,
        summary="Change one's own password",
        body=NewPassword,
        own=_change_password,
    ),
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
