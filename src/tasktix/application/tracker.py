"""What following repositories needs from outside: a tracker of issues. Its calls go outward: never within a unit of
work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Repository


class TrackerFailed(Exception):
    """The tracker does not answer, or not as it should. It may be asked again."""


class IssueTracker(Protocol):
    def repositories(self, user_id: Id) -> Sequence[Repository]:
        """Those that the user's account there can reach, of all installations, by name. Raises `NotConnected`,
        `TrackerFailed`."""
