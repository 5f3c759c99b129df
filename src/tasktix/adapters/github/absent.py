"""Where nobody has connected an account at a tracker."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id


class NoAccounts:
    def users(self, accounts: Collection[str]) -> Mapping[str, Id]:
        return {}

    def token(self, user_id: Id) -> str:
        raise NotConnected
