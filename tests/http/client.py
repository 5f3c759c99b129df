"""A client that knows the contract and no more: every answer it takes is held against the documented shape."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Mapping
from email.message import Message
from http.client import HTTPConnection
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import attrs
import msgspec

from tasktix.adapters.http import key_shapes, shapes

API: Final = "/api/v1"
PASSWORD: Final = "a sturdy horse on a roof"
NOBODY: Final = "0" * 16
"""An id that nothing has."""

_NUMBERS: Final = itertools.count(1)

VERSIONED: Final = (
    shapes.Task,
    shapes.List,
    shapes.Section,
    shapes.Tag,
    shapes.Member,
    shapes.Role,
    shapes.SavedFilter,
    shapes.User,
)

S = TypeVar("S")


@attrs.frozen
class Answer:
    status: int
    headers: Message
    raw: bytes

    def json(self) -> Any:
        return json.loads(self.raw)

    def shows(self, shape: type[S], status: int = 200) -> S:
        """The body, which has exactly the fields of `shape`."""
        assert self.status == status, f"{self.status}: {self.raw!r}"
        assert self.headers.get_content_type() == "application/json"
        shown = msgspec.convert(self.json(), shape, strict=True)
        if isinstance(shown, VERSIONED):
            assert self.headers["ETag"] == f'"{shown.version}"'
        return shown

    @property
    def made(self) -> dict[str, int]:
        """The entries that it says it made: their positions, by audience."""
        named = [part.split(":") for part in (self.headers["Tasktix-Position"] or "").split(", ") if part]
        return {audience: int(position) for audience, position in named}

    @property
    def is_replayed(self) -> bool:
        return self.headers["Idempotency-Replayed"] == "true"

    def is_empty(self) -> None:
        assert (self.status, self.raw) == (204, b""), f"{self.status}: {self.raw!r}"

    def refuses(self, status: int, code: str) -> shapes.Problem:
        """The problem, as RFC 9457 and section 1 of the contract want it."""
        assert self.status == status, f"{self.status}: {self.raw!r}"
        assert self.headers.get_content_type() == "application/problem+json"
        problem = msgspec.convert(self.json(), shapes.Problem, strict=True)
        assert (problem.status, problem.code) == (status, code)
        assert problem.type
        assert problem.title
        assert problem.detail
        return problem

    def refuses_field(self, field: str) -> None:
        wrong = self.refuses(422, "invalid").errors
        assert [it.field for it in wrong] == [field], wrong
        assert all(it.message for it in wrong)


class Client:
    """Somebody's browser, or with no cookie nobody's; or with a `secret` a program that has an API token."""

    def __init__(self, url: str, cookie: str = "", user: shapes.User | None = None, secret: str = "") -> None:
        self.url = url
        self.secret = secret
        self.cookie = cookie
        self._user = user

    @classmethod
    def newcomer(cls, url: str, name: str = "person") -> Client:
        """Signs up somebody new, whose username is `name` with a number."""
        username = f"{name}_{os.getpid()}_{next(_NUMBERS)}"
        client = cls(url)
        answer = client.post("/users", {"username": username, "email": f"{username}@example.org", "password": PASSWORD})
        client._user = answer.shows(shapes.User, 201)
        client.keep_cookie(answer)
        return client

    @classmethod
    def of(cls, other: Client, password: str = PASSWORD) -> Client:
        """The same person in another browser."""
        client = cls(other.url, user=other._user)
        client.sign_in(password)
        return client

    def sign_in(self, password: str = PASSWORD) -> Answer:
        """With the cookie of the new session, if there is one."""
        answer = self.post("/session", {"login": self.user.username, "password": password})
        if answer.status == 200:
            self.keep_cookie(answer)
        return answer

    @property
    def user(self) -> shapes.User:
        assert self._user, "nobody is signed in"
        return self._user

    def keep_cookie(self, answer: Answer) -> None:
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: object) -> Answer:
        return self.ask("POST", path, body)

    def patch(self, path: str, body: object, *, seen: int | None = None) -> Answer:
        """`seen` is the version that the sender says it has seen."""
        return self.ask("PATCH", path, body, headers=None if seen is None else {"If-Match": f'"{seen}"'})

    def put(self, path: str, body: object = None) -> Answer:
        return self.ask("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.ask("DELETE", path)

    def ask(self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Answer:
        """`path` under /api/v1. Header names may be written as Python names."""
        raw = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        return self.send(method, API + path, raw, {**kind, **(headers or {})})

    def send(self, method: str, path: str, raw: bytes | None, headers: Mapping[str, str]) -> Answer:
        """As it is, from the root."""
        own = {"Cookie": self.cookie} if self.cookie else {}
        own |= {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, raw, {**own, **named})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    # what most tests begin with

    def new_list(self, name: str = "Groceries") -> shapes.List:
        return self.post("/lists", {"name": name}).shows(shapes.List, 201)

    def new_section(self, list_id: str, name: str = "Fruit") -> shapes.Section:
        return self.post(f"/lists/{list_id}/sections", {"name": name}).shows(shapes.Section, 201)

    def new_task(self, list_id: str, name: str = "Apples", **fields: object) -> shapes.Task:
        return self.post(f"/lists/{list_id}/tasks", {"name": name, **fields}).shows(shapes.Task, 201)

    def add_member(self, list_id: str, other: Client, role: str = "Collaborator") -> shapes.Member:
        body = {"username": other.user.username, "role": role}
        return self.post(f"/lists/{list_id}/members", body).shows(shapes.Member, 201)

    def new_tag(self, list_id: str, name: str = "urgent", color: str = "red") -> shapes.Tag:
        return self.post(f"/lists/{list_id}/tags", {"name": name, "color": color}).shows(shapes.Tag, 201)

    def new_role(self, list_id: str, name: str = "Helper", *permissions: str) -> shapes.Role:
        body = {"name": name, "permissions": permissions}
        return self.post(f"/lists/{list_id}/roles", body).shows(shapes.Role, 201)

    def new_filter(self, name: str = "Soon", text: str = "due<tomorrow") -> shapes.SavedFilter:
        return self.post("/filters", {"name": name, "text": text}).shows(shapes.SavedFilter, 201)

    def new_token(self, *scopes: str, **fields: object) -> tuple[key_shapes.MadeToken, Client]:
        """The token, and a program that has it."""
        body = {"name": "Script", "scopes": scopes, **fields}
        answer = self.post("/me/tokens", body)
        made = answer.shows(key_shapes.MadeToken, 201)
        return made, Client(self.url, user=self._user, secret=made.secret)

    def task(self, list_id: str, task_id: str) -> shapes.Task:
        return self.get(f"/lists/{list_id}/tasks/{task_id}").shows(shapes.Task)

    def undo(self, list_id: str, position: int) -> Answer:
        return self.post(f"/lists/{list_id}/undo", {"position": position})

    def history(self, list_id: str, query: str = "") -> shapes.History:
        return self.get(f"/lists/{list_id}/history{query}").shows(shapes.History)

    def snapshot(self, list_id: str) -> shapes.Snapshot:
        return self.get(f"/lists/{list_id}").shows(shapes.Snapshot)
