"""What following repositories needs from outside: a tracker of issues, what it sends, and who of us is who there.
Calls go outward, unless they are given a unit of work: never within one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.hints import Hint
from tasktix.domain.ids import Id
from tasktix.domain.issues import Sighting
from tasktix.domain.linked import Tokens
from tasktix.domain.mirrors import Repository


class TrackerFailed(Exception):
    """The tracker does not answer, or not as it should. It may be asked again; what was asked may have been done."""


class TrackerBusy(TrackerFailed):
    """The tracker was asked too much, and wants to be left alone for a while.

    Nothing was done; it may be asked again after some `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"asks to wait for {seconds:.0f} s")


class TrackerRefused(Exception):
    """The tracker said no, and will say so again.

    Nothing was done. `status` is that of HTTP, 0 where it was not even asked."""

    def __init__(self, words: str, status: int = 0) -> None:
        self.status = status
        super().__init__(words)


class BadSignature(Exception):
    """This was not signed with a secret of ours."""


class Unreadable(Exception):
    """It is signed, but no delivery."""


@attrs.frozen
class Edit:
    """What is written to an issue; None leaves a field as it is. `labels` come and go one by one, so that nothing is
    taken away that nobody here has seen."""

    name: str | None = None
    description: str | None = None
    is_closed: bool | None = None
    labels_added: tuple[str, ...] = ()
    labels_removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Edit()


class IssueTracker(Protocol):
    """All raise `TrackerFailed`, `TrackerBusy`, `TrackerRefused`."""

    def repositories(self, user_id: Id) -> Sequence[Repository]:
        """Those that the user's account there can reach, of all installations, by name. Raises `NotConnected`."""

    def issue(self, repository: Repository, number: int) -> Sighting | None:
        """As it is now, perhaps elsewhere, where it is another issue; None where it was deleted."""

    def issues(self, repository: Repository, since: datetime | None) -> Sequence[Sighting]:
        """Those that changed since then, open and closed, the oldest change first; all open ones where it is None."""

    def write(self, repository: Repository, number: int, edit: Edit) -> Sighting:
        """The issue afterwards."""

    def create(self, repository: Repository, name: str, body: str) -> Sighting: ...


People = Callable[[UnitOfWork, Collection[str]], Mapping[str, Id]]
"""See `Accounts.users`."""


class Accounts(Protocol):
    def users(self, work: UnitOfWork, accounts: Collection[str]) -> Mapping[str, Id]:
        """By the ids of their accounts at the tracker, those who have connected one. Asks nobody but the store."""

    def token(self, user_id: Id, refused: str = "") -> str:
        """With which the tracker knows the user; not the one that it has `refused`. Raises `NotConnected`,
        `TrackerFailed`."""


class Renewal(Protocol):
    def renew(self, refresh: str) -> Tokens:
        """The next tokens. Those before them count no more, `refresh` itself neither. Raises `TrackerFailed`,
        `TrackerRefused`."""


@attrs.frozen
class Parcel:
    """A delivery as it comes in: see `Delivery`. `body` is JSON, as much of it as is followed."""

    hook: str
    guid: str
    event: str
    action: str
    repository_id: int | None
    body: str


class Webhooks(Protocol):
    """Functions of bytes: nothing is asked of anybody."""

    def read(self, headers: Mapping[str, str], raw: bytes) -> Parcel:
        """`headers` in small letters. Raises `BadSignature`, `Unreadable`."""

    def hint(self, event: str, action: str, body: str) -> Hint:
        """What a stored delivery says."""
