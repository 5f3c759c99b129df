"""What GitHub sends arrives (contract, section 7): verified, answered at once, and worked off while pages look on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final

import pytest

from tasktix.adapters.http import mirror_shapes, shapes
from tests.github.test_webhooks import sign
from tests.harness.mariadb import MariaDB
from tests.harness.octokit import SECRET, Example, examples
from tests.harness.process import wait_until
from tests.harness.server import RunningServer
from tests.http.client import Answer, Client
from tests.http.neighbour import link
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

OLD: Final = "the secret before"
PATIENCE: Final = 60.0
_NUMBERS: Final = count(1)


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    environment = {"TASKTIX_GITHUB_WEBHOOK_SECRET": f"{SECRET}, {OLD}"}
    if request.param == "mariadb":
        mariadb: MariaDB = request.getfixturevalue("mariadb")
        environment["TASKTIX_DATABASE_URL"] = mariadb.new_database("hooks")
    with RunningServer(environment=environment) as running:
        yield running
        assert "Traceback" not in running.errors(), running.errors()


@pytest.fixture(scope="module")
def opened() -> Example:
    return next(it for it in examples("issues") if it.action == "opened")


class Repository:
    """One that nobody else in these tests follows."""

    def __init__(self, url: str, opened: Example) -> None:
        self._opened, self._client = opened.payload, Client(url)
        self.id = 10_000 + next(_NUMBERS)
        self._seconds = 0

    def body(self, action: str = "opened", event: str = "issues", **issue: Any) -> bytes:
        self._seconds += 1
        payload = json.loads(json.dumps(self._opened))
        payload |= {"action": action}
        payload["repository"]["id"] = self.id
        payload["issue"] |= {"updated_at": f"2026-11-23T08:00:{self._seconds:02}Z", **issue}
        return json.dumps(payload).encode()

    def send(self, action: str = "opened", *, guid: str = "", **issue: Any) -> Answer:
        return send(self._client, self.body(action, **issue), X_GitHub_Delivery=guid or f"guid-{next(_NUMBERS)}")


@pytest.fixture
def repository(server: RunningServer, opened: Example) -> Repository:
    return Repository(server.url, opened)


@pytest.fixture
def mirrored(server: RunningServer, ann: Client, groceries: shapes.List, repository: Repository) -> shapes.List:
    link(server, ann, groceries.id, repository.id)
    return groceries


def send(client: Client, raw: bytes, **headers: str) -> Answer:
    """As GitHub does; a header that is empty is left out."""
    named = {
        "Content-Type": "application/json",
        "X_Hub_Signature_256": sign(raw),
        "X_GitHub_Event": "issues",
        "X_GitHub_Delivery": f"guid-{next(_NUMBERS)}",
        "X_GitHub_Hook_ID": "12",
        **headers,
    }
    return client.send("POST", "/webhooks/github", raw, {name: it for name, it in named.items() if it})


def eventually(look: Callable[[], Any], wanted: Any) -> None:
    wait_until(lambda: look() == wanted, patience=PATIENCE, what=lambda: f"{look()} is not {wanted}")


def tasks_of(person: Client, list_id: str) -> list[shapes.Task]:
    return list(person.snapshot(list_id).tasks)


def outcomes(person: Client, list_id: str) -> list[str]:
    ledger = person.get(f"/lists/{list_id}/mirror/deliveries").shows(mirror_shapes.Ledger)
    return [it.outcome.value for it in ledger.items]


def test_an_issue_becomes_a_task_while_one_looks_on(ann: Client, mirrored: shapes.List, repository: Repository) -> None:
    answer = repository.send()
    assert (answer.status, answer.raw) == (202, b"")
    eventually(lambda: outcomes(ann, mirrored.id), ["made"])
    [task] = tasks_of(ann, mirrored.id)
    assert task.name == "Spelling error in the README file"
    assert task.issue is not None
    assert (task.issue.number, task.issue.state) == (1, "open")
    assert task.issue.repository == "Codertocat/Hello-World"
    repository.send("closed", state="closed", state_reason="completed")
    eventually(lambda: tasks_of(ann, mirrored.id)[0].status, "completed")


def test_the_same_delivery_again_has_no_second_effect(
    ann: Client, mirrored: shapes.List, repository: Repository
) -> None:
    assert repository.send(guid="once").status == 202
    eventually(lambda: outcomes(ann, mirrored.id), ["made"])
    assert repository.send(guid="once", title="Other").status == 200
    repository.send("edited", title="Last")
    eventually(lambda: [task.name for task in tasks_of(ann, mirrored.id)], ["Last"])
    assert len(outcomes(ann, mirrored.id)) == 2


def test_what_is_not_signed_is_refused(nobody: Client, repository: Repository) -> None:
    raw = repository.body()
    for signature in ("", "sha256=" + "0" * 64, sign(raw, "guessed"), sign(raw + b" ")):
        send(nobody, raw, X_Hub_Signature_256=signature).refuses(401, "bad_signature")


def test_both_secrets_count(nobody: Client, repository: Repository) -> None:
    raw = repository.body()
    assert send(nobody, raw, X_Hub_Signature_256=sign(raw, OLD)).status == 202


@pytest.mark.parametrize("header", ["X_GitHub_Event", "X_GitHub_Delivery"])
def test_without_event_or_delivery_it_is_none(nobody: Client, repository: Repository, header: str) -> None:
    send(nobody, repository.body(), **{header: ""}).refuses(400, "malformed_request")


def test_what_is_no_json_is_none(nobody: Client) -> None:
    send(nobody, b"{").refuses(400, "malformed_request")
    send(nobody, b"payload=%7B%7D", Content_Type="application/x-www-form-urlencoded").refuses(
        415, "unsupported_media_type"
    )


def test_an_event_that_nobody_knows_is_taken(nobody: Client) -> None:
    assert send(nobody, b'{"zen": "Design for failure."}', X_GitHub_Event="something_new").status == 202


def test_25_mebibytes_are_read_and_no_byte_more(nobody: Client, repository: Repository) -> None:
    raw = repository.body(body="")
    padding = b" " * (25 * 1024 * 1024 - len(raw))
    assert send(nobody, raw + padding).status == 202
    send(nobody, raw + padding + b" ").refuses(413, "body_too_large")


def test_other_methods_are_refused(nobody: Client) -> None:
    assert nobody.send("PUT", "/webhooks/github", b"{}", {}).status == 405


def test_a_replay_is_for_who_may_change_the_list(
    ann: Client, bob: Client, eve: Client, mirrored: shapes.List, repository: Repository
) -> None:
    ann.add_member(mirrored.id, bob, "Collaborator")
    repository.send()
    eventually(lambda: outcomes(ann, mirrored.id), ["made"])
    path = f"/lists/{mirrored.id}/mirror/deliveries"
    [report] = ann.get(path).shows(mirror_shapes.Ledger).items
    replay = f"{path}/{report.id}/replay"
    assert bob.post(replay, None).refuses(403, "forbidden").permission == "list:update"
    eve.post(replay, None).refuses(404, "not_found")
    ann.post(replay, None).is_empty()
    eventually(lambda: outcomes(ann, mirrored.id), ["unchanged"])
    assert ann.get(path).shows(mirror_shapes.Ledger).items[0].tries == 2
    assert len(tasks_of(ann, mirrored.id)) == 1


def test_every_example_of_an_issue_is_worked_off(server: RunningServer, ann: Client, groceries: shapes.List) -> None:
    """As they are, signed by another implementation."""
    found = examples("issues")
    repository_id = 186853002
    link(server, ann, groceries.id, repository_id)
    mine = [it for it in found if it.payload["repository"]["id"] == repository_id]
    assert len(mine) > 20
    for example in mine:
        assert send(ann, example.body, X_Hub_Signature_256=example.signature).status == 202
    wait_until(
        lambda: len(outcomes(ann, groceries.id)) == len(mine),
        patience=PATIENCE,
        what=lambda: f"{outcomes(ann, groceries.id)}",
    )
    assert not {"failed", "refused"} & set(outcomes(ann, groceries.id))
