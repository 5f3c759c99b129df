"""What following repositories needs from outside: a tracker of issues, what it sends, and who of us is who there. Its
calls go outward: never within a unit of work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import attrs

from tasktix.domain.hints import Hint
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Repository


class TrackerFailed(Exception):
    """The tracker does not answer, or not as it should. It may be asked again."""


class BadSignature(Exception):
    """This was not signed with a secret of ours."""


class Unreadable(Exception):
    """It is signed, but no delivery."""


class IssueTracker(Protocol):
    def repositories(self, user_id: Id) -> Sequence[Repository]:
        """Those that the user's account there can reach, of all installations, by name. Raises `NotConnected`,
        `TrackerFailed`."""


class Accounts(Protocol):
    def users(self, accounts: Collection[str]) -> Mapping[str, Id]:
        """By the ids of their accounts at the tracker, those who have connected one."""


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
