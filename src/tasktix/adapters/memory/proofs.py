"""What users prove themselves by, beside passwords; and what was begun and is to be ended once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import attrs

from tasktix.adapters.memory.tables import Repository, Tables, copied
from tasktix.domain.ids import Id
from tasktix.domain.linked import LinkedAccount
from tasktix.domain.passkeys import Passkey
from tasktix.domain.second_factor import SecondFactor
from tasktix.domain.tickets import Purpose, Ticket


@attrs.define(eq=False)
class SecondFactors(Repository):
    def add(self, factor: SecondFactor) -> None:
        self.ledger.add(factor)

    def of(self, user_id: Id) -> SecondFactor | None:
        factor = self.tables.second_factors.get(user_id)
        return self.ledger.track(copied(factor)) if factor is not None else None


@attrs.define(eq=False)
class LinkedAccounts(Repository):
    def add(self, account: LinkedAccount) -> None:
        self.ledger.add(account)

    def with_key(self, identity_key: str) -> LinkedAccount | None:
        found = (it for it in self.tables.linked_accounts.values() if it.identity_key == identity_key)
        return next((self.ledger.track(copied(it)) for it in found), None)

    def holders(self, identity_keys: Collection[str]) -> Mapping[str, Id]:
        found = self.tables.linked_accounts.values()
        return {it.identity_key: it.user_id for it in found if it.identity_key in identity_keys}

    def get(self, user_id: Id, account_id: Id) -> LinkedAccount | None:
        return next((it for it in self.of(user_id) if it.id == account_id), None)

    def of(self, user_id: Id) -> Sequence[LinkedAccount]:
        found = (it for it in self.tables.linked_accounts.values() if it.user_id == user_id)
        return [self.ledger.track(copied(it)) for it in found]


@attrs.define(eq=False)
class Passkeys(Repository):
    def add(self, passkey: Passkey) -> None:
        self.ledger.add(passkey)

    def with_credential(self, credential_id: str) -> Passkey | None:
        found = (it for it in self.tables.passkeys.values() if it.credential_id == credential_id)
        return next((self.ledger.track(copied(it)) for it in found), None)

    def get(self, user_id: Id, passkey_id: Id) -> Passkey | None:
        return next((it for it in self.of(user_id) if it.id == passkey_id), None)

    def of(self, user_id: Id) -> Sequence[Passkey]:
        return [self.ledger.track(copied(it)) for it in self.tables.passkeys.values() if it.user_id == user_id]


@attrs.define(eq=False)
class Tickets:
    tables: Tables
    now: datetime
    new: list[Ticket] = attrs.field(factory=list)
    gone: set[str] = attrs.field(factory=set)

    def put(self, ticket: Ticket) -> None:
        self.new.append(ticket)

    def find(self, purpose: Purpose, key_hash: str) -> Ticket | None:
        ticket = self.tables.tickets.get(key_hash)
        return ticket if ticket and ticket.purpose is purpose and self.now < ticket.expires_at else None

    def redeem(self, purpose: Purpose, key_hash: str) -> Ticket | None:
        ticket = self.find(purpose, key_hash)
        if ticket is not None:
            self.gone.add(key_hash)
        return ticket

    def forget_expired(self) -> None:
        self.gone |= {key for key, ticket in self.tables.tickets.items() if ticket.expires_at <= self.now}

    def write(self) -> None:
        self.tables.tickets.update({ticket.key_hash: ticket for ticket in self.new})
        for key in self.gone:
            del self.tables.tickets[key]
