"""What an entry means for the streams themselves: who may no longer read on, what to follow, what ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs
import msgspec

from tasktix.application.unit_of_work import Entry
from tasktix.domain.ids import Id

_GONE: Final = '"gone":true'


class _Told(msgspec.Struct):
    facts: list[dict[str, object]]
    changes: list[dict[str, object]]


_DECODER: Final = msgspec.json.Decoder(_Told)


@attrs.frozen
class ShutOut:
    """Who may not read a list on after an entry of it: `users` that were removed, or everybody where it was deleted."""

    users: frozenset[object] = frozenset()
    everybody: bool = False

    def __contains__(self, user_id: Id) -> bool:
        return self.everybody or user_id in self.users


NOBODY: Final = ShutOut()


def shut_out(entry: Entry) -> ShutOut:
    """The list's own log says so, in its own order; nothing else has to arrive first."""
    if _GONE not in entry.text:
        return NOBODY
    gone = [change for change in _told(entry).changes if "gone" in change]
    return ShutOut(
        frozenset(change["id"] for change in gone if change["kind"] == "member"),
        any(change["kind"] == "list" for change in gone),
    )


def gained_lists(entry: Entry) -> Iterator[Id]:
    """From a user's own matters: lists to follow from now on."""
    for fact in _told(entry).facts:
        if fact["type"] == "membership.gained":
            yield str(fact["list"])


def lost_lists(entry: Entry) -> Iterator[Id]:
    """From a user's own matters: lists that are no longer theirs to see."""
    for fact in _told(entry).facts:
        if fact["type"] == "membership.lost":
            yield str(fact["list"])


def ended_keys(entry: Entry) -> Iterator[Id]:
    """From a user's own matters: sessions and tokens whose streams end."""
    for fact in _told(entry).facts:
        if fact["type"] == "session.ended":
            yield str(fact["session"])
        elif fact["type"] == "token.revoked":
            yield str(fact["token"])


def _told(entry: Entry) -> _Told:
    return _DECODER.decode("{" + entry.text)
