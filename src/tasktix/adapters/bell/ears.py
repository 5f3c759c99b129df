"""Who listens in this process, and what goes over a line to the others."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import attrs

from tasktix.domain.ids import Id

Ear = Callable[[Collection[Id]], None]
WordEar = Callable[[str], None]

_WORD: Final = "!"
"""What a message begins with that is a word and not audiences. No id does: a process that knows no words takes it for
an audience that nobody has, and does nothing."""


@attrs.define(eq=False)
class Ears:
    of_rings: list[Ear] = attrs.field(factory=list, init=False)
    of_words: list[WordEar] = attrs.field(factory=list, init=False)

    def ring(self, audiences: Collection[Id]) -> None:
        for ear in self.of_rings:
            ear(audiences)

    def say(self, word: str) -> None:
        for ear in self.of_words:
            ear(word)

    def take(self, message: str) -> None:
        """What came over a line: audiences, or a word (`worded`)."""
        if message.startswith(_WORD):
            self.say(message.removeprefix(_WORD))
        else:
            self.ring(message.split())

    def clear(self) -> None:
        self.of_rings.clear()
        self.of_words.clear()


def worded(word: str) -> str:
    """As it goes over a line."""
    return _WORD + word
