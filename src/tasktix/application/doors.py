"""What a use case sees of the store about who comes in: users, what they prove themselves by, their sessions and
tokens, how often it was tried."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from tasktix.domain.access import Person
from tasktix.domain.ids import Id
from tasktix.domain.linked import LinkedAccount
from tasktix.domain.notes import Note
from tasktix.domain.passkeys import Passkey
from tasktix.domain.second_factor import SecondFactor
from tasktix.domain.sessions import Session
from tasktix.domain.tickets import Purpose, Ticket
from tasktix.domain.tokens import Token
from tasktix.domain.users import Credential, User


class Users(Protocol):
    def add(self, user: User, credential: Credential) -> None: ...
    def get(self, user_id: Id) -> User | None: ...
    def alone(self, user_id: Id) -> User | None:
        """The same, locked until the transaction ends: whoever changes what others see of a user is alone, and nobody
        makes this user a member of a list meanwhile."""

    def people(self, user_ids: Collection[Id]) -> Mapping[Id, Person]:
        """Those of them who exist. In a write they stay until it ends: what it tells of them is not outdated."""

    def person_with(self, login: str) -> Person | None:
        """By username or e-mail, both in any case. In a write they stay as `people` do."""

    def credential_of(self, login: str) -> Credential | None:
        """By username or e-mail, both in any case."""

    def credential(self, user_id: Id) -> Credential | None:
        """Locked until the transaction ends: nobody gets in by a password that is being changed."""

    def keep(self, credential: Credential) -> None:
        """Write an existing user's credential. No fact: the user has it."""

    def taken(self, username: str, email: str, besides: Id | None = None) -> str | None:
        """Which of the two fields somebody has already, if any; the user `besides` does not count."""


class SecondFactors(Protocol):
    def add(self, factor: SecondFactor) -> None: ...
    def of(self, user_id: Id) -> SecondFactor | None:
        """Also one that was only offered."""


class LinkedAccounts(Protocol):
    def add(self, account: LinkedAccount) -> None: ...
    def with_key(self, identity_key: str) -> LinkedAccount | None: ...
    def holders(self, identity_keys: Collection[str]) -> Mapping[str, Id]:
        """By key, whose they are; those that are nobody's are left out."""

    def get(self, user_id: Id, account_id: Id) -> LinkedAccount | None: ...
    def of(self, user_id: Id) -> Sequence[LinkedAccount]:
        """In no order."""


class Passkeys(Protocol):
    def add(self, passkey: Passkey) -> None: ...
    def with_credential(self, credential_id: str) -> Passkey | None: ...
    def get(self, user_id: Id, passkey_id: Id) -> Passkey | None: ...
    def of(self, user_id: Id) -> Sequence[Passkey]:
        """In no order."""


class Tickets(Protocol):
    def put(self, ticket: Ticket) -> None:
        """No fact: nobody's screen changes by it."""

    def find(self, purpose: Purpose, key_hash: str) -> Ticket | None:
        """While it can be redeemed."""

    def redeem(self, purpose: Purpose, key_hash: str) -> Ticket | None:
        """And nobody else does: of many at once one gets it."""

    def forget_expired(self) -> None: ...


class Sessions(Protocol):
    def add(self, session: Session) -> None: ...
    def with_token(self, token_hash: str) -> Session | None:
        """The session while it lives: neither idle nor absolute limit has passed, and its user is there and not
        disabled."""

    def get(self, user_id: Id, session_id: Id) -> Session | None:
        """While it lives."""

    def of(self, user_id: Id) -> Sequence[Session]:
        """Those that live, in no order."""

    def expired(self, at_most: int) -> Sequence[Session]:
        """Some of those that do not live any more."""

    def touch(self, session_id: Id, seen_at: datetime) -> None:
        """Write down when it was last seen. No fact: nobody's screen changes by it."""


class Tokens(Protocol):
    def add(self, token: Token) -> None: ...
    def with_hash(self, token_hash: str) -> Token | None:
        """While it lives: it has not expired, and its user is there and not disabled."""

    def get(self, user_id: Id, token_id: Id) -> Token | None:
        """While it lives."""

    def of(self, user_id: Id) -> Sequence[Token]:
        """Those that live, in no order."""

    def expired(self, at_most: int) -> Sequence[Token]:
        """Some of those that do not live any more."""

    def touch(self, token_id: Id, used_at: datetime) -> None:
        """Write down when it was last used. No fact: nobody's screen changes by it."""


class Audit(Protocol):
    def of(self, user_id: Id, before: Id, limit: int) -> Sequence[Note]:
        """The last notes before an id, newest first."""

    def add(self, note: Note) -> None: ...
    def forget_before(self, moment: datetime) -> None: ...
    def forget_of(self, user_id: Id) -> None: ...


class Limits(Protocol):
    def take(self, who: str, every: timedelta, burst: int) -> timedelta:
        """Count one try, at once. Zero where there is room for it; else it is not counted, and there will be room after
        that time. `burst` fit in, and one more each `every`."""

    def forget_empty(self) -> None: ...
