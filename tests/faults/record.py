"""What was seen of a run: by those who wrote, by those who followed, and in the database afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

Things = dict[tuple[str, str], dict[str, Any]]


@attrs.define
class Write:
    """One command. `status` 0: nobody knows. `made` are the entries that its answer named; `me` is `user` there.
    `is_repeat`: an attempt whose answer was lost had done it."""

    key: str
    user: str
    what: str
    status: int = 0
    made: Mapping[str, int] = attrs.field(factory=dict)
    is_repeat: bool = False

    @property
    def is_acknowledged(self) -> bool:
        return 200 <= self.status < 300


@attrs.define
class Seen:
    """What one follower was told: `entries` as (audience, position, key) in the order of their coming, None as the
    position where a snapshot was taken; `things` are its replicas at the end; `marks` the marked texts that came."""

    user: str
    entries: list[tuple[str, int | None, str | None]] = attrs.field(factory=list)
    things: dict[str, tuple[int, Things]] = attrs.field(factory=dict)
    marks: set[str] = attrs.field(factory=set)
    gaps: int = 0


@attrs.define
class Record:
    """`log` and `positions` are the database's; `shown` what the server shows at the end, by audience and, of one's
    own matters, by user. `forbidden` are the marked texts that a user must not have seen. `sign_ups` are the keys of
    requests that are two transactions each, the account and its session. `ended` is what came to sessions that have
    ended, each a user of its own here."""

    writes: list[Write] = attrs.field(factory=list)
    seen: list[Seen] = attrs.field(factory=list)
    log: dict[str, list[dict[str, Any]]] = attrs.field(factory=dict)
    positions: dict[str, int] = attrs.field(factory=dict)
    shown: dict[str, tuple[int, Things]] = attrs.field(factory=dict)
    forbidden: dict[str, set[str]] = attrs.field(factory=dict)
    sign_ups: set[str] = attrs.field(factory=set)
    ended: list[Seen] = attrs.field(factory=list)
