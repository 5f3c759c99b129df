"""Who has which list in sight: their tabs, of which each counts until it runs out, unless it says so again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

import attrs

from tasktix.domain.ids import Id

MOST_OF_ONE: Final = 20
"""Tabs of one user with the same list; of more the one that said so first is forgotten."""

MOST: Final = 100_000
"""Tabs that a process remembers: some 50 MB. Of more, too, the first is forgotten."""


class Tab(NamedTuple):
    """`id` is chosen by the page; a user's tabs are theirs alone, whatever their ids."""

    list_id: Id
    user_id: Id
    id: Id


@attrs.frozen
class _Held:
    """`key_id` is the session or token that said so."""

    until: float
    key_id: Id


@attrs.define(eq=False)
class Tabs:
    """`changed` are the lists of which others look than when they were taken out of it. `until` is on a clock that
    never goes back, and never before that of an earlier call."""

    changed: set[Id] = attrs.field(factory=set, init=False)
    _held: dict[Tab, _Held] = attrs.field(factory=dict, init=False)
    """In the order in which they run out."""
    _lists: dict[Id, dict[Id, dict[Tab, None]]] = attrs.field(factory=dict, init=False)
    """By list and user; the one that said so first is first."""
    _keys: dict[Id, set[Tab]] = attrs.field(factory=dict, init=False)

    def users(self, list_id: Id) -> Collection[Id]:
        return self._lists.get(list_id, {}).keys()

    def renew(self, tab: Tab, key_id: Id, until: float) -> None:
        self._drop_key(tab)
        users = self._lists.setdefault(tab.list_id, {})
        if tab.user_id not in users:
            self.changed.add(tab.list_id)
        own = users.setdefault(tab.user_id, {})
        own.pop(tab, None)
        own[tab] = None
        self._held[tab] = _Held(until, key_id)
        self._keys.setdefault(key_id, set()).add(tab)
        if len(own) > MOST_OF_ONE:
            self.drop(next(iter(own)))
        if len(self._held) > MOST:
            self.drop(next(iter(self._held)))

    def drop(self, tab: Tab) -> None:
        """Which may be unknown."""
        if tab not in self._held:
            return
        self._drop_key(tab)
        users = self._lists[tab.list_id]
        del users[tab.user_id][tab]
        if not users[tab.user_id]:
            del users[tab.user_id]
            self.changed.add(tab.list_id)
        if not users:
            del self._lists[tab.list_id]

    def drop_user(self, list_id: Id, user_id: Id) -> None:
        for tab in list(self._lists.get(list_id, {}).get(user_id, ())):
            self.drop(tab)

    def drop_list(self, list_id: Id) -> None:
        for user_id in list(self.users(list_id)):
            self.drop_user(list_id, user_id)

    def drop_key(self, key_id: Id) -> bool:
        """All that this session or token has said; whether there was anything."""
        tabs = list(self._keys.get(key_id, ()))
        for tab in tabs:
            self.drop(tab)
        return bool(tabs)

    def run_out(self, now: float) -> None:
        while self._held and next(iter(self._held.values())).until <= now:
            self.drop(next(iter(self._held)))

    def _drop_key(self, tab: Tab) -> None:
        """Out of the order, too."""
        held = self._held.pop(tab, None)
        if held is not None:
            self._keys[held.key_id].discard(tab)
            if not self._keys[held.key_id]:
                del self._keys[held.key_id]
