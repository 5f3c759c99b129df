"""THE table: which refusal is which status and code. Everything that goes wrong leaves as problem+json (RFC 9457)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import attrs
from aiohttp import web

from tasktix.adapters import codec
from tasktix.application import ports, tracker
from tasktix.domain import errors

RETRY_AFTER: Final = "1"
"""Seconds after which it is worth asking again."""


class CrossSite(Exception):
    """Another site's page made the browser send this; its cookie does not count."""


class MalformedBody(Exception):
    """The body is not JSON in UTF-8."""


class UnsupportedBody(Exception):
    """Send the body as Content-Type: application/json."""


class MalformedRequest(Exception):
    """A header or query parameter cannot be read."""


CODES: Final[Mapping[type[Exception], tuple[HTTPStatus, str]]] = {
    MalformedBody: (HTTPStatus.BAD_REQUEST, "malformed_json"),
    MalformedRequest: (HTTPStatus.BAD_REQUEST, "malformed_request"),
    errors.NotSignedIn: (HTTPStatus.UNAUTHORIZED, "not_signed_in"),
    tracker.BadSignature: (HTTPStatus.UNAUTHORIZED, "bad_signature"),
    errors.BadCredentials: (HTTPStatus.UNAUTHORIZED, "bad_credentials"),
    errors.WrongCode: (HTTPStatus.UNAUTHORIZED, "wrong_code"),
    errors.WrongPasskey: (HTTPStatus.UNAUTHORIZED, "wrong_passkey"),
    CrossSite: (HTTPStatus.FORBIDDEN, "cross_site"),
    errors.OutOfScope: (HTTPStatus.FORBIDDEN, "out_of_scope"),
    errors.NotFresh: (HTTPStatus.FORBIDDEN, "not_fresh"),
    errors.Forbidden: (HTTPStatus.FORBIDDEN, "forbidden"),
    errors.LocalSignInOff: (HTTPStatus.FORBIDDEN, "local_sign_in_off"),
    errors.SignUpClosed: (HTTPStatus.FORBIDDEN, "sign_up_closed"),
    errors.NotFound: (HTTPStatus.NOT_FOUND, "not_found"),
    errors.NoSuchUser: (HTTPStatus.NOT_FOUND, "no_such_user"),
    errors.IdTaken: (HTTPStatus.CONFLICT, "id_taken"),
    errors.Taken: (HTTPStatus.CONFLICT, "taken"),
    errors.AlreadyMember: (HTTPStatus.CONFLICT, "already_member"),
    errors.LastAdmin: (HTTPStatus.CONFLICT, "last_admin"),
    errors.SoleAdmin: (HTTPStatus.CONFLICT, "sole_admin"),
    errors.LastWayIn: (HTTPStatus.CONFLICT, "last_way_in"),
    errors.AccountTaken: (HTTPStatus.CONFLICT, "account_taken"),
    errors.SecondFactorOn: (HTTPStatus.CONFLICT, "second_factor_on"),
    errors.Conflicting: (HTTPStatus.CONFLICT, "conflict"),
    errors.CannotUndo: (HTTPStatus.CONFLICT, "cannot_undo"),
    errors.RoleInUse: (HTTPStatus.CONFLICT, "role_in_use"),
    errors.PresetRole: (HTTPStatus.CONFLICT, "preset_role"),
    errors.TaskCompleted: (HTTPStatus.CONFLICT, "task_completed"),
    errors.NotConnected: (HTTPStatus.CONFLICT, "not_connected"),
    errors.TooMany: (HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests"),
    UnsupportedBody: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
    errors.Invalid: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"),
    tracker.TrackerFailed: (HTTPStatus.BAD_GATEWAY, "tracker_failed"),
    tracker.TrackerRefused: (HTTPStatus.BAD_GATEWAY, "tracker_refused"),
    tracker.TrackerBusy: (HTTPStatus.SERVICE_UNAVAILABLE, "tracker_busy"),
    ports.Unavailable: (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"),
    ports.OutcomeUnknown: (HTTPStatus.SERVICE_UNAVAILABLE, "outcome_unknown"),
}

KNOWN: Final = tuple(CODES)

_PARSER: Final = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "body_too_large",
}


def of_exception(error: Exception) -> web.Response:
    """The answer to an exception of the table; any other is a fault of ours and says nothing but that."""
    status, code = CODES.get(type(error), (HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error"))
    match error:
        case errors.Invalid():
            more: dict[str, Any] = {"errors": [_field_error(each) for each in error.errors]}
        case errors.Forbidden():
            more = {"permission": error.permission}
        case errors.Conflicting():
            more = {"conflicts": {codec.wire_name(field): _clash(it) for field, it in error.clashes.items()}}
        case errors.SoleAdmin():
            more = {"lists": [{"id": list_id, "name": name} for list_id, name in error.lists.items()]}
        case errors.Taken():
            more = {"field": error.field}
        case _:
            more = {}
    known = type(error) in CODES
    detail = (type(error).__doc__ or "").splitlines()[0] if known else "The fault is ours; it has been logged."
    headers = {"Retry-After": RETRY_AFTER} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}
    if isinstance(error, errors.TooMany):
        headers = {"Retry-After": str(error.seconds)}
    if isinstance(error, tracker.TrackerBusy):
        headers = {"Retry-After": str(math.ceil(error.seconds))}
    return problem(status, code, detail, more, headers)


def _field_error(error: errors.FieldError) -> dict[str, Any]:
    return {name: it for name, it in attrs.asdict(error).items() if it is not None}


def _clash(it: errors.Clash) -> dict[str, Any]:
    return {name: codec.value(getattr(it, name)) for name in ("yours", "theirs", "by", "at")}


def of_http(error: web.HTTPException) -> web.Response:
    """The answer to what aiohttp itself refuses."""
    status = HTTPStatus(error.status)
    code = _PARSER.get(status, status.phrase.lower().replace(" ", "_"))
    headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    return problem(status, code, status.description or status.phrase, {}, headers)


def of_no_request(status: HTTPStatus) -> web.Response:
    """The answer to bytes that are no request of HTTP, or one that is too long in one of its parts."""
    detail = "This is no request that we can read."
    # The application, which sets these for every other answer, never sees this one.
    headers = {"Server": "Tasktix", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return problem(status, "malformed_request", detail, {}, headers)


def problem(
    status: HTTPStatus, code: str, detail: str, more: Mapping[str, Any], headers: Mapping[str, str]
) -> web.Response:
    body = {
        "type": f"/api/docs#{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
        **more,
    }
    return web.Response(
        body=codec.encode(body), status=status, headers=headers, content_type="application/problem+json"
    )
