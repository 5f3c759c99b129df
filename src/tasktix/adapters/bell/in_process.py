"""The bell of a single process."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from tasktix.adapters.bell.ears import Ear, Ears, WordEar
from tasktix.domain.ids import Id


@attrs.define(eq=False)
class InProcessBell:
    _ears: Ears = attrs.field(factory=Ears, init=False)

    def ring(self, audiences: Collection[Id]) -> None:
        self._ears.ring(audiences)

    def listen(self, ear: Ear) -> None:
        self._ears.of_rings.append(ear)

    def say(self, word: str) -> None:
        self._ears.say(word)

    def hear(self, ear: WordEar) -> None:
        self._ears.of_words.append(ear)

    def close(self) -> None:
        self._ears.clear()
