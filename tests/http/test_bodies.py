"""Bodies that are no JSON, not called JSON, or too large; and ones that nobody meant (contract, section 1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasktix.adapters.http import shapes
from tests.harness.server import RunningServer
from tests.http.client import API, Client
from tests.http.walk import CALLS, Call

JSON = {"Content-Type": "application/json"}
WITH_BODY = [call for call in CALLS if call.takes_body and str(call) != "DELETE /me"]
"""Where one's account is deleted, no body is a whole request (test_deletion)."""


HUGE = st.sampled_from([2**31, 2**53 + 1, 2**63, -(2**63) - 1, 2**64, 10**30, 1e308])
"""Numbers at which somebody's memory for them ends."""

GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | HUGE | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"nope",
        b'{"name": "Apples"',
        b"{'name': 'Apples'}",
        b'{"name": "Apples"} {}',
        b'{"name": NaN}',
        b'\xef\xbb\xbf{"name": "Apples"}',
        '{"name": "Äpfel"}'.encode("latin-1"),
        '{"name": "Apples"}'.encode("utf-16"),
        b'{"name": "half a pair \\ud800"}',
    ],
)
def test_what_is_no_json(ann: Client, raw: bytes) -> None:
    ann.send("POST", f"{API}/lists", raw, JSON).refuses(400, "malformed_json")


@pytest.mark.parametrize("raw", [b"null", b"[]", b'"text"', b"7", b"[{}]", b"[" * 100_000])
def test_json_that_is_no_object(ann: Client, raw: bytes) -> None:
    ann.send("POST", f"{API}/lists", raw, JSON).refuses(422, "invalid")


@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "text/json"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "application/octet-stream"},
    ],
)
def test_what_is_not_called_json(ann: Client, kind: dict[str, str]) -> None:
    ann.send("POST", f"{API}/lists", b'{"name": "Groceries"}', kind).refuses(415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_what_is_called_json_in_other_words(ann: Client, kind: str) -> None:
    answer = ann.send("POST", f"{API}/lists", b'{"name": "Groceries"}', {"Content-Type": kind})
    answer.shows(shapes.List, 201)


def test_a_mebibyte_is_read_and_no_byte_more(ann: Client) -> None:
    room = 1024 * 1024 - len(json.dumps({"name": ""}))
    fits, too_large = (json.dumps({"name": "x" * length}).encode() for length in (room, room + 1))
    ann.send("POST", f"{API}/lists", fits, JSON).refuses_field("name")
    ann.send("POST", f"{API}/lists", too_large, JSON).refuses(413, "body_too_large")


def test_too_large_in_pieces_is_too_large(ann: Client) -> None:
    pieces = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    chunked = {**JSON, "Transfer-Encoding": "chunked"}
    ann.send("POST", f"{API}/lists", pieces * 17 + b"0\r\n\r\n", chunked).refuses(413, "body_too_large")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_is_not_packed_as_it_says(serve: Callable[..., RunningServer], encoding: str) -> None:
    """On a server of its own: aiohttp writes a traceback for it, whatever we answer."""
    person = Client.newcomer(serve().url)
    for more in ({}, {"Idempotency-Key": "packed"}):
        headers = {**JSON, **more, "Content-Encoding": encoding}
        person.send("POST", f"{API}/lists", b'{"name": "Not packed"}', headers).refuses(400, "malformed_json")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=GARBAGE)
@pytest.mark.parametrize("call", WITH_BODY, ids=str)
def test_garbage_is_refused_and_never_a_fault(ann: Client, call: Call, garbage: Any) -> None:
    answer = ann.ask(call.method, call.path(), garbage)
    # A change of nothing is a change, though not of anything.
    assert 400 <= answer.status < 500 or (garbage == {} and call.method == "PATCH"), (garbage, answer)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.data())
@pytest.mark.parametrize("call", WITH_BODY, ids=str)
def test_garbage_in_known_fields_is_never_a_fault(
    ann: Client, groceries: shapes.List, call: Call, values: st.DataObject
) -> None:
    fields = st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(call.fields()), GARBAGE))
    body = values.draw(fields)
    answer = ann.ask(call.method, call.path(groceries.id), body)
    assert answer.status < 500, (body, answer)
    if answer.status >= 400:
        answer.refuses(answer.status, answer.json()["code"])
