"""What a delivery says, in our words. It is a hint: the state that it shows counts, not the change that it tells."""

from __future__ import annotations

import enum

import attrs

from tasktix.domain.issues import Sighting


class Kind(enum.Enum):
    SEEN = "seen"
    DELETED = "deleted"
    MOVED = "moved"
    """The issue is in another repository now, as another issue."""
    RENAMED = "renamed"
    """The repository has another name, or another owner."""
    HALTED = "halted"
    RESUMED = "resumed"
    NOTHING = "nothing"


@attrs.frozen
class Hint:
    """About `repositories`, or about all that `installation` reaches. `sighting` comes with an issue, `name` with a
    rename, `reason` with a halt. `is_told`: that nothing comes of it is worth a line in the ledger."""

    kind: Kind
    repositories: tuple[int, ...] = ()
    installation: int | None = None
    sighting: Sighting | None = None
    name: str = ""
    reason: str = ""
    is_told: bool = False
