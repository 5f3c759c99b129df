"""Who of us is who at a tracker: by the accounts there that people have linked, and with the tokens that came with
them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final

import attrs

from tasktix.application import linked, sealing
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.ports import CannotOpen, Safe
from tasktix.application.sealing import Kept
from tasktix.application.tracker import Renewal, TrackerFailed, TrackerRefused
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.linked import Identity, LinkedAccount

SPARE: Final = timedelta(minutes=5)
"""Before its end, in which a token is not begun with any more."""

LOOKS: Final = 10
PAUSE: Final = 0.2
"""Seconds between two looks for the tokens that another process is just getting."""


@attrs.frozen
class ConnectedAccounts:
    """`provider` is what we call the tracker where people link accounts, `issuer` is it in their identities."""

    application: Application
    safe: Safe
    renewal: Renewal
    provider: str
    issuer: str

    def users(self, work: UnitOfWork, accounts: Collection[str]) -> Mapping[str, Id]:
        by_key = {Identity(self.issuer, it).key: it for it in accounts}
        return {by_key[key]: user_id for key, user_id in work.linked_accounts.holders(by_key).items()}

    def token(self, user_id: Id, refused: str = "") -> str:
        account, kept = self._known(user_id)
        if kept.access != refused and not self._ends_within(kept, SPARE):
            return kept.access
        if kept.refresh is None:
            raise NotConnected
        try:
            given = self.renewal.renew(kept.refresh)
        except TrackerRefused:
            return self._of_another(account)
        except TrackerFailed:
            if kept.access == refused or self._ends_within(kept, timedelta()):
                raise
            return kept.access
        sealed = sealing.seal(self.safe, account.identity_key, given, self.application.clock.now())
        its = {"user_id": user_id, "account_id": account.id, "known": account.sealed}
        self.application.perform(SYSTEM, linked.renew, **its, sealed=sealed)
        # Others may count by now.
        return self._known(user_id)[1].access

    def _of_another(self, known: LinkedAccount) -> str:
        """A token is renewed once: where somebody else was faster, theirs is to come. Else the person has taken back
        what they allowed, or was away for too long."""
        for _ in range(LOOKS):
            account, kept = self._known(known.user_id)
            if account.sealed != known.sealed:
                return kept.access
            self.application.clock.pause(PAUSE)
        raise NotConnected

    def _known(self, user_id: Id) -> tuple[LinkedAccount, Kept]:
        """What a key sealed that is not there any more is given anew when the person signs in that way."""
        account = self.application.look(SYSTEM, linked.at, user_id=user_id, provider=self.provider)
        if account is None:
            raise NotConnected
        try:
            return account, sealing.unseal(self.safe, account)
        except CannotOpen as error:
            raise NotConnected from error

    def _ends_within(self, kept: Kept, duration: timedelta) -> bool:
        return kept.ends_at is not None and kept.ends_at - self.application.clock.now() <= duration
