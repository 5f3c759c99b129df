"""The open streams of this process, by the session or token that opened them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from tasktix.adapters.http.subscriber import Subscriber
from tasktix.domain.ids import Id


@attrs.define(eq=False)
class Readers:
    _by_key: dict[Id, set[Subscriber]] = attrs.field(factory=dict, init=False)

    def __iter__(self) -> Iterator[Subscriber]:
        """As they are now; some may leave meanwhile."""
        return iter([it for subscribers in self._by_key.values() for it in subscribers])

    def __len__(self) -> int:
        return sum(map(len, self._by_key.values()))

    def add(self, subscriber: Subscriber) -> None:
        self._by_key.setdefault(subscriber.key_id, set()).add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        own = self._by_key.get(subscriber.key_id, set())
        own.discard(subscriber)
        if not own:
            self._by_key.pop(subscriber.key_id, None)

    def end(self, key_ids: Iterable[Id]) -> None:
        """Of these sessions or tokens, which are over."""
        for key_id in key_ids:
            for subscriber in list(self._by_key.get(key_id, ())):
                subscriber.end()

    def end_all(self) -> None:
        """The server goes: every stream ends cleanly, and its reader comes back."""
        for subscriber in self:
            subscriber.end()

    def check(self, now: float, moment: datetime) -> None:
        """Cut those whose line has been blocked for too long at `now`, on the monotonic clock; end those whose session
        has expired at `moment`."""
        for subscriber in self:
            subscriber.cut_if_blocked(now)
            subscriber.end_if_over(moment)
