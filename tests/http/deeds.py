"""Every kind of change that people make in a list, as a request: for what holds of each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
import pytest

from tests.http.client import Answer, Client


@attrs.frozen(kw_only=True)
class Deed:
    """`path` in the list and `body` name things of a `Scene`. `inverse` is the permission that undoing it needs."""

    name: str
    method: str
    path: str
    body: Mapping[str, object] | None = None
    inverse: str
    by_member: bool = False

    def __str__(self) -> str:
        return self.name

    def do(self, scene: Scene, **headers: str) -> Answer:
        """The answer, which is a success. Header names may be written as Python names."""
        body = None if self.body is None else _filled(dict(self.body), scene.ids)
        person = scene.bob if self.by_member else scene.ann
        answer = person.ask(self.method, scene.path + self.path.format(**scene.ids), body, headers=headers)
        assert answer.status in (200, 201, 204), answer
        return answer


@attrs.frozen
class Scene:
    """A list of Ann's in which everything can be done. Bob is a Viewer in it; Cy is a user and no member."""

    ann: Client
    bob: Client
    list_id: str
    ids: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"/lists/{self.list_id}"

    @classmethod
    def of(cls, ann: Client, bob: Client, cy: Client) -> Scene:
        list_id = ann.new_list("Garden").id
        ann.add_member(list_id, bob, "Viewer")
        section, other = ann.new_section(list_id, "Beds"), ann.new_section(list_id, "Shed")
        tag, spare = ann.new_tag(list_id, "wet", "blue"), ann.new_tag(list_id, "dry", "amber")
        carried = {"tags": [tag.id], "assignees": [bob.user.id], "section": section.id}
        due = {"due": "2026-11-30", "expected": 60, "priority": "high", "unclear": True, "description": "*deep*"}
        rich = ann.new_task(list_id, "Dig", **carried, **due)
        plain, done, running = (ann.new_task(list_id, it, section=section.id) for it in ("Sow", "Rake", "Water"))
        tasks = f"/lists/{list_id}/tasks"
        for task_id in (rich.id, running.id):
            ann.put(f"{tasks}/{task_id}/timer")
        ann.delete(f"{tasks}/{rich.id}/timer")
        ann.put(f"{tasks}/{done.id}/completion")
        ids = {
            "section": section.id,
            "other_section": other.id,
            "tag": tag.id,
            "spare_tag": spare.id,
            "role": ann.new_role(list_id).id,
            "rich": rich.id,
            "plain": plain.id,
            "done": done.id,
            "running": running.id,
            "bob": bob.user.id,
            "cy": cy.user.username,
        }
        return cls(ann, bob, list_id, ids)

    def snapshot(self) -> Any:
        """As the wire has it."""
        answer = self.ann.get(self.path)
        assert answer.status == 200, answer
        return answer.json()

    def position(self) -> int:
        position: int = self.snapshot()["position"]
        return position


def _filled(it: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(it, str):
        return it.format(**ids)
    if isinstance(it, list):
        return [_filled(each, ids) for each in it]
    return {name: _filled(value, ids) for name, value in it.items()} if isinstance(it, dict) else it


WHOLE_TASK: Final = {
    "name": "Prune",
    "description": "all",
    "priority": "medium",
    "due": "2026-12-01T08:00:00Z",
    "expected": 3600,
    "unclear": True,
    "section": "{section}",
    "after": "{rich}",
    "tags": ["{tag}", "{spare_tag}"],
    "assignees": ["{bob}"],
}
CHANGED_TASK: Final = {"name": "Dig twice", "due": None, "expected": None, "priority": "low", "unclear": False}
SETTINGS: Final = {"color": "lime", "has_due_dates": False, "has_time_tracking": False, "description": "*all*"}


def _deed(name: str, inverse: str, method: str, path: str, body: Mapping[str, object] | None = None) -> Deed:
    return Deed(name=name, method=method, path=path, body=body, inverse=inverse, by_member=name == "a member leaves")


DEEDS: Final = [
    _deed("a list is renamed", "list:update", "PATCH", "", {"name": "Orchard"}),
    _deed("a list is set up anew", "list:update", "PATCH", "", SETTINGS),
    _deed("a section is added", "list:update", "POST", "/sections", {"name": "Pond", "after": None}),
    _deed("a section is renamed", "list:update", "PATCH", "/sections/{section}", {"name": "Pots"}),
    _deed("a section is moved", "list:update", "PUT", "/sections/{section}/place", {"after": "{other_section}"}),
    _deed("a section is deleted", "list:update", "DELETE", "/sections/{section}"),
    _deed("a task is added", "tasks:delete", "POST", "/tasks", {"name": "Prune"}),
    _deed("a task is added with all it can have", "tasks:delete", "POST", "/tasks", WHOLE_TASK),
    _deed("a task is changed", "tasks:update", "PATCH", "/tasks/{rich}", CHANGED_TASK),
    _deed("a task is moved", "tasks:update", "PUT", "/tasks/{rich}/place", {"section": "{other_section}"}),
    _deed("a task is completed", "tasks:complete", "PUT", "/tasks/{plain}/completion"),
    _deed("a task is completed while its timer runs", "tasks:complete", "PUT", "/tasks/{running}/completion"),
    _deed("a task is reopened", "tasks:complete", "DELETE", "/tasks/{done}/completion"),
    _deed("a task is deleted", "tasks:add", "DELETE", "/tasks/{plain}"),
    _deed("a task is deleted with all it had", "tasks:add", "DELETE", "/tasks/{rich}"),
    _deed("a task is deleted while its timer runs", "tasks:add", "DELETE", "/tasks/{running}"),
    _deed("a timer is started", "tasks:complete", "PUT", "/tasks/{plain}/timer"),
    _deed("a timer is started again", "tasks:complete", "PUT", "/tasks/{rich}/timer"),
    _deed("a timer is paused", "tasks:complete", "DELETE", "/tasks/{running}/timer"),
    _deed("a time is reset", "tasks:complete", "DELETE", "/tasks/{rich}/time"),
    _deed("a running time is reset", "tasks:complete", "DELETE", "/tasks/{running}/time"),
    _deed("a tag is added", "tags:manage", "POST", "/tags", {"name": "icy", "color": "cyan"}),
    _deed("a tag is changed", "tags:manage", "PATCH", "/tags/{tag}", {"name": "damp", "color": "violet"}),
    _deed("a tag is deleted", "tags:manage", "DELETE", "/tags/{tag}"),
    _deed("a task is tagged", "tasks:update", "PUT", "/tasks/{rich}/tags/{spare_tag}"),
    _deed("a task is untagged", "tasks:update", "DELETE", "/tasks/{rich}/tags/{tag}"),
    _deed("a task is assigned", "assignees:manage", "PUT", "/tasks/{plain}/assignees/{bob}"),
    _deed("a task is unassigned", "assignees:manage", "DELETE", "/tasks/{rich}/assignees/{bob}"),
    _deed("a member is added", "members:manage", "POST", "/members", {"username": "{cy}", "role": "Viewer"}),
    _deed("a member gets another role", "members:manage", "PATCH", "/members/{bob}", {"role": "{role}"}),
    _deed("a member is removed", "members:manage", "DELETE", "/members/{bob}"),
    _deed("a member leaves", "members:manage", "DELETE", "/members/{bob}"),
    _deed("a role is added", "members:manage", "POST", "/roles", {"name": "Gardener", "permissions": []}),
    _deed("a role is changed", "members:manage", "PATCH", "/roles/{role}", {"name": "Hand", "description": "Helps"}),
    _deed("a role is deleted", "members:manage", "DELETE", "/roles/{role}"),
]
"""Deleting a whole list is told otherwise, and so tested by itself."""

each_deed: Final = pytest.mark.parametrize("deed", DEEDS, ids=str)
