"""Who looks at which list, as the processes tell one another, and telling it to those who read the list here.

What is told stands behind the same wall as an entry: it is put together first (`take`), then the hub reads the list's
log and shuts out who may no longer read it, and only then it is written (`frames`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

import attrs

from tasktix.adapters.http import frames
from tasktix.adapters.http.heed import ShutOut
from tasktix.adapters.http.subscriber import Subscriber
from tasktix.adapters.http.tabs import Tab, Tabs
from tasktix.adapters.http.topics import Topic
from tasktix.domain.ids import Id

HOLDS: Final = 60.0
"""Seconds for which a tab counts after it has said that the list is in its sight."""

PAUSE: Final = 1.0
"""Seconds between two frames about one list."""

MORE_EACH: Final = 0.01
"""Seconds of pause for each who looks: a frame names all of them and goes to all of them, so a thousand who come and go
would be 20 MB in each second."""

MOST_OUT: Final = 1000
"""Users that were shut out of a list whose late words are known for what they are."""


def looks(tab: Tab, key_id: Id, position: int) -> str:
    """The word for: this tab has the list in its sight, and its user was a member when its log had come so far."""
    return ":".join(["looks", *tab, key_id, str(position)])


def looks_away(tab: Tab) -> str:
    return ":".join(["away", *tab])


def _is_out(list_id: Id, user_id: Id, position: int) -> str:
    """The word for: this entry of the list has shut the user out. For the processes where nobody reads the list."""
    return ":".join(["out", list_id, user_id, str(position)])


def _is_over(key_id: Id) -> str:
    return ":".join(["over", key_id])


def to_nobody(_word: str) -> None:
    """Where there is no bell."""


@attrs.define(eq=False)
class Lookers:
    """`topics` are what is read here; `ring` has the hub read on and then ask for `frames`; `say` reaches the other
    processes; `seconds` is a clock that never goes back."""

    topics: Mapping[Id, Topic]
    ring: Callable[[Iterable[Id]], None]
    say: Callable[[str], None]
    seconds: Callable[[], float] = time.monotonic
    _tabs: Tabs = attrs.field(factory=Tabs, init=False)
    _out: dict[tuple[Id, Id], int] = attrs.field(factory=dict, init=False)
    """By list and user: the position of the entry that shut them out."""
    _resting: dict[Id, float] = attrs.field(factory=dict, init=False)
    """Until when nothing is to be told of a list again."""
    _newcomers: dict[Id, set[Subscriber]] = attrs.field(factory=dict, init=False)
    """Readers of a list who have not been told yet."""
    _taken: dict[Id, tuple[Topic, set[Id]]] = attrs.field(factory=dict, init=False)
    """The lists that are about to be told of, and who looks at them."""
    _for_all: set[Id] = attrs.field(factory=set, init=False)
    """Those of them that all their readers are told of, and not the newcomers alone."""

    # what is heard

    def hear(self, word: str) -> None:
        """On the loop's thread. What is not known here is of another version."""
        match word.split(":"):
            case ["looks", list_id, user_id, tab_id, key_id, position] if position.isdecimal():
                # A member who was seen to be one before the entry that shut them out is none, however late this comes.
                if int(position) >= self._out.get((list_id, user_id), 0):
                    self._tabs.renew(Tab(list_id, user_id, tab_id), key_id, self.seconds() + HOLDS)
            case ["away", list_id, user_id, tab_id]:
                self._tabs.drop(Tab(list_id, user_id, tab_id))
            case ["out", list_id, user_id, position] if position.isdecimal():
                self._shut_out(list_id, user_id, int(position))
            case ["over", key_id]:
                self._tabs.drop_key(key_id)
        self._ring_due()

    def check(self) -> None:
        """Each second: who has not said so again looks no longer; and what had to rest is told."""
        now = self.seconds()
        self._tabs.run_out(now)
        self._resting = {list_id: until for list_id, until in self._resting.items() if until > now}
        self._newcomers = {it: readers for it, readers in self._newcomers.items() if it in self.topics}
        self._ring_due()
        # Again, if the log could not be read when they came.
        self.ring(self._newcomers)

    # what the hub finds in the log

    def shut_out(self, list_id: Id, users: ShutOut, position: int) -> None:
        """The list's entry at this position did."""
        for user_id in map(str, users.users):
            if user_id in self._tabs.users(list_id):
                self.say(_is_out(list_id, user_id, position))
            self._shut_out(list_id, user_id, position)
        if users.everybody:
            self._tabs.drop_list(list_id)
        self._ring_due()

    def end(self, key_ids: Iterable[Id]) -> None:
        """These sessions or tokens are over."""
        for key_id in key_ids:
            if self._tabs.drop_key(key_id):
                self.say(_is_over(key_id))
        self._ring_due()

    # what is told

    def greet(self, reader: Subscriber, audiences: Collection[Id]) -> None:
        """From now on this reader is written what comes to these audiences."""
        looked_at = [it for it in audiences if self._tabs.users(it)]
        for list_id in looked_at:
            self._newcomers.setdefault(list_id, set()).add(reader)
        self.ring(looked_at)

    def take(self) -> set[Id]:
        """Put together what there is to tell; the lists whose logs are to be read before it is written."""
        # The last may not have been written: the log could not be read.
        self._for_all = self._due() | (self._for_all & self._taken.keys() & self.topics.keys())
        self._tabs.changed -= self._for_all
        wanted = self._for_all | (self._newcomers.keys() & self.topics.keys())
        self._taken = {list_id: (self.topics[list_id], set(self._tabs.users(list_id))) for list_id in wanted}
        return wanted

    def frames(self) -> Iterator[tuple[Topic, list[Subscriber], bytes]]:
        """What was taken, and to which readers it goes: of the topic whose log was read. If they have left meanwhile,
        and others have come, those are newcomers."""
        taken, self._taken = self._taken, {}
        for list_id, (topic, users) in taken.items():
            if self.topics.get(list_id) is not topic:
                continue
            newcomers = self._newcomers.pop(list_id, set())
            is_for_all = list_id in self._for_all
            if is_for_all:
                self._resting[list_id] = self.seconds() + PAUSE + MORE_EACH * len(users)
            yield topic, list(topic.live if is_for_all else newcomers), frames.looking(list_id, sorted(users))

    def _shut_out(self, list_id: Id, user_id: Id, position: int) -> None:
        self._out.pop((list_id, user_id), None)
        self._out[list_id, user_id] = position
        if len(self._out) > MOST_OUT:
            del self._out[next(iter(self._out))]
        self._tabs.drop_user(list_id, user_id)
        if list_id in self._taken:
            self._taken[list_id][1].discard(user_id)

    def _ring_due(self) -> None:
        self._tabs.changed &= self.topics.keys()
        self.ring(self._due())

    def _due(self) -> set[Id]:
        now = self.seconds()
        return {it for it in self._tabs.changed & self.topics.keys() if self._resting.get(it, now) <= now}
