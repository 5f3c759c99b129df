"""Snapshots that are kept, encoded and compressed, until others are asked for."""

from __future__ import annotations

from typing import Final

import attrs

from tasktix.domain.ids import Id

MOST: Final = 32

Key = tuple[Id, int, bool]
"""A list, a position, and whether completed tasks are in it. The position is the version of all that is in a list, so
what is kept under it is right for ever."""


@attrs.define(eq=False)
class KeptSnapshots:
    """The last ones asked for; on the loop's thread."""

    _packed: dict[Key, bytes] = attrs.field(factory=dict, init=False)

    def get(self, key: Key) -> bytes | None:
        packed = self._packed.pop(key, None)
        if packed is not None:
            self._packed[key] = packed
        return packed

    def keep(self, key: Key, packed: bytes) -> None:
        self._packed[key] = packed
        while len(self._packed) > MOST:
            del self._packed[next(iter(self._packed))]
