"""Who acts, and by what way."""

from __future__ import annotations

from datetime import datetime

import attrs

from tasktix.domain.errors import NotSignedIn
from tasktix.domain.grants import Grant
from tasktix.domain.ids import Id


@attrs.frozen
class Actor:
    """A signed-in user, a stranger (`user` is None), or the program itself (`via` is `system`).

    `key` is the client's own mark of the request (`Idempotency-Key`); the entries it causes carry it. An API token
    (`token_id`) acts for its user as far as its `grant` goes; without one an actor may all that the user may. `until`
    is when what they were known by ends at the latest. `device` and `address` tell where the request comes from, as far
    as that is known.
    """

    user: Id | None = None
    via: str = "embedded"
    session_id: Id | None = None
    key: str | None = None
    token_id: Id | None = None
    grant: Grant | None = None
    until: datetime | None = None
    device: str = ""
    address: str = ""

    @property
    def user_id(self) -> Id:
        """The user; raises `NotSignedIn` for a stranger."""
        if self.user is None:
            raise NotSignedIn
        return self.user


SYSTEM = Actor(via="system")
