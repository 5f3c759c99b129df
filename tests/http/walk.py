"""Every call of the route table, so that a new one is tested without being listed."""

from __future__ import annotations

import re
from typing import Final

import attrs

from tasktix.adapters.http.route import Route
from tasktix.adapters.http.routes import ROUTES
from tests.http.client import NOBODY


@attrs.frozen
class Call:
    route: Route

    def __str__(self) -> str:
        return f"{self.method} {self.route.path}"

    @property
    def method(self) -> str:
        return self.route.method

    @property
    def is_public(self) -> bool:
        return self.route.is_public

    @property
    def takes_body(self) -> bool:
        return self.route.body is not None

    @property
    def names_something(self) -> bool:
        return "{" in self.route.path

    @property
    def names_a_tab(self) -> bool:
        """Whose id the client chooses: none is unknown."""
        return "{tab_id}" in self.route.path

    def fields(self) -> frozenset[str]:
        return frozenset(self.route.body.__struct_fields__) if self.route.body else frozenset()

    def path(self, list_id: str = NOBODY, other_id: str = NOBODY) -> str:
        """With `list_id` for the list and `other_id` for what is in it."""
        return re.sub(r"\{\w+\}", other_id, self.route.path.replace("{list_id}", list_id))


CALLS: Final = [Call(route) for route in ROUTES]

SMALLEST: Final[dict[str, dict[str, object]]] = {
    "POST /users": {"username": "walker", "email": "walker@example.org", "password": "short"},
    "POST /session": {"login": "walker", "password": "short"},
    "POST /session/second-factor": {"code": "000000"},
    "POST /session/passkey": {"credential": {}},
    "PUT /session/fresh/passkey": {"credential": {}},
    "POST /me/passkeys": {"name": "A", "credential": {}},
    "PUT /me/passkeys/{passkey_id}": {"name": "A"},
    "PUT /me/second-factor": {"code": "000000"},
    "DELETE /me/second-factor": {"code": "000000"},
    "POST /me/second-factor/backup-codes": {"code": "000000"},
    "POST /lists": {"name": "A"},
    "PATCH /lists/{list_id}": {"name": "A"},
    "POST /lists/{list_id}/sections": {"name": "A"},
    "PATCH /lists/{list_id}/sections/{section_id}": {"name": "A"},
    "PUT /lists/{list_id}/sections/{section_id}/place": {},
    "POST /lists/{list_id}/tasks": {"name": "A"},
    "PATCH /lists/{list_id}/tasks/{task_id}": {"name": "A"},
    "PUT /lists/{list_id}/tasks/{task_id}/place": {"section": NOBODY},
    "POST /lists/{list_id}/tags": {"name": "A", "color": "red"},
    "PATCH /lists/{list_id}/tags/{tag_id}": {"name": "A"},
    "POST /lists/{list_id}/members": {"username": "walker", "role": "Viewer"},
    "PATCH /lists/{list_id}/members/{user_id}": {"role": "Viewer"},
    "POST /lists/{list_id}/roles": {"name": "A", "permissions": []},
    "PATCH /lists/{list_id}/roles/{role_id}": {"name": "A"},
    "POST /lists/{list_id}/quick": {"text": "A"},
    "POST /lists/{list_id}/undo": {"position": 1},
    "PUT /lists/{list_id}/mirror": {"repository_id": 1},
    "PATCH /me": {"locale": "en"},
    "POST /me/tokens": {"name": "A", "scopes": ["read"]},
    "DELETE /me": {"password": "short"},
    "PUT /me/password": {"current": "short", "new": "short"},
    "PUT /session/fresh": {"password": "short"},
    "POST /me/undo": {"position": 10**9},
    "POST /filters": {"name": "A", "text": "due<today"},
    "PATCH /filters/{filter_id}": {"name": "A"},
}
"""A body that fits each call that takes one: what is refused then is not refused for its body."""
