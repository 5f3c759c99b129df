"""What a transaction comes to: the rows to write, the entries, the notes."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from tasktix.adapters.codec import Image
from tasktix.application.actor import Actor
from tasktix.domain.aggregate import Aggregate, Recorded
from tasktix.domain.ids import Id
from tasktix.domain.notes import Note


class Act(enum.Enum):
    MADE = "made"
    CHANGED = "changed"
    GONE = "gone"


@attrs.frozen
class Change:
    """One row to write: `thing` as it now is, or as it was where it is gone. `owner` is the aggregate it is part of.

    `before` and `after` are images with what is hidden, `changed` the fields in which they differ.
    """

    kind: str
    act: Act
    id: Id
    thing: Any
    owner: Aggregate
    before: Image | None
    after: Image | None
    changed: Sequence[str] = ()


@attrs.frozen
class Draft:
    """An entry without its position. `was` is the JSON of the values before: first those of the changes that are
    told, in their order; then what is kept but not told, each with what it is of. `thing` is the one thing that the
    entry is about, or None where there are several."""

    audience: Id
    text: str
    was: str
    thing: Id | None


@attrs.frozen
class Settled:
    """`audited` are the facts that leave a note, with the users whose they are."""

    changes: Sequence[Change]
    drafts: Sequence[Draft]
    audited: Sequence[Recorded] = ()

    def notes(self, new_id: Callable[[], Id], now: datetime, actor: Actor) -> Iterator[Note]:
        """Where the actor was and with what is told to nobody else."""
        for recorded in self.audited:
            # Who signs up is nobody yet.
            is_own = actor.user in (None, recorded.audience)
            yield Note(
                id=new_id(),
                user_id=recorded.audience,
                at=now,
                kind=recorded.fact.type,
                by=actor.user,
                about=next(iter(attrs.astuple(recorded.fact))),
                address=actor.address if is_own else "",
                device=actor.device if is_own else "",
            )
