"""GitHub as a tracker of issues. Repositories and issues go by their numbers: a name may be another's tomorrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import quote

import attrs
import msgspec

from tasktix.adapters.github.answers import GONE, Answer
from tasktix.adapters.github.line import Line
from tasktix.adapters.github.memory import Memory
from tasktix.adapters.github.payloads import IssueBody, RepositoryBody, sighting
from tasktix.application.tracker import Accounts, Edit, TrackerRefused
from tasktix.domain.due import rfc3339
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.issues import Sighting
from tasktix.domain.mirrors import Repository

PAGE: Final = 100


class _Installation(msgspec.Struct):
    id: int
    suspended_at: str | None = None


class _Installations(msgspec.Struct):
    installations: list[_Installation]


class _Reached(RepositoryBody):
    description: str | None = None
    private: bool = False


class _Repositories(msgspec.Struct):
    repositories: list[_Reached]


class Keys(Protocol):
    """See `keys.AppKeys`, which is loaded where there is an app."""

    def of_installation(self, installation_id: int) -> str: ...
    def forget(self, installation_id: int) -> None: ...


@attrs.define(eq=False)
class GitHubTracker:
    """`keys` None: what is done as our app is refused, for there is none."""

    line: Line
    accounts: Accounts
    keys: Keys | None
    memory: Memory = attrs.field(factory=Memory, init=False)

    def repositories(self, user_id: Id) -> Sequence[Repository]:
        token = self.accounts.token(user_id)
        try:
            return self._reached(token)
        except TrackerRefused as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise
        # It was renewed a moment ago, or taken back.
        try:
            return self._reached(self.accounts.token(user_id, refused=token))
        except TrackerRefused as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise
            raise NotConnected from refusal

    def _reached(self, token: str) -> Sequence[Repository]:
        authorization = f"Bearer {token}"
        found: dict[int, Repository] = {}
        for page in self._pages(f"/user/installations?per_page={PAGE}", authorization):
            for installation in page.shows(_Installations).installations:
                if installation.suspended_at is None:
                    found |= {it.id: it for it in self._in(installation.id, authorization)}
        return sorted(found.values(), key=lambda it: it.name.casefold())

    def _in(self, installation_id: int, authorization: str) -> Iterator[Repository]:
        path = f"/user/installations/{installation_id}/repositories?per_page={PAGE}"
        try:
            for page in self._pages(path, authorization):
                for it in page.shows(_Repositories).repositories:
                    words = (it.description or "")[:1000]
                    yield Repository(it.id, it.full_name, words, it.private, installation_id)
        except TrackerRefused as refusal:
            # An organisation that wants a sign-in of its own, or was left a moment ago, hides no other.
            if refusal.status not in (HTTPStatus.FORBIDDEN, *GONE):
                raise

    def issue(self, repository: Repository, number: int) -> Sighting | None:
        try:
            found = self._as_app(repository, "GET", f"/issues/{number}").shows(IssueBody)
        except TrackerRefused as refusal:
            if refusal.status == HTTPStatus.GONE:
                return None
            raise
        return _seen(found, repository)

    def issues(self, repository: Repository, since: datetime | None) -> Sequence[Sighting]:
        which = "state=open&sort=created" if since is None else f"state=all&sort=updated&since={_instant(since)}"
        path = f"{_place(repository)}/issues?{which}&direction=asc&per_page={PAGE}"
        found: dict[int, Sighting] = {}
        next_page: str | None = path
        while next_page is not None:
            # By page: an hour may pass, and a token's life with it.
            answer = self._authorized(repository, "GET", next_page)
            for it in answer.shows(list[IssueBody]):
                if it.pull_request is None:
                    found[it.id] = _seen(it, repository)
            next_page = answer.next
        return list(found.values())

    def write(self, repository: Repository, number: int, edit: Edit) -> Sighting:
        path = f"/issues/{number}"
        if edit.labels_added:
            self._as_app(repository, "POST", f"{path}/labels", {"labels": list(edit.labels_added)})
        for label in edit.labels_removed:
            self._unlabel(repository, f"{path}/labels/{quote(label, safe='')}")
        changes: dict[str, Any] = {"title": edit.name, "body": edit.description}
        if edit.is_closed is not None:
            changes |= {"state": "closed" if edit.is_closed else "open"}
            changes |= {"state_reason": "completed" if edit.is_closed else "reopened"}
        changes = {field: it for field, it in changes.items() if it is not None}
        method = "PATCH" if changes else "GET"
        return _seen(self._as_app(repository, method, path, changes or None).shows(IssueBody), repository)

    def create(self, repository: Repository, name: str, body: str) -> Sighting:
        answer = self._as_app(repository, "POST", "/issues", {"title": name, "body": body})
        return _seen(answer.shows(IssueBody), repository)

    def _unlabel(self, repository: Repository, path: str) -> None:
        try:
            self._as_app(repository, "DELETE", path)
        except TrackerRefused as refusal:
            # It is not there any more: that is what was wanted.
            if refusal.status not in GONE:
                raise

    def _as_app(self, repository: Repository, method: str, path: str, body: Any = None) -> Answer:
        return self._authorized(repository, method, _place(repository) + path, body)

    def _authorized(self, repository: Repository, method: str, path: str, body: Any = None) -> Answer:
        """Once more with a new token where GitHub does not know this one any more."""
        if self.keys is None or repository.installation_id is None:
            raise TrackerRefused("our app is not set up here")
        installation_id = repository.installation_id
        question = f"{installation_id} {path}"
        known = self.memory.known(question) if method == "GET" else None
        try:
            answer = self.line.ask(method, path, self.keys.of_installation(installation_id), body, known)
        except TrackerRefused as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise
            self.keys.forget(installation_id)
            answer = self.line.ask(method, path, self.keys.of_installation(installation_id), body, known)
        if method == "GET":
            self.memory.keep(question, answer)
        return answer

    def _pages(self, path: str, authorization: str) -> Iterator[Answer]:
        next_page: str | None = path
        while next_page is not None:
            answer = self.line.ask("GET", next_page, authorization)
            yield answer
            next_page = answer.next


def _place(repository: Repository) -> str:
    return f"/repositories/{repository.id}"


def _seen(issue: IssueBody, repository: Repository) -> Sighting:
    return sighting(issue, RepositoryBody(repository.id, repository.name))


def _instant(moment: datetime) -> str:
    return quote(rfc3339(moment))
