"""What a client knows: the state of one audience, folded from a snapshot and the entries since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import msgspec

OWN: Final = "me"
"""The audience of one's own matters."""

_PARTS: Final = {"sections": "section", "tasks": "task", "tags": "tag", "members": "member", "roles": "role"}

Thing = dict[str, Any]


class Change(msgspec.Struct, frozen=True):
    """`set` are the new values of what changed, of a new thing all; a thing that is `gone` has none."""

    kind: str
    id: str
    set: Thing = msgspec.field(default_factory=dict)
    gone: bool = False


class Entry(msgspec.Struct, frozen=True):
    """What one transaction meant to one audience. `key` is the Idempotency-Key of the request that caused it."""

    audience: str
    position: int
    at: str
    changes: list[Change]
    facts: list[dict[str, Any]]
    actor: dict[str, Any] = msgspec.field(default_factory=dict)
    key: str | None = None


@attrs.define
class Replica:
    """Everything in an audience as it was right after the entry at `position`, by kind and id.

    Of a list, the same as `GET /lists/{id}` at that position; of one's own matters (`me`) the profile (kind `user`),
    the memberships and the saved filters. It changes as entries come: copy what you keep.
    """

    audience: str
    position: int
    things: dict[tuple[str, str], Thing] = attrs.field(factory=dict)

    @classmethod
    def of_list(cls, snapshot: Mapping[str, Any]) -> Replica:
        """From the answer to `GET /lists/{id}`."""
        whole = snapshot["list"]
        things = {("list", whole["id"]): whole}
        for part, kind in _PARTS.items():
            things |= _by_id(kind, snapshot[part])
        return cls(whole["id"], snapshot["position"], things)

    @classmethod
    def of_own(
        cls, session: Mapping[str, Any], lists: Iterable[Mapping[str, Any]], filters: Iterable[Thing]
    ) -> Replica:
        """From the answers to `GET /session`, `GET /lists` and `GET /filters`, asked in this order.

        They may be of three moments. The entries since the first bring all of them to the same.
        """
        user = session["user"]
        memberships = ({"id": it["id"], "role": it["role"]} for it in lists)
        things = {("user", user["id"]): user, **_by_id("membership", memberships), **_by_id("filter", filters)}
        return cls(OWN, session["position"], things)

    def all(self, kind: str) -> list[Thing]:
        """Those of a kind: `list`, `section`, `task`, `tag`, `member`, `role`; `user`, `membership`, `filter`."""
        return [thing for (its_kind, _), thing in self.things.items() if its_kind == kind]

    def get(self, kind: str, thing_id: str) -> Thing | None:
        return self.things.get((kind, thing_id))

    def apply(self, entry: Entry) -> None:
        """Fold the next entry in. Raises `ValueError` for one of another audience or position."""
        if (entry.audience, entry.position) != (self.audience, self.position + 1):
            raise ValueError(f"{entry.audience}:{entry.position} does not follow {self.audience}:{self.position}")
        for change in entry.changes:
            key = (change.kind, change.id)
            if not change.gone:
                # A new dict: who holds the old one has it as it was.
                self.things[key] = {**self.things.get(key, {}), **change.set}
            elif change.kind == "list":
                self.things.clear()
            else:
                self.things.pop(key, None)
        self.position = entry.position


def _by_id(kind: str, things: Iterable[Thing]) -> dict[tuple[str, str], Thing]:
    return {(kind, thing["id"]): thing for thing in things}
