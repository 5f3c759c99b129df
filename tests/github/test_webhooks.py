"""Whether a delivery is GitHub's, and what it says: GitHub's own examples, signed by somebody else's program."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from tasktix.adapters.github.payloads import LONGEST_BODY
from tasktix.adapters.github.webhooks import GitHubWebhooks
from tasktix.application.tracker import BadSignature, Parcel, Unreadable
from tasktix.domain.hints import Hint, Kind
from tests.harness.octokit import SECRET, Example, examples

HOOKS = GitHubWebhooks((SECRET,))

KINDS = {
    **dict.fromkeys(("opened", "edited", "closed", "reopened", "labeled", "unlabeled"), Kind.SEEN),
    **dict.fromkeys(("assigned", "unassigned", "milestoned", "demilestoned"), Kind.SEEN),
    "deleted": Kind.DELETED,
    "transferred": Kind.MOVED,
}


def sign(raw: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def read(raw: bytes, hooks: GitHubWebhooks = HOOKS, event: str = "issues", **headers: str) -> Parcel:
    named = {"x-hub-signature-256": sign(raw), "x-github-event": event, "x-github-delivery": "guid"}
    return hooks.read({**named, **{name.replace("_", "-"): it for name, it in headers.items()}}, raw)


def hint(raw: bytes, event: str = "issues") -> Hint:
    parcel = read(raw, event=event)
    return HOOKS.hint(parcel.event, parcel.action, parcel.body)


def altered(example: Example, **issue: Any) -> bytes:
    payload = example.payload
    payload["issue"] |= issue
    return json.dumps(payload).encode()


@pytest.fixture(scope="module")
def opened() -> Example:
    return next(it for it in examples("issues") if it.action == "opened")


def test_the_vector_of_githubs_documentation() -> None:
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    with pytest.raises(Unreadable):
        HOOKS.read({"x-hub-signature-256": f"sha256={digest}"}, b"Hello, World!")


def test_every_example_that_another_implementation_signed_is_read() -> None:
    found = examples("issues", "repository", "installation", "installation_repositories", "ping", "push", "label")
    assert len(found) > 60
    for example in found:
        headers = {"x-hub-signature-256": example.signature, "x-github-event": example.event, "x-github-delivery": "1"}
        parcel = HOOKS.read(headers, example.body)
        assert (parcel.event, parcel.action) == (example.event, example.action)
        assert parcel.repository_id == example.payload.get("repository", {}).get("id")
        HOOKS.hint(parcel.event, parcel.action, parcel.body)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        "sha256=" + "é" * 64,
        "sha1=" + hmac.new(SECRET.encode(), b"{}", hashlib.sha1).hexdigest(),
        sign(b"{}").removeprefix("sha256="),
        sign(b"{}").upper(),
        sign(b"{}") + "0",
        sign(b"{} "),
        sign(b"{}", "another secret"),
        sign(b"{}", ""),
    ],
)
def test_what_is_not_signed_by_us_is_refused(signature: str) -> None:
    with pytest.raises(BadSignature):
        read(b"{}", x_hub_signature_256=signature)


def test_sha_1_beside_it_counts_for_nothing() -> None:
    old = hmac.new(SECRET.encode(), b"{}", hashlib.sha1).hexdigest()
    with pytest.raises(BadSignature):
        HOOKS.read({"x-hub-signature": f"sha1={old}", "x-github-event": "ping", "x-github-delivery": "1"}, b"{}")


def test_while_they_are_rotated_two_secrets_count() -> None:
    hooks = GitHubWebhooks(("new", "old"))
    for secret in ("new", "old"):
        assert read(b"{}", hooks, "ping", x_hub_signature_256=sign(b"{}", secret)).event == "ping"
    with pytest.raises(BadSignature):
        read(b"{}", hooks, "ping")


def test_without_a_secret_nothing_is_signed() -> None:
    with pytest.raises(BadSignature):
        read(b"{}", GitHubWebhooks(()), x_hub_signature_256=sign(b"{}", ""))


@pytest.mark.parametrize("name", ["x_github_event", "x_github_delivery", "x_github_hook_id"])
@pytest.mark.parametrize("value", ["", "x" * 65, "a b", "é", "\x00"])
def test_headers_that_are_none_are_refused(name: str, value: str) -> None:
    with pytest.raises(Unreadable):
        read(b"{}", HOOKS, "ping", **{name: value})


@pytest.mark.parametrize("raw", [b"", b"x", b"[]", b"1", b'"x"', b"{" * 10_000, b'{"action": "\xff"}', b"null"])
@pytest.mark.parametrize("event", ["ping", "issues"])
def test_what_is_no_object_is_refused(raw: bytes, event: str) -> None:
    with pytest.raises(Unreadable):
        read(raw, event=event)


def test_an_event_that_is_not_followed_may_say_what_it_likes() -> None:
    parcel = read(b'{"issue": "none", "action": 7}', event="something_new")
    assert HOOKS.hint(parcel.event, parcel.action, parcel.body) == Hint(Kind.NOTHING)
    with pytest.raises(Unreadable):
        read(b'{"issue": "none", "action": "opened"}')


def test_numbers_that_no_database_holds_are_refused(opened: Example) -> None:
    for number in (2**63, 0, -1, 10**30):
        with pytest.raises(Unreadable):
            read(altered(opened, id=number))


def test_what_an_example_of_an_issue_says(opened: Example) -> None:
    issue = opened.payload["issue"]
    found = hint(opened.body)
    assert (found.kind, found.repositories) == (Kind.SEEN, (opened.payload["repository"]["id"],))
    assert found.sighting is not None
    assert (found.sighting.id, found.sighting.issue.number) == (issue["id"], issue["number"])
    assert found.sighting.issue.url == issue["html_url"]
    assert found.sighting.issue.repository == "Codertocat/Hello-World"
    values = found.sighting.values
    assert (values.name, values.labels) == (issue["title"], ("bug",))
    assert values.assignees == tuple(str(it["id"]) for it in issue["assignees"])
    assert values.due == (issue["milestone"]["due_on"] or "")[:10] or None
    assert found.sighting.updated_at.isoformat().replace("+00:00", "Z") == issue["updated_at"]


@pytest.mark.parametrize("reason", ["completed", "not_planned", "duplicate"])
def test_why_it_was_closed(opened: Example, reason: str) -> None:
    """There is no example of a closed one."""
    sighting = hint(altered(opened, state="closed", state_reason=reason)).sighting
    assert sighting is not None
    assert (sighting.values.is_closed, sighting.issue.state, sighting.reason) == (True, "closed", reason)


def test_every_action_is_followed_or_counted() -> None:
    for example in examples("issues"):
        found = hint(example.body)
        is_issue = "pull_request" not in example.payload["issue"]
        assert found.kind is (KINDS.get(example.action, Kind.NOTHING) if is_issue else Kind.NOTHING), example.action
        assert found.is_told


def test_a_pull_request_is_no_issue(opened: Example) -> None:
    assert hint(altered(opened, pull_request={"url": "x"})).kind is Kind.NOTHING


def test_what_is_stored_has_a_bound(opened: Example) -> None:
    raw = altered(opened, body="é" * 5_000_000, unknown="x" * 1_000_000)
    assert len(read(raw).body) < LONGEST_BODY + 10_000


def test_repositories_and_installations() -> None:
    found = {
        (it.event, it.action): hint(it.body, it.event)
        for it in examples("repository", "installation", "installation_repositories")
    }
    assert found["repository", "renamed"].kind is Kind.RENAMED
    assert found["repository", "transferred"].name == "Octocoders/Hello-World"
    assert found["repository", "edited"].kind is Kind.NOTHING
    for action in ("deleted", "suspend"):
        halted = found["installation", action]
        assert halted.kind is Kind.HALTED
        assert halted.installation
        assert halted.reason
    assert found["installation", "unsuspend"].kind is Kind.RESUMED
    assert found["installation", "created"].kind is Kind.NOTHING
    assert found["installation_repositories", "removed"].kind is Kind.HALTED
    assert found["installation_repositories", "removed"].repositories
    assert found["installation_repositories", "added"].kind is Kind.RESUMED


def test_a_repository_that_is_deleted_halts() -> None:
    example = next(it for it in examples("repository") if it.action == "renamed")
    raw = json.dumps({**example.payload, "action": "deleted"}).encode()
    assert hint(raw, "repository").kind is Kind.HALTED
