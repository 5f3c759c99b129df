"""The bell of a single process."""

from __future__ import annotations

from collections.abc import Callable, Collection

import attrs

from tasktix.domain.ids import Id


@attrs.define(eq=False)
class InProcessBell:
    _ears: list[Callable[[Collection[Id]], None]] = attrs.field(factory=list, init=False)

    def ring(self, audiences: Collection[Id]) -> None:
        for ear in self._ears:
            ear(audiences)

    def listen(self, ear: Callable[[Collection[Id]], None]) -> None:
        self._ears.append(ear)

    def close(self) -> None:
        self._ears.clear()
