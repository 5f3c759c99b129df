"""Who may do what in a list: every guarded call with its permission, and every role (contract, section 3)."""

from __future__ import annotations

from typing import Final

import pytest

from tasktix.domain.access import Permission
from tests.harness.server import RunningServer
from tests.http.client import Answer, Client
from tests.http.walk import CALLS

# Method, path in the list, body, permission; in an order in which all of them can be done one after the other.
GUARDED: Final[list[tuple[str, str, dict[str, object] | None, str]]] = [
    ("PATCH", "", {"name": "A"}, "list:update"),
    ("POST", "/sections", {"name": "A"}, "list:update"),
    ("PATCH", "/sections/{section_id}", {"name": "A"}, "list:update"),
    ("PUT", "/sections/{section_id}/place", {"after": None}, "list:update"),
    ("POST", "/tasks", {"name": "A"}, "tasks:add"),
    ("PATCH", "/tasks/{task_id}", {"name": "A"}, "tasks:update"),
    ("PUT", "/tasks/{task_id}/place", {"section": "{section_id}"}, "tasks:update"),
    ("PUT", "/tasks/{task_id}/tags/{tag_id}", None, "tasks:update"),
    ("DELETE", "/tasks/{task_id}/tags/{tag_id}", None, "tasks:update"),
    ("PUT", "/tasks/{task_id}/assignees/{user_id}", None, "assignees:manage"),
    ("DELETE", "/tasks/{task_id}/assignees/{user_id}", None, "assignees:manage"),
    ("PUT", "/tasks/{task_id}/timer", None, "tasks:complete"),
    ("DELETE", "/tasks/{task_id}/timer", None, "tasks:complete"),
    ("DELETE", "/tasks/{task_id}/time", None, "tasks:complete"),
    ("PUT", "/tasks/{task_id}/completion", None, "tasks:complete"),
    ("DELETE", "/tasks/{task_id}/completion", None, "tasks:complete"),
    ("POST", "/tags", {"name": "A", "color": "red"}, "tags:manage"),
    ("PATCH", "/tags/{tag_id}", {"color": "blue"}, "tags:manage"),
    ("POST", "/roles", {"name": "A", "permissions": []}, "members:manage"),
    ("PATCH", "/roles/{role_id}", {"description": "A"}, "members:manage"),
    ("POST", "/members", {"username": "{newcomer}", "role": "Viewer"}, "members:manage"),
    ("PATCH", "/members/{user_id}", {"role": "Viewer"}, "members:manage"),
    ("DELETE", "/members/{user_id}", None, "members:manage"),
    ("DELETE", "/roles/{role_id}", None, "members:manage"),
    ("DELETE", "/tags/{tag_id}", None, "tags:manage"),
    ("DELETE", "/tasks/{task_id}", None, "tasks:delete"),
    ("DELETE", "/sections/{section_id}", None, "list:update"),
    ("DELETE", "", None, "list:delete"),
]

ALL: Final = {permission.value for permission in Permission}
WORK: Final = {"tasks:add", "tasks:complete", "tasks:update"}
ROLES: Final = {
    "Viewer": set[str](),
    "Stakeholder": {"tasks:add"},
    "Collaborator": WORK,
    "Product Owner": WORK | {"tasks:delete", "tags:manage", "assignees:manage"},
    "Manager": ALL - {"list:delete"},
    "Admin": ALL,
}

ELSEWHERE: Final = {
    "POST /lists/{list_id}/undo",
    "POST /lists/{list_id}/quick",
    "PUT /lists/{list_id}/mirror",
    "DELETE /lists/{list_id}/mirror",
    "POST /lists/{list_id}/mirror/deliveries/{report_id}/replay",
    "PUT /lists/{list_id}/lookers/{tab_id}",
    "DELETE /lists/{list_id}/lookers/{tab_id}",
}
"""The first needs what the inverse change needs (test_undo), the second and the last two write nothing; a mirror needs
a repository that one reaches (test_mirrors, test_webhooks)."""


class Place:
    """A list of Ann's with one thing of each kind, and somebody in it with a role."""

    def __init__(self, server: RunningServer, ann: Client) -> None:
        self.ann, self.member = ann, Client.newcomer(server.url, "Member")
        self.id = ann.new_list().id
        other, newcomer = Client.newcomer(server.url, "Other"), Client.newcomer(server.url, "Newcomer")
        ann.add_member(self.id, other, "Viewer")
        task = ann.new_task(self.id)
        self._ids = {
            "task_id": task.id,
            "section_id": task.section,
            "tag_id": ann.new_tag(self.id).id,
            "role_id": ann.new_role(self.id).id,
            "user_id": other.user.id,
            "newcomer": newcomer.user.username,
        }

    def ask(self, method: str, path: str, body: dict[str, object] | None) -> Answer:
        named = {field: it.format(**self._ids) if isinstance(it, str) else it for field, it in (body or {}).items()}
        address = f"/lists/{self.id}{path.format(**self._ids)}"
        return self.member.ask(method, address, None if body is None else named)

    def lets_the_member(self, granted: set[str]) -> None:
        """Do just this and nothing else."""
        before = self.ann.snapshot(self.id)
        for method, path, body, permission in GUARDED:
            if permission not in granted:
                refused = self.ask(method, path, body).refuses(403, "forbidden")
                assert refused.permission == permission, (method, path)
        assert self.ann.snapshot(self.id) == before
        for method, path, body, permission in GUARDED:
            if permission in granted:
                answer = self.ask(method, path, body)
                assert answer.status in (200, 201, 204), (method, path, answer)


@pytest.fixture
def place(server: RunningServer, ann: Client) -> Place:
    return Place(server, ann)


def test_the_table_has_every_write_in_a_list() -> None:
    writes = {str(call) for call in CALLS if call.path().startswith("/lists/") and call.method != "GET"}
    assert {f"{method} /lists/{{list_id}}{path}" for method, path, *_ in GUARDED} == writes - ELSEWHERE


def test_the_table_has_every_permission() -> None:
    assert {permission for *_, permission in GUARDED} == ALL


@pytest.mark.parametrize(("role", "granted"), ROLES.items(), ids=ROLES.keys())
def test_a_preset_may_what_the_contract_says(place: Place, role: str, granted: set[str]) -> None:
    place.ann.add_member(place.id, place.member, role)
    place.lets_the_member(granted)


@pytest.mark.parametrize("permission", sorted(ALL))
def test_a_role_with_one_permission_may_that_alone(place: Place, permission: str) -> None:
    role = place.ann.new_role(place.id, "One", permission)
    place.ann.add_member(place.id, place.member, role.id)
    place.lets_the_member({permission})


@pytest.mark.parametrize("permission", sorted(ALL))
def test_a_role_without_one_permission_may_all_others(place: Place, permission: str) -> None:
    role = place.ann.new_role(place.id, "All but one", *ALL - {permission})
    place.ann.add_member(place.id, place.member, role.id)
    place.lets_the_member(ALL - {permission})


def test_a_changed_role_counts_from_the_next_request(place: Place) -> None:
    role = place.ann.new_role(place.id, "Growing")
    place.ann.add_member(place.id, place.member, role.id)
    tasks = f"/lists/{place.id}/tasks"
    place.member.post(tasks, {"name": "A"}).refuses(403, "forbidden")
    place.ann.patch(f"/lists/{place.id}/roles/{role.id}", {"permissions": ["tasks:add"]})
    assert place.member.post(tasks, {"name": "A"}).status == 201
    place.ann.patch(f"/lists/{place.id}/roles/{role.id}", {"permissions": []})
    place.member.post(tasks, {"name": "A"}).refuses(403, "forbidden")


def test_whoever_is_in_a_list_reads_all_of_it(place: Place) -> None:
    place.ann.add_member(place.id, place.member, place.ann.new_role(place.id, "Nothing at all").id)
    reads = [call for call in CALLS if call.method == "GET" and "{list_id}" in call.route.path]
    # This list follows nothing; of one that does, its members read what (test_mirrors).
    reads = [call for call in reads if not call.route.path.endswith("/mirror")]
    assert len(reads) >= 6
    for call in reads:
        answer = place.ask("GET", call.route.path.removeprefix("/lists/{list_id}"), None)
        assert answer.status == 200, (call, answer)
