"""A passkey: a key of a user's device, which signs only after the device has seen its owner: two factors in one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import attrs

from tasktix.domain import own_facts
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.errors import checked
from tasktix.domain.fields import line
from tasktix.domain.ids import Id

MOST: Final = 50
"""Of one user: more than anybody has devices."""


@attrs.frozen
class Key:
    """What a device made: what it calls the key, the public part, both as text, and how often it has signed with it;
    always 0 from a device that does not count."""

    credential_id: str
    public_key: str
    sign_count: int


@attrs.define(eq=False, kw_only=True)
class Passkey(Aggregate):
    """`used_at` None is not yet."""

    user_id: Id
    name: str
    credential_id: str
    public_key: str
    sign_count: int
    created_at: datetime
    used_at: datetime | None = None

    @property
    def audience(self) -> Id:
        return self.user_id

    @classmethod
    def add(cls, passkey_id: Id, key: Key, *, user_id: Id, name: str, now: datetime) -> Passkey:
        """Raises `Invalid` for a name that is none."""
        passkey = cls(
            id=passkey_id,
            user_id=user_id,
            name=_name(name),
            credential_id=key.credential_id,
            public_key=key.public_key,
            sign_count=key.sign_count,
            created_at=now,
        )
        passkey.record(own_facts.PasskeyAdded(passkey_id))
        return passkey

    def rename(self, name: str) -> None:
        """Raises `Invalid`."""
        cleaned = _name(name)
        if cleaned != self.name:
            self.name = cleaned
            self.record(own_facts.PasskeyRenamed(self.id))

    def use(self, sign_count: int, now: datetime) -> None:
        self.sign_count, self.used_at = sign_count, now
        self.record(own_facts.PasskeyUsed(self.id))

    def remove(self) -> None:
        self.deleted = True
        self.record(own_facts.PasskeyRemoved(self.id))


def _name(name: str) -> str:
    return str(checked({"name": line(64)}, {"name": name})["name"])
