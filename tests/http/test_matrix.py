"""Every route × every id that it names × everybody: an id of elsewhere is not there, whoever asks (issue 5)."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tasktix.adapters.http import shapes
from tests.builders import REPOSITORY, STRANGER, new_report
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, Client
from tests.http.neighbour import link, neighbour
from tests.http.walk import CALLS, SMALLEST, Call

ROLES: Final = ("Viewer", "Stakeholder", "Collaborator", "Product Owner", "Manager", "Admin")
IN_LIST: Final = [call for call in CALLS if call.route.path.startswith("/lists/{list_id}")]
CASES: Final = [
    (call, name)
    for call in IN_LIST
    for name in re.findall(r"\{(\w+)\}", call.route.path)
    if name != "list_id" and not call.names_a_tab
]


class Place:
    """A list, a thing of each kind in it, and somebody in each role."""

    def __init__(self, server: RunningServer, ann: Client, people: dict[str, Client]) -> None:
        self.id = ann.new_list().id
        link(server, ann, self.id, REPOSITORY.id)
        task = ann.new_task(self.id)
        member = Client.newcomer(ann.url, "Member")
        ann.add_member(self.id, member, "Viewer")
        self.ids = {
            "list_id": self.id,
            "task_id": task.id,
            "section_id": task.section,
            "tag_id": ann.new_tag(self.id).id,
            "role_id": ann.new_role(self.id).id,
            "user_id": member.user.id,
            "report_id": self._report(server),
            "tab_id": NOBODY,
        }
        for role, person in people.items():
            ann.add_member(self.id, person, role)

    def _report(self, server: RunningServer) -> str:
        with neighbour(server) as application:
            return application.perform(STRANGER, new_report, list_id=self.id).id


@pytest.fixture(scope="module")
def people(server: RunningServer) -> dict[str, Client]:
    return {role: Client.newcomer(server.url, role.replace(" ", "")) for role in ROLES}


@pytest.fixture(scope="module")
def here(server: RunningServer, ann: Client, people: dict[str, Client]) -> Place:
    return Place(server, ann, people)


@pytest.fixture(scope="module")
def elsewhere(server: RunningServer, ann: Client, people: dict[str, Client]) -> Place:
    """Everybody here is there too, in the same role: what they may there must not help them here."""
    return Place(server, ann, people)


@pytest.fixture(scope="module")
def programs(here: Place, people: dict[str, Client]) -> dict[str, Client]:
    """Those of the Admin, which reach less than the Admin does."""
    scopes = {"read": "read", "of this list": f"list:{here.id}:write", "reads this list": f"list:{here.id}:read"}
    return {name: people["Admin"].new_token(scope)[1] for name, scope in scopes.items()}


@pytest.mark.parametrize(("call", "name"), CASES, ids=str)
def test_an_id_of_another_list_is_not_there_for_anybody(
    call: Call,
    name: str,
    here: Place,
    elsewhere: Place,
    people: dict[str, Client],
    programs: dict[str, Client],
    eve: Client,
) -> None:
    path = call.route.path.format(**{**here.ids, name: elsewhere.ids[name]})
    everybody = {**people, **programs, "nobody's": eve}
    before = people["Admin"].snapshot(elsewhere.id)
    for who, person in everybody.items():
        answer = person.ask(call.method, path, SMALLEST.get(str(call)))
        # Who may not do it at all is told so before anything is looked up, or is told that it is not there.
        assert answer.status == 404 or (answer.status == 403 and who not in ("Admin", "nobody's")), (who, answer)
    assert people["Admin"].snapshot(elsewhere.id) == before


@pytest.mark.parametrize("call", IN_LIST, ids=str)
def test_a_list_is_not_there_for_who_is_in_another_alone(
    call: Call, elsewhere: Place, programs: dict[str, Client], eve: Client
) -> None:
    path = call.route.path.format(**elsewhere.ids)
    for person in (eve, programs["of this list"], programs["reads this list"]):
        person.ask(call.method, path, SMALLEST.get(str(call))).refuses(404, "not_found")


REFERENCES: Final = [
    ("POST", "/tasks", {"name": "A", "section": "{section_id}"}),
    ("POST", "/tasks", {"name": "A", "after": "{task_id}"}),
    ("POST", "/tasks", {"name": "A", "tags": ["{tag_id}"]}),
    ("POST", "/tasks", {"name": "A", "assignees": ["{user_id}"]}),
    ("PUT", "/tasks/{task_id}/place", {"section": "{section_id}"}),
    ("POST", "/sections", {"name": "A", "after": "{section_id}"}),
    ("PUT", "/sections/{section_id}/place", {"after": "{section_id}"}),
]


@pytest.mark.parametrize(("method", "path", "body"), REFERENCES, ids=str)
def test_an_id_of_another_list_in_a_body_is_not_there_either(
    method: str, path: str, body: dict[str, object], here: Place, elsewhere: Place, people: dict[str, Client]
) -> None:
    admin = people["Admin"]
    named = {
        field: [it.format(**elsewhere.ids) for it in value]
        if isinstance(value, list)
        else str(value).format(**elsewhere.ids)
        for field, value in body.items()
    }
    before = admin.get(f"/lists/{here.id}").shows(shapes.Snapshot)
    admin.ask(method, f"/lists/{here.id}{path.format(**here.ids)}", named).refuses(404, "not_found")
    assert admin.get(f"/lists/{here.id}").shows(shapes.Snapshot) == before
