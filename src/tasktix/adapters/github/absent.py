"""Where no account at a tracker is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Repository


class NoTracker:
    def repositories(self, user_id: Id) -> Sequence[Repository]:
        raise NotConnected


class NoAccounts:
    def users(self, accounts: Collection[str]) -> Mapping[str, Id]:
        return {}
