"""What GitHub sends, as bytes, and what of it is followed. No I/O."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from tasktix.domain.hints import Hint, Kind
from tasktix.domain.issues import CLOSED, OPEN, Issue, Sighting, fitting, marker_in

LONGEST_BODY: Final = 262_144
"""Characters of an issue's text that are stored; GitHub lets it have 65 536."""

MOST_REPOSITORIES: Final = 10_000
"""Of one delivery about an installation."""


class Account(msgspec.Struct):
    id: int


class Label(msgspec.Struct):
    name: str = ""


class Milestone(msgspec.Struct):
    """`due_on` is an instant that stands for a day."""

    due_on: str | None = None


class RepositoryBody(msgspec.Struct):
    id: int
    full_name: str = ""


class IssueBody(msgspec.Struct):
    """An issue, in a delivery and in an answer of the API. `pull_request` is there where it is one."""

    id: int
    number: int
    title: str
    html_url: str
    created_at: datetime
    updated_at: datetime
    state: str = OPEN
    body: str | None = None
    state_reason: str | None = None
    labels: list[Label] = []
    assignees: list[Account] = []
    milestone: Milestone | None = None
    pull_request: dict[str, object] | None = None


class Payload(msgspec.Struct, omit_defaults=True):
    """The fields of all deliveries that are followed; what else a delivery has is not stored."""

    action: str = ""
    issue: IssueBody | None = None
    repository: RepositoryBody | None = None
    installation: Account | None = None
    repositories_added: list[RepositoryBody] = []
    repositories_removed: list[RepositoryBody] = []


FOLLOWED: Final = frozenset({"issues", "repository", "installation", "installation_repositories"})
"""Events of which something comes."""

_decode: Final = msgspec.json.Decoder(Payload).decode
_encode: Final = msgspec.json.Encoder().encode


def read(raw: bytes) -> Payload:
    """Raises `msgspec.MsgspecError`, `UnicodeDecodeError`."""
    payload = _decode(raw)
    if payload.issue is not None and payload.issue.body is not None:
        payload.issue.body = payload.issue.body[:LONGEST_BODY]
    for repositories in (payload.repositories_added, payload.repositories_removed):
        del repositories[MOST_REPOSITORIES:]
    return payload


def kept(payload: Payload) -> str:
    """As it is stored; `read` reads it again."""
    return _encode(payload).decode()


def sighting(issue: IssueBody, repository: RepositoryBody) -> Sighting:
    is_closed = issue.state == CLOSED
    due = None if issue.milestone is None or issue.milestone.due_on is None else issue.milestone.due_on[:10]
    return Sighting(
        repository_id=repository.id,
        id=issue.id,
        issue=Issue(issue.html_url, issue.number, repository.full_name, CLOSED if is_closed else OPEN),
        values=fitting(
            issue.title,
            issue.body,
            is_closed=is_closed,
            labels=[label.name for label in issue.labels],
            assignees=[str(account.id) for account in issue.assignees],
            due=due,
        ),
        created_at=issue.created_at,
        updated_at=issue.updated_at,
        reason=issue.state_reason if is_closed else None,
        marker=marker_in(issue.body),
    )


_SEEN: Final = frozenset(
    {
        "opened",
        "edited",
        "closed",
        "reopened",
        "labeled",
        "unlabeled",
        "assigned",
        "unassigned",
        "milestoned",
        "demilestoned",
    }
)
_LOST: Final = {"deleted": Kind.DELETED, "transferred": Kind.MOVED}


def hint(event: str, payload: Payload) -> Hint:
    match event:
        case "issues" if payload.issue is not None and payload.repository is not None:
            return _of_issue(payload.action, payload.issue, payload.repository)
        case "repository" if payload.repository is not None:
            return _of_repository(payload.action, payload.repository)
        case "installation" if payload.installation is not None:
            return _of_installation(payload.action, payload.installation.id)
        case "installation_repositories":
            return _of_reach(payload)
        case _:
            return Hint(Kind.NOTHING)


def _of_issue(action: str, issue: IssueBody, repository: RepositoryBody) -> Hint:
    kind = _LOST.get(action, Kind.SEEN if action in _SEEN else Kind.NOTHING)
    if issue.pull_request is not None:
        kind = Kind.NOTHING
    return Hint(kind, (repository.id,), sighting=sighting(issue, repository), is_told=True)


def _of_repository(action: str, repository: RepositoryBody) -> Hint:
    if action in ("renamed", "transferred"):
        return Hint(Kind.RENAMED, (repository.id,), name=repository.full_name)
    if action == "deleted":
        return Hint(Kind.HALTED, (repository.id,), reason="the repository was deleted")
    return Hint(Kind.NOTHING)


def _of_installation(action: str, installation: int) -> Hint:
    match action:
        case "deleted":
            return Hint(Kind.HALTED, installation=installation, reason="our app was removed from the account")
        case "suspend":
            return Hint(Kind.HALTED, installation=installation, reason="our app was suspended in the account")
        case "unsuspend":
            return Hint(Kind.RESUMED, installation=installation)
        case _:
            return Hint(Kind.NOTHING)


def _of_reach(payload: Payload) -> Hint:
    if payload.action == "added":
        return Hint(Kind.RESUMED, tuple(it.id for it in payload.repositories_added))
    gone = tuple(it.id for it in payload.repositories_removed)
    return Hint(Kind.HALTED, gone, reason="our app does not reach the repository any more")
