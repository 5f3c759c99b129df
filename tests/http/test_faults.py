"""Faults that were found and are not mended yet: each test is right, and says so loudly when its fault is gone."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import pytest

from tasktix.adapters.http import shapes
from tests.harness.server import RunningServer
from tests.http.client import API, Client

PRESET: Final = "0000000000Viewer"


def test_the_id_of_a_preset_is_taken(ann: Client, groceries: shapes.List) -> None:
    body = {"id": PRESET, "name": "Evil", "permissions": ["list:delete"]}
    ann.post(f"/lists/{groceries.id}/roles", body).refuses(409, "id_taken")


def test_the_role_with_that_id_goes_before_the_role_with_that_name(
    ann: Client, bob: Client, shared: shapes.List
) -> None:
    meant = ann.new_role(shared.id, "Weak")
    ann.new_role(shared.id, meant.id, "tasks:delete", "list:update")
    path = f"/lists/{shared.id}/members/{bob.user.id}"
    assert ann.patch(path, {"role": meant.id}).shows(shapes.Member).role == meant.id


def test_the_id_of_a_user_is_taken(ann: Client, bob: Client, groceries: shapes.List) -> None:
    ann.post(f"/lists/{groceries.id}/tasks", {"id": bob.user.id, "name": "Bob"}).refuses(409, "id_taken")


def test_a_line_that_is_too_long_to_read_is_told_by_its_own_name(ann: Client, groceries: shapes.List) -> None:
    ann.post(f"/lists/{groceries.id}/quick", {"text": "x" * 2001}).refuses_field("text")


@pytest.mark.parametrize("header", ["X-Big: " + "x" * 9000, "Content-Length: -5", "Content-Encoding: br", "X: \x7f"])
def test_what_is_no_request_is_a_problem_too(serve: Callable[..., RunningServer], header: str) -> None:
    server = serve()
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), 10) as connection:
        connection.sendall(f"GET {API}/lists HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split(b" ", 2)[1] == b"400"
    assert b"application/problem+json" in answer
    assert b"Server: Tasktix\r\n" in answer
    assert b"aiohttp" not in answer
    assert "Traceback" not in server.errors()
